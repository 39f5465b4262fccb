use roster_domain::rules::hours_of_operation::{breaches, stored};

use crate::prelude::connect::*;

update!(
    UpdateHoursOfOperation: HoursOfOperation hours_of_operation_id with another "Name",
    |cx, request, hours| {
        if let Some(name) = &request.name {
            hours.name = name.to_string();
        }
        if let Some(description) = &request.description {
            hours.description = (!description.is_empty()).then(|| description.to_string().into());
        }
        if let Some(zone) = &request.time_zone {
            hours.time_zone = zone.to_string();
        }
        if let Some(config) = &request.config {
            hours.config = stored(config);
        }
        refuse(breaches(&hours.time_zone, &hours.config))?;
    }
);
