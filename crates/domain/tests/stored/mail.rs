//! Mails.

use roster_domain::AccountRegion;
use roster_domain::account_mail::AccountMailKind;
use roster_domain::records::{Mail, MailContent, MailState};

use crate::sample::{Sample, TIME, id};

pub(crate) fn samples() -> Vec<Sample> {
    vec![
        Sample::of(&Mail {
            id: id(10),
            account_region: AccountRegion::of_region("123456789012", "eu-west-2").expect("a Region"),
            instance_id: id(1),
            user_id: id(7),
            kind: AccountMailKind::PasswordReset,
            to: "mary@example.com".to_owned(),
            created: TIME,
            state: MailState::Queued,
            state_time: TIME,
            content: "AAECAw".to_owned(),
        }),
        Sample::new(
            "mail_content",
            &MailContent {
                subject: "Hello".to_owned(),
                text: "Hello Mary".to_owned(),
                html: "<p>Hello Mary</p>".to_owned(),
            },
        ),
    ]
}
