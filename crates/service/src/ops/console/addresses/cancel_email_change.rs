use crate::prelude::console::*;

handler!(CancelEmailChange, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let purpose = LinkPurpose::CancelEmailChange;
    let link = cx.use_link(&instance.id, &request.token, purpose, None).await?;
    let user = cx.user_of_link(&link).await?;
    cx.is_about(&user);
    let change = change_of_link(cx, &user, &link).await?;
    cx.cancel_pending_change(&user, &change).await?;
    Ok(NoOutput)
});
