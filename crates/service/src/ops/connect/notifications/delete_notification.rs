use crate::belongings::Owner;
use crate::prelude::connect::*;

handler!(DeleteNotification, |cx, request| -> Response {
    let notification: Notification = cx
        .resource_of(&request.instance_id, &request.notification_id)
        .await?;
    cx.delete_with_belongings(Owner::Notification, &notification)
        .await?;
    Ok(Response {})
});
