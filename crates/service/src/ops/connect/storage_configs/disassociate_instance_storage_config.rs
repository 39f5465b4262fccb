use crate::prelude::connect::*;

handler!(DisassociateInstanceStorageConfig, |cx, request| {
    let (id, resource_type) = (&request.association_id, request.resource_type);
    let config = super::find(cx, &request.instance_id, id, resource_type).await?;
    cx.transaction.delete(&config).await?;
    Ok(NoOutput)
});
