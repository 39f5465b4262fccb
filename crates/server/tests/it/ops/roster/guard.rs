//! The operations on changes that wait. What becomes of the changes is tested in `takeover`.

mod approve_pending_change;
mod describe_pending_change;
mod list_pending_changes;
mod reject_pending_change;

use std::time::Duration;

use roster_domain::Id;
use roster_domain::audit::Change;
use roster_domain::clock::Clock;
use roster_domain::plan::{Plan, PlannedRun};
use roster_domain::records::{AskedBy, PendingChange};
use roster_model::operations;
use roster_model::service::Service;
use roster_model::shapes::Timestamp;
use roster_testkit::Roster;
use serde_json::json;

/// Stores a change of a user's address that waits for an approval. Its id is that of the user.
pub(crate) async fn pending(t: &Roster, instance: &str, user: &str) {
    let now = Timestamp::from(t.clock.now());
    let id = |text: &str| Id::parse(text).expect("an id");
    let update = operations::find(Service::Connect, "UpdateUserIdentityInfo").expect("an operation");
    let run = PlannedRun {
        time: now,
        new_ids: Vec::new(),
        written: Vec::new(),
        changes: vec![Change {
            record: "user".to_owned(),
            member: "IdentityInfo.Email".to_owned(),
            before: Some("mary@example.com".into()),
            after: Some("maria@example.net".into()),
        }],
    };
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
        asked_at: now,
        expires: Timestamp {
            milliseconds: now.milliseconds + 86_400_000,
        },
        waits_for_confirmation: false,
        waits_for_approval: true,
        approved_by: None,
        plan: Plan::new(update, json!({}), run),
    };
    t.change(Box::new(move |transaction| {
        let change = change.clone();
        Box::pin(async move { transaction.insert(&change).await })
    }))
    .await;
    t.clock.advance(Duration::from_secs(1));
}
