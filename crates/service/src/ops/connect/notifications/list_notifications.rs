use super::describe_notification::describe;
use crate::prelude::connect::*;

list!(
    ListNotifications: Notification by BY_TIME,
    notification_summary_list: required of |cx, notification| describe(cx, notification)
);
