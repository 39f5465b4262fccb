use crate::prelude::console::*;

handler!(EndSession, |cx, request| {
    let person = cx.person().await?;
    // A session that has ended meanwhile is what was asked for.
    if let Some(id) = Id::parse(&request.session_id) {
        let key = UserSession::key_of(&person.user.instance_id, &person.user.id, &id);
        cx.delete_if_there::<UserSession>(&key).await?;
    }
    Ok(NoOutput)
});
