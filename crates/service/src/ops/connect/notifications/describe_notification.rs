use crate::notifications::Recipients;
use crate::prelude::connect::*;

describe!(
    DescribeNotification: Notification notification_id,
    notification: required is |cx, notification| describe(cx, notification)
);

/// A notification, as answers show it.
pub(super) fn describe(cx: &RequestContext, notification: Notification) -> notifications::Notification {
    notifications::Notification {
        arn: cx.arn_of(&notification).into(),
        recipients: Some(Recipients::arns(cx, &notification)),
        expires_at: Some(notification.expires()),
        last_modified_region: Some(notification.last_modified_region()),
        content: Some(notification.content),
        id: notification.id.into_member(),
        priority: Some(notification.priority),
        last_modified_time: notification.last_modified_time,
        created_at: Some(notification.created_time),
        tags: notification.tags,
    }
}
