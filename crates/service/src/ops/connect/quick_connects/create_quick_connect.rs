use super::super::quick_connect_targets::target;
use crate::prelude::connect::*;

handler!(CreateQuickConnect, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let target = target(cx, &instance, &request.quick_connect_config).await?;
    let quick_connect = QuickConnect {
        id: cx.new_id(),
        instance_id: instance.id,
        name: request.name.to_string(),
        description: request.description.clone(),
        quick_connect_config: target,
        tags: request.tags.clone(),
        last_modified_time: cx.now,
        last_modified_region: cx.account_region().region.clone(),
    };
    cx.create(&quick_connect, "Name").await?;
    Ok(Response {
        quick_connect_arn: Some(cx.arn_of(&quick_connect).into()),
        quick_connect_id: Some(quick_connect.id.into_member()),
    })
});
