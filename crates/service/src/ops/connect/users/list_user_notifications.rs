use roster_store::Range;

use crate::prelude::connect::*;

/// How many notifications that have not expired are looked at, of those for all users and of those that name the user.
const MOST: usize = 10_000;

handler!(ListUserNotifications, reads Scan, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let user: User = cx.resource(&instance, &request.user_id).await?;
    let mut live = Vec::new();
    for start in [
        Notification::of_all_users(&instance.id),
        Notification::of_user(&instance.id, &user.id),
    ] {
        let range = Range {
            prefix: &start,
            after: Some(&Notification::expired_by(start.clone(), cx.now)),
            limit: MOST,
        };
        let index = &Notification::BY_RECIPIENT;
        live.extend(cx.transaction.entries::<Notification>(index, range, None).await?);
    }
    let (page, next_token) = paging::in_order(
        &List::new("notifications", &user.key()),
        live.into_iter()
            .map(|found| (Notification::place_in(&found.entry), found.key)),
        request.next_token.as_ref(),
        paging::limit(request.max_results.as_deref().copied(), 100),
    )?;
    let notifications: Vec<Notification> = cx.transaction.get_all(&page).await?;
    let statuses = notifications
        .iter()
        .map(|notification| UserNotificationStatus::key_of(&instance.id, &user.id, &notification.id));
    let statuses: Vec<_> = statuses.collect();
    let statuses: Vec<Option<UserNotificationStatus>> = cx.transaction.get_each(&statuses).await?;
    let summaries = notifications.into_iter().zip(statuses);
    let summaries = summaries.map(|(notification, status)| UserNotificationSummary {
        expires_at: Some(notification.expires()),
        notification_id: Some(notification.id.into_member()),
        notification_status: Some(status.map_or(NotificationStatus::Unread, |status| status.status)),
        instance_id: Some(notification.instance_id.into_member()),
        recipient_id: Some(user.id.clone().into_member()),
        content: Some(notification.content),
        priority: Some(notification.priority),
        source: Some(NotificationSource::Customer),
        created_at: Some(notification.created_time),
    });
    Ok(Response {
        user_notifications: Some(summaries.collect::<Vec<_>>().into()),
        next_token,
    })
});
