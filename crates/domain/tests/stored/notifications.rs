//! The records of notifications.

use roster_domain::audit::Hash;
use roster_domain::records::{Notification, UserNotificationStatus};
use roster_model::ops::connect::notifications::{LocaleCode, NotificationContent, NotificationPriority};
use roster_model::ops::connect::users::NotificationStatus;

use crate::sample::{Sample, TIME, id};

pub(crate) fn samples() -> Vec<Sample> {
    vec![
        Sample::of(&notification()),
        Sample::new(
            "notification_in_full",
            &Notification {
                priority: NotificationPriority::High,
                is_for_all: false,
                user_ids: vec![id(7), id(4)],
                client_token: Some("token".to_owned()),
                request_hash: Some(Hash([8; 32])),
                tags: Some(crate::connect::tags()),
                expires: Some(TIME),
                ..notification()
            },
        ),
        Sample::of(&UserNotificationStatus {
            instance_id: id(1),
            user_id: id(7),
            notification_id: id(16),
            status: NotificationStatus::Read,
            last_modified_time: TIME,
            last_modified_region: "eu-west-2".into(),
        }),
    ]
}

fn notification() -> Notification {
    let texts = [(LocaleCode::en_US, "Hello"), (LocaleCode::de_DE, "Grüße")];
    Notification {
        id: id(16),
        instance_id: id(1),
        content: NotificationContent(
            texts
                .map(|(locale, text)| (locale, text.to_owned().into()))
                .into(),
        ),
        priority: NotificationPriority::Low,
        is_for_all: true,
        user_ids: Vec::new(),
        client_token: None,
        request_hash: None,
        tags: None,
        created_time: TIME,
        expires: None,
        last_modified_time: TIME,
        last_modified_region: "eu-west-2".into(),
    }
}
