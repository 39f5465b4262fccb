//! Reads of personal data, audited by choice (docs/decisions/0064-audited-reads.md).

use std::time::Duration;

use roster_domain::audit::AuditRecord;
use roster_testkit::{MANAGED, MARY, Roster, Setup, in_memory};
use serde_json::{Value, json};

const MINUTE: Duration = Duration::from_mins(1);

fn audited() -> Setup {
    Setup {
        audit_reads: true,
        ..Setup::default()
    }
}

fn mary() -> Value {
    json!({"InstanceId": MANAGED, "UserId": MARY})
}

fn of_instance() -> Value {
    json!({"InstanceId": MANAGED})
}

/// Lets the minute end, and gives the records that sum it up. The store writes in order, so that
/// the record of a change is behind them, whether the next read hands them in or the job of the minute.
async fn summed_up(t: &Roster, after: usize) -> Vec<AuditRecord> {
    t.clock.advance(MINUTE);
    t.root().done("DescribeUser", mary()).await;
    t.root().done("iam:CreateUser", json!({"UserName": "eve"})).await;
    let mut records = t.audit(after).to_vec();
    let last = records.pop().expect("the record of the change");
    assert_eq!(last.operation.as_deref(), Some("CreateUser"));
    records
}

#[test]
fn reads_of_personal_data_have_one_record_for_each_reader_and_minute() {
    audited().in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        t.root()
            .done(
                "iam:AttachUserPolicy",
                json!({
                    "UserName": "ana", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess",
                }),
            )
            .await;
        let before = t.audited();
        for _ in 0..5 {
            ana.done("DescribeUser", mary()).await;
        }
        ana.done("SearchUsers", of_instance()).await;
        t.root().done("DescribeUser", mary()).await;
        assert_eq!(t.audited(), before, "no read is written at once");

        let records = summed_up(&t, before).await;

        let told: Vec<_> = records
            .iter()
            .map(|record| {
                let read = record.read.as_ref().expect("what was read");
                let principal = record
                    .principal
                    .as_deref()
                    .and_then(|arn| arn.rsplit([':', '/']).next());
                (
                    principal.expect("a principal"),
                    record.operation.as_deref().expect("an operation"),
                    record.count,
                    read.different,
                    read.first.first().map(|id| &**id),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("ana", "DescribeUser", Some(5), 1, Some(MARY)),
                ("ana", "SearchUsers", Some(1), 1, Some(MARY)),
                ("root", "DescribeUser", Some(1), 1, Some(MARY)),
            ]
        );
        let [first, ..] = &records[..] else { panic!() };
        assert_eq!(first.source_address, "127.0.0.1");
        assert!(first.access_key_id.is_some() && first.parameters.is_none());
    });
}

#[test]
fn what_was_read_is_written_at_a_stop() {
    audited().each_engine(async |t| {
        let before = t.audited();
        t.root().done("DescribeUser", mary()).await;

        if let Some(t) = t.restarted().await {
            assert_eq!(t.audit(before).only().count, Some(1));
        }
    });
}

#[test]
fn reads_of_what_is_not_personal_and_reads_that_are_refused_are_not_counted() {
    audited().in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let before = t.audited();
        t.root().done("ListUsers", of_instance()).await;
        assert_eq!(ana.call("DescribeUser", mary()).await.status, 403);

        t.clock.advance(MINUTE);
        t.root().done("ListUsers", of_instance()).await;

        let records = t.audit(before);
        assert_eq!(
            records.only().error_code.as_deref(),
            Some("AccessDeniedException")
        );
    });
}

#[test]
fn without_the_choice_no_read_is_audited() {
    in_memory(async |t| {
        let before = t.audited();
        t.root().done("DescribeUser", mary()).await;

        assert!(summed_up(&t, before).await.is_empty());
    });
}
