use crate::prelude::connect::*;

handler!(DeleteAllEntitySessions, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    // Only users have sessions.
    let SessionEntityType::User = request.entity_type;
    let user: User = cx.resource_in("EntityId", &instance, &request.entity_id).await?;
    cx.is_about(&user);
    cx.end_sessions(&instance.id, &user.id).await?;
    Ok(Response {})
});
