//! Messages to users of an instance.

mod create_notification;
mod delete_notification;
mod describe_notification;
mod list_notifications;
mod search_notifications;
mod update_notification_content;
