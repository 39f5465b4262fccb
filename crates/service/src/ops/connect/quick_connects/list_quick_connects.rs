use super::super::quick_connect_targets::summary;
use crate::prelude::connect::*;

handler!(ListQuickConnects, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let types = request
        .quick_connect_types
        .as_deref()
        .filter(|types| !types.is_empty());
    let is_listed = |quick_connect: &QuickConnect| {
        types.is_none_or(|types| types.contains(&quick_connect.quick_connect_config.quick_connect_type()))
    };
    let limit = paging::limit(request.max_results.as_deref().copied(), 100);
    let mut listed = Vec::new();
    let mut next_token = request.next_token.clone();
    // Those of other types make room for more.
    loop {
        let of_instance = Key::new().id(&instance.id);
        let room = limit - listed.len();
        let (found, next) = paging::page::<QuickConnect>(
            &mut cx.transaction,
            &QuickConnect::BY_NAME,
            &of_instance,
            next_token.as_ref(),
            room,
        )
        .await?;
        listed.extend(found.into_iter().filter(is_listed));
        next_token = next;
        if listed.len() == limit || next_token.is_none() {
            break;
        }
    }
    let summaries: Vec<_> = listed.into_iter().map(|one| summary(cx, one)).collect();
    Ok(Response {
        quick_connect_summary_list: Some(summaries.into()),
        next_token,
    })
});
