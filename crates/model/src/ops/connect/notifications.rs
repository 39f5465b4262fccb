//! Messages to users of an instance, in several languages.

mod create_notification;
mod delete_notification;
mod describe_notification;
mod list_notifications;
mod search_notifications;
mod update_notification_content;

pub use create_notification::*;
pub use delete_notification::*;
pub use describe_notification::*;
pub use list_notifications::*;
pub use search_notifications::*;
pub use update_notification_content::*;
