use super::describe;
use crate::prelude::roster::*;

handler!(ListMails, |cx, request| -> Response {
    let (index, prefix) = match &request.instance_id {
        Some(reference) => {
            let instance = cx.instance(reference).await?;
            (Mail::BY_INSTANCE, Mail::of_instance(&instance.id))
        }
        None => (
            Mail::BY_ACCOUNT_REGION,
            Mail::of_account_region(cx.account_region()),
        ),
    };
    let token = request.next_token.as_ref();
    let limit = paging::limit(request.max_results.as_deref().copied(), 100);
    let page = paging::page::<Mail>(&mut cx.transaction, index, &prefix, token, limit);
    let (found, next_token) = page.await?;
    let mut mails = Vec::with_capacity(found.len());
    for mail in found {
        mails.push(describe(cx, mail).await?);
    }
    Ok(Response {
        mails: Some(mails.into()),
        next_token,
    })
});
