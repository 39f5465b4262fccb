use crate::notifications::Recipients;
use crate::prelude::connect::*;

search!(
    SearchNotifications: Notification by BY_TIME,
    notifications of |cx, notification| NotificationSearchSummary {
        arn: Some(cx.arn_of(&notification).into()),
        recipients: Some(Recipients::arns(cx, &notification)),
        expires_at: Some(notification.expires()),
        last_modified_region: Some(notification.last_modified_region()),
        id: Some(notification.id.into_member()),
        instance_id: Some(notification.instance_id.into_member()),
        content: Some(notification.content),
        priority: Some(notification.priority),
        created_at: Some(notification.created_time),
        last_modified_time: Some(notification.last_modified_time),
        tags: notification.tags,
    }
);
