use roster_domain::rules::hours_of_operation::{breaches, stored};

use crate::prelude::connect::*;

handler!(CreateHoursOfOperation, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let hours = HoursOfOperation {
        id: cx.new_id(),
        instance_id: instance.id,
        name: request.name.to_string(),
        description: request.description.clone(),
        time_zone: request.time_zone.to_string(),
        config: stored(&request.config),
        tags: request.tags.clone(),
        last_modified_time: cx.now,
        last_modified_region: cx.account_region().region.clone(),
    };
    refuse(breaches(&hours.time_zone, &hours.config))?;
    cx.create(&hours, "Name").await?;
    Ok(Response {
        hours_of_operation_arn: Some(cx.arn_of(&hours).into()),
        hours_of_operation_id: Some(hours.id.into_member()),
    })
});
