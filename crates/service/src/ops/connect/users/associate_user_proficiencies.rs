use crate::prelude::connect::*;

handler!(AssociateUserProficiencies, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let user: User = cx.resource(&instance, &request.user_id).await?;
    crate::proficiencies::check(cx, &instance, &request.user_proficiencies).await?;
    let proficiencies = rules::proficiencies::add(user.proficiencies.clone(), &request.user_proficiencies);
    crate::proficiencies::set(cx, user, proficiencies).await
});
