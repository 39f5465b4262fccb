use roster_domain::audit::Hash;
use roster_domain::rules::notification;

use crate::notifications::Recipients;
use crate::prelude::connect::*;

handler!(CreateNotification, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let token = request.client_token.as_deref();
    let hash = token.map(|_| hash_of(request)).transpose()?;
    if let Some(token) = token {
        let entry = Notification::of_client_token(&instance.id, token);
        if let Some(made) = cx.transaction.find::<Notification>(&entry).await? {
            return if made.request_hash == hash {
                Ok(answer(cx, made))
            } else {
                Err(Refusal::TokenReused)
            };
        }
    }
    let mut breaches = notification::content(&request.content);
    breaches.extend(notification::expiry(request.expires_at, cx.now));
    breaches.extend(notification::recipients(request.recipients.len()));
    let recipients = Recipients::named(cx, &instance, &request.recipients, &mut breaches).await?;
    refuse(breaches)?;
    let made = Notification {
        id: cx.new_id(),
        instance_id: instance.id,
        content: request.content.clone(),
        priority: match request.priority {
            Some(ConfigurableNotificationPriority::High) => NotificationPriority::High,
            Some(ConfigurableNotificationPriority::Low) | None => NotificationPriority::Low,
        },
        is_for_all: recipients.are_all,
        user_ids: recipients.user_ids,
        client_token: token.cloned(),
        request_hash: hash,
        tags: request.tags.clone(),
        created_time: cx.now,
        expires: request.expires_at,
        last_modified_time: cx.now,
        last_modified_region: cx.account_region().region.clone(),
    };
    cx.insert(&made).await?;
    Ok(answer(cx, made))
});

fn answer(cx: &RequestContext, made: Notification) -> CreateNotificationResponse {
    CreateNotificationResponse {
        notification_arn: cx.arn_of(&made).into(),
        notification_id: made.id.into_member(),
    }
}

/// What distinguishes a request from all others.
fn hash_of(request: &CreateNotificationRequest) -> Result<Hash, StoreError> {
    let written = serde_json::to_vec(request).map_err(|error| StoreError::Engine(error.to_string()))?;
    Ok(Hash::of(&written))
}
