use crate::prelude::connect::*;

update!(
    UpdateQuickConnectName: QuickConnect quick_connect_id with another "Name",
    |cx, request, quick_connect| {
        refuse(rules::required_members::renaming(request.name.is_some(), request.description.is_some()))?;
        if let Some(name) = &request.name {
            quick_connect.name = name.to_string();
        }
        if let Some(description) = &request.description {
            quick_connect.description = (!description.is_empty()).then(|| description.to_string().into());
        }
    }
);
