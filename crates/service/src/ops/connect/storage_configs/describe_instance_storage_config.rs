use crate::prelude::connect::*;

handler!(DescribeInstanceStorageConfig, |cx, request| -> Response {
    let (id, resource_type) = (&request.association_id, request.resource_type);
    let config = super::find(cx, &request.instance_id, id, resource_type).await?;
    Ok(Response {
        storage_config: Some(super::describe(config)),
    })
});
