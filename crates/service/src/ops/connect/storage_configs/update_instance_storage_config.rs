use crate::prelude::connect::*;

handler!(UpdateInstanceStorageConfig, |cx, request| {
    let (id, resource_type) = (&request.association_id, request.resource_type);
    let old = super::find(cx, &request.instance_id, id, resource_type).await?;
    refuse(rules::storage_config::breaches(&request.storage_config))?;
    let (id, instance_id) = (old.id.clone(), old.instance_id.clone());
    let new = StorageConfig::new(id, instance_id, resource_type, request.storage_config.clone());
    cx.replace_unless_taken(&old, &new, super::TAKEN).await?;
    Ok(NoOutput)
});
