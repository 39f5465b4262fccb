//! The operations on changes that wait. What becomes of the changes is tested in `takeover`.

mod approve_pending_change;
mod describe_pending_change;
mod list_pending_changes;
mod reject_pending_change;

use std::time::Duration;

use roster_domain::Id;
use roster_domain::clock::Clock;
use roster_domain::records::{AskedBy, PendingChange};
use roster_model::shapes::Timestamp;
use roster_testkit::Roster;

/// Stores a change of a user's address that waits for an approval. Its id is that of the user.
pub(crate) async fn pending(t: &Roster, instance: &str, user: &str) {
    let now = Timestamp::from(t.clock.now());
    let id = |text: &str| Id::parse(text).expect("an id");
    let change = PendingChange {
        id: id(user),
        instance_id: id(instance),
        user_id: id(user),
        email: Some("mary@example.com".to_owned().into()),
        new_email: Some("maria@example.net".to_owned().into()),
        asked_by: AskedBy {
            arn: "arn:aws:iam::123456789012:user/olga".to_owned(),
            principal_id: Some("AIDAEXAMPLE".to_owned()),
            source_identity: None,
        },
        asked_from: "198.51.100.7".to_owned(),
        run: Some("20261121T101530.125-ab12".to_owned()),
        asked_at: now,
        expires: Timestamp {
            milliseconds: now.milliseconds + 86_400_000,
        },
        waits_for_confirmation: false,
        waits_for_approval: true,
        approved_by: None,
    };
    t.change(Box::new(move |transaction| {
        let change = change.clone();
        Box::pin(async move { transaction.insert(&change).await })
    }))
    .await;
    t.clock.advance(Duration::from_secs(1));
}
