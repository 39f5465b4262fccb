use crate::prelude::connect::*;

update!(UpdateNotificationContent: Notification notification_id, |cx, request, notification| {
    refuse(rules::notification::content(&request.content))?;
    notification.content = request.content.clone();
});
