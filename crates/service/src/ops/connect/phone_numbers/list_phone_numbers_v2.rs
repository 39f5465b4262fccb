use crate::prelude::connect::*;

handler!(ListPhoneNumbersV2, |cx, request| -> Response {
    if let Some(instance) = &request.instance_id {
        cx.instance(instance).await?;
    }
    // There are no traffic distribution groups, so that only an instance is found.
    if let Some(target) = &request.target_arn {
        cx.instance(target).await?;
    }
    paging::refuse_token(request.next_token.as_deref())?;
    Ok(Response {
        list_phone_numbers_summary_list: empty(),
        next_token: None,
    })
});
