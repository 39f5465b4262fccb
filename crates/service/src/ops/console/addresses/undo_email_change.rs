use crate::prelude::console::*;

handler!(UndoEmailChange, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let purpose = LinkPurpose::UndoEmailChange;
    let link = cx.use_link(&instance.id, &request.token, purpose, None).await?;
    let user = cx.user_of_link(&link).await?;
    cx.is_about(&user);
    let change = link.subject_id.as_ref().ok_or(Refusal::LinkUnusable)?;
    cx.undo_address_change(&user, change).await?;
    Ok(NoOutput)
});
