mod get_mail;
mod list_mails;
mod resend_mail;

use std::time::Duration;

use roster_domain::account_mail::AccountMailKind;
use roster_domain::clock::Clock;
use roster_domain::records::{Mail, MailState};
use roster_domain::{AccountRegion, Id};
use roster_testkit::{ACCOUNT, MANAGED, MARY, REGION, Roster};

/// Stores a mail to Mary, in the order in which they are listed, and returns its id.
pub(crate) async fn stored(t: &Roster) -> String {
    of_instance(t, MANAGED).await
}

async fn of_instance(t: &Roster, instance: &str) -> String {
    in_account(t, ACCOUNT, instance).await
}

async fn in_account(t: &Roster, account: &str, instance: &str) -> String {
    t.clock.advance(Duration::from_secs(1));
    let now = t.clock.now().into();
    let id = Id::from_random(
        t.clock
            .now()
            .duration_since(std::time::UNIX_EPOCH)
            .expect("a time")
            .as_nanos()
            .to_be_bytes(),
    );
    let parse = |text| Id::parse(text).expect("an id");
    let mail = Mail {
        id: id.clone(),
        account_region: AccountRegion::of_region(account, REGION).expect("a Region"),
        instance_id: parse(instance),
        user_id: parse(MARY),
        kind: AccountMailKind::PasswordChanged,
        to: "mary@example.com".to_owned(),
        created: now,
        state: MailState::Captured,
        state_time: now,
        // Nothing that a key decrypts.
        content: "AAAA".to_owned(),
    };
    t.change(Box::new(move |transaction| {
        let mail = mail.clone();
        Box::pin(async move { transaction.insert(&mail).await })
    }))
    .await;
    id.to_string()
}
