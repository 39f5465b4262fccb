use crate::prelude::connect::*;

/// How many proficiencies a page holds by default: as many as it may.
const USUAL: usize = 100;

handler!(ListUserProficiencies, |cx, request| {
    let user: User = cx.resource_of(&request.instance_id, &request.user_id).await?;
    let list = List::new("proficiencies", &user.key());
    let limit = paging::limit(request.max_results.as_deref().copied(), USUAL);
    let (page, next_token) = paging::slice(&list, &user.proficiencies, request.next_token.as_ref(), limit)?;
    Ok(ListUserProficienciesResponse {
        next_token,
        user_proficiency_list: Some(UserProficiencyList(page.to_vec())),
        last_modified_time: Some(user.last_modified_time),
        last_modified_region: Some(user.last_modified_region()),
    })
});
