use roster_domain::search::predefined_attributes::{breaches, meets};
use roster_model::shapes::NextToken;

use super::describe_predefined_attribute::describe;
use crate::prelude::connect::*;

handler!(SearchPredefinedAttributes, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let criteria = request.search_criteria.as_ref();
    refuse(breaches(criteria))?;
    // An instance has few.
    let of_instance = Key::new().id(&instance.id);
    let mut found: Vec<PredefinedAttribute> = cx
        .transaction
        .all(&PredefinedAttribute::BY_NAME, &of_instance)
        .await?;
    found.retain(|attribute| criteria.is_none_or(|criteria| meets(attribute, criteria)));
    let count = i64::try_from(found.len()).ok();
    let token = request.next_token.as_deref().cloned().map(NextToken);
    let (page, next_token) = paging::in_order(
        &List::new(
            &format!("predefined attributes that meet {criteria:?}"),
            &of_instance,
        ),
        found.into_iter().map(|attribute| (attribute.key(), attribute)),
        token.as_ref(),
        paging::limit(request.max_results.as_deref().copied(), 100),
    )?;
    let page: Vec<_> = page.into_iter().map(describe).collect();
    Ok(Response {
        predefined_attributes: Some(page.into()),
        next_token: next_token.map(|token| token.0.into()),
        approximate_total_count: count,
    })
});
