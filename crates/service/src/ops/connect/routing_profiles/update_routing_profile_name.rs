use crate::prelude::connect::*;

update!(
    UpdateRoutingProfileName: RoutingProfile routing_profile_id with another "Name",
    |cx, request, profile| {
        refuse(rules::required_members::renaming(request.name.is_some(), request.description.is_some()))?;
        if let Some(name) = &request.name {
            profile.name = name.to_string();
        }
        if let Some(description) = &request.description {
            profile.description = description.to_string();
        }
    }
);
