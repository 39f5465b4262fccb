use crate::prelude::connect::*;

handler!(ListInstanceStorageConfigs, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let (found, next_token) = paging::page(
        &mut cx.transaction,
        &StorageConfig::BY_TYPE,
        &StorageConfig::of_type(&instance.id, request.resource_type),
        request.next_token.as_ref(),
        paging::limit(request.max_results.as_deref().copied(), 10),
    )
    .await?;
    let configs: Vec<_> = found.into_iter().map(super::describe).collect();
    Ok(Response {
        storage_configs: Some(configs.into()),
        next_token,
    })
});
