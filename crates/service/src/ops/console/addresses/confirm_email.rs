use crate::prelude::console::*;

handler!(ConfirmEmail, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let purpose = LinkPurpose::ConfirmEmail;
    let link = cx.use_link(&instance.id, &request.token, purpose, None).await?;
    let user = cx.user_of_link(&link).await?;
    cx.is_about(&user);
    let change = change_of_link(cx, &user, &link).await?;
    let is_in_force = cx.confirm_address(&instance, &user, change).await?;
    Ok(Response { is_in_force })
});
