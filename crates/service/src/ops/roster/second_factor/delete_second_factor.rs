use crate::prelude::roster::*;

handler!(DeleteSecondFactor, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let user: User = cx.resource(&instance, &request.user_id).await?;
    cx.delete_factor(&instance, &user).await?;
    Ok(NoOutput)
});
