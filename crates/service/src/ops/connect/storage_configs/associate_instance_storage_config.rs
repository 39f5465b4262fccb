use crate::prelude::connect::*;

handler!(AssociateInstanceStorageConfig, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    refuse(rules::storage_config::breaches(&request.storage_config))?;
    let (id, given) = (cx.new_id(), request.storage_config.clone());
    let config = StorageConfig::new(id, instance.id, request.resource_type, given);
    cx.insert_unless_taken(&config, super::TAKEN).await?;
    Ok(Response {
        association_id: Some(config.id.into_member()),
    })
});
