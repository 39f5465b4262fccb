use crate::prelude::console::*;

handler!(SignOut, |cx, _request| {
    let person = cx.person().await?;
    cx.transaction.delete(&person.session).await?;
    Ok(NoOutput)
});
