use super::describe_instance_attribute::shown;
use crate::prelude::connect::*;

/// How many attributes a page may hold, by default too.
const MOST: usize = 7;

handler!(ListInstanceAttributes, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let list = List::new("attributes", &instance.key());
    let limit = paging::limit(request.max_results.as_deref().copied(), MOST);
    let (page, next_token) = paging::slice(
        &list,
        &rules::instance_attributes::ALL,
        request.next_token.as_ref(),
        limit,
    )?;
    let attributes = page.iter().map(|attribute| shown(&instance, *attribute));
    Ok(ListInstanceAttributesResponse {
        attributes: Some(AttributesList(attributes.collect())),
        next_token,
    })
});
