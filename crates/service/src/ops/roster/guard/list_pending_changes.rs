use crate::prelude::roster::*;

handler!(ListPendingChanges, |cx, request| -> Response {
    let account_region = Instance::of_account_region(cx.request_context.account_region());
    let instances = match &request.instance_id {
        Some(reference) => vec![cx.instance(reference).await?],
        None => {
            let index = &Instance::BY_ACCOUNT_REGION;
            cx.transaction.all(index, &account_region).await?
        }
    };
    let asked = request.instance_id.as_deref().map(String::as_str);
    let list = List::new("pending changes", &account_region.text(asked.unwrap_or_default()));
    let after = match &request.next_token {
        Some(token) => Some(Key::from_bytes(list.place(token)?)),
        None => None,
    };
    let limit = paging::limit(request.max_results.as_deref().copied(), 100);
    let found = page(cx, &instances, after.as_ref(), limit).await?;
    let next_token = found
        .last()
        .filter(|_| found.len() == limit)
        .map(|change| list.token(entry(change).as_bytes()));
    let mut described = Vec::with_capacity(found.len());
    let now = cx.now;
    for change in found.into_iter().filter(|change| now < change.expires) {
        described.push(describe(cx, change).await?);
    }
    Ok(Response {
        pending_changes: Some(described.into()),
        next_token,
    })
});

/// As many changes behind an entry as fit a page, from one instance after the other.
async fn page(
    cx: &mut Context<'_>,
    instances: &[Instance],
    after: Option<&Key>,
    limit: usize,
) -> Result<Vec<PendingChange>, Refusal> {
    let mut found = Vec::new();
    for instance in instances {
        let prefix = PendingChange::of_instance(&instance.id);
        if after.is_some_and(|after| prefix.end_of_prefix() <= *after) {
            continue;
        }
        let after = after.filter(|after| **after > prefix);
        let index = &PendingChange::BY_TIME;
        let left = limit - found.len();
        let page = cx.transaction.page(index, &prefix, after, left).await?;
        found.extend(page.records);
        if found.len() == limit {
            break;
        }
    }
    Ok(found)
}

fn entry(change: &PendingChange) -> Key {
    let mut entries = change.entries();
    entries.swap_remove(0).key
}

/// A change as answers show it.
pub(super) async fn describe(
    cx: &mut Context<'_>,
    change: PendingChange,
) -> Result<guard::PendingChange, Refusal> {
    let user = User::key_of(&change.instance_id, &change.user_id);
    let user: Option<User> = cx.transaction.get(&user).await?;
    let steps = [
        (change.waits_for_approval, PendingStep::Approval),
        (change.waits_for_confirmation, PendingStep::Confirmation),
    ];
    let steps = steps.into_iter().filter(|(waits, _)| *waits);
    Ok(guard::PendingChange {
        id: Some(change.id.into_member()),
        instance_id: Some(change.instance_id.into_member()),
        user_id: Some(change.user_id.into_member()),
        username: user.map(|user| user.username.into()),
        email: change.email,
        new_email: change.new_email,
        asked_by: Some(change.asked_by.arn.into()),
        asked_from: Some(change.asked_from.into()),
        run: change.run.map(Into::into),
        asked_at: Some(change.asked_at),
        expires: Some(change.expires),
        waits_for: Some(PendingSteps(steps.map(|(_, step)| step).collect())),
        approved_by: change.approved_by.map(Into::into),
    })
}
