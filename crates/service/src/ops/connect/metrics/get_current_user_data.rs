use crate::prelude::connect::*;

handler!(GetCurrentUserData, |cx, request| -> Response {
    cx.instance(&request.instance_id).await?;
    refuse(rules::user_data::filters(&request.filters))?;
    paging::refuse_token(request.next_token.as_deref())?;
    // It shows the users that are signed in to handle contacts, and there are none.
    Ok(Response {
        user_data_list: empty(),
        next_token: None,
        approximate_total_count: Some(0),
    })
});
