use crate::context::not_found;
use crate::prelude::connect::*;

handler!(UpdateUserNotificationStatus, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let user: User = cx.resource(&instance, &request.user_id).await?;
    let reference = &request.notification_id;
    let notification: Notification = cx.resource(&instance, reference).await?;
    if !notification.is_for(&user.id) {
        return Err(not_found(ResourceType::Notification, reference));
    }
    let new = UserNotificationStatus {
        instance_id: instance.id,
        user_id: user.id,
        notification_id: notification.id,
        status: request.status,
        last_modified_time: cx.now,
        last_modified_region: cx.account_region().region.clone(),
    };
    match cx.transaction.get::<UserNotificationStatus>(&new.key()).await? {
        Some(old) => cx.replace(&old, &new).await?,
        None => cx.insert(&new).await?,
    }
    Ok(Response {})
});
