use super::super::quick_connect_targets::summary;
use crate::prelude::connect::*;

handler!(ListQuickConnects, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let types = request
        .quick_connect_types
        .as_deref()
        .filter(|types| !types.is_empty());
    let (listed, next_token) = paging::page_of_wanted(
        &mut cx.transaction,
        &QuickConnect::BY_NAME,
        &Key::new().id(&instance.id),
        request.next_token.as_ref(),
        paging::limit(request.max_results.as_deref().copied(), 100),
        |quick_connect: &QuickConnect| {
            types.is_none_or(|types| types.contains(&quick_connect.quick_connect_config.quick_connect_type()))
        },
    )
    .await?;
    let summaries: Vec<_> = listed.into_iter().map(|one| summary(cx, one)).collect();
    Ok(Response {
        quick_connect_summary_list: Some(summaries.into()),
        next_token,
    })
});
