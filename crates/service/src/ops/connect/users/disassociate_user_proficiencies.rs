use crate::prelude::connect::*;

handler!(DisassociateUserProficiencies, |cx, request| {
    let user: User = cx.resource_of(&request.instance_id, &request.user_id).await?;
    let proficiencies = rules::proficiencies::remove(user.proficiencies.clone(), &request.user_proficiencies);
    crate::proficiencies::set(cx, user, proficiencies).await
});
