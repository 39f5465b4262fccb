use std::time::Duration;

use roster_testkit::{MANAGED, MARY, Roster, each_engine};
use serde_json::{Value, json};

/// The records of all pages, as they are stored.
async fn listed(t: &Roster, input: Value, size: usize) -> Vec<Value> {
    let items = t.root().all("roster:ListAuditRecords", input, size).await;
    let record = |item: &Value| serde_json::from_str(item["Record"].as_str().expect("a text")).expect("JSON");
    items.iter().map(record).collect()
}

async fn rename(t: &Roster, last_name: &str) {
    let info = json!({"FirstName": "Mary", "LastName": last_name, "Email": "mary@example.com"});
    let input = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": info});
    t.root().done("UpdateUserIdentityInfo", input).await;
}

fn last_names(records: &[Value]) -> Vec<&str> {
    let changes = records.iter().filter_map(|record| record["Changes"].as_array());
    let of_names = changes
        .flatten()
        .filter(|change| change["Member"] == "IdentityInfo.LastName" && !change["Before"].is_null());
    of_names.filter_map(|change| change["After"].as_str()).collect()
}

#[test]
fn records_are_listed_with_before_and_after_the_newest_first_page_by_page() {
    each_engine(async |t| {
        for last_name in ["One", "Two", "Three"] {
            rename(&t, last_name).await;
            t.clock.advance(Duration::from_secs(1));
        }

        for size in [1, 2, 100] {
            let records = listed(&t, json!({}), size).await;
            assert_eq!(last_names(&records), ["Three", "Two", "One"], "{size}");
        }
        let start = 1_795_256_130;
        let second = json!({"StartTime": start + 1, "EndTime": start + 1});
        assert_eq!(last_names(&listed(&t, second, 100).await), ["Two"]);
        let none = json!({"StartTime": start + 2, "EndTime": start + 1});
        assert_eq!(listed(&t, none, 100).await, Vec::<Value>::new());
    });
}

#[test]
fn listed_records_are_those_of_the_chain_with_their_hashes() {
    each_engine(async |t| {
        rename(&t, "Major").await;
        let items = t.root().done("roster:ListAuditRecords", json!({})).await;
        let Some(stored) = t.stored_audit() else { return };

        let records = items["Records"].as_array().expect("records");
        let of_update = &records[0];
        let update = stored
            .iter()
            .find(|record| record.operation.as_deref() == Some("UpdateUserIdentityInfo"));
        let text = serde_json::to_string(update.expect("a record")).expect("JSON");
        assert_eq!(of_update["Record"], text);
        assert_eq!(of_update["Hash"].as_str().map(str::len), Some(64));
        assert!(of_update["Number"].as_i64() > records[1]["Number"].as_i64());
    });
}

#[test]
fn reading_the_audit_is_audited_without_what_was_read() {
    each_engine(async |t| {
        rename(&t, "Major").await;
        let audited = t.audited();

        let items = t
            .root()
            .done("roster:ListAuditRecords", json!({"MaxResults": 1}))
            .await;

        assert_eq!(items["Records"].as_array().map(Vec::len), Some(1));
        let audit = t.audit(audited);
        let record = audit.only();
        assert_eq!(record.operation.as_deref(), Some("ListAuditRecords"));
        let record = serde_json::to_string(record).expect("JSON");
        assert!(
            !record.contains("Major") && !record.contains("@example"),
            "{record}"
        );
    });
}

#[test]
fn neither_records_of_another_account_nor_those_without_one_are_listed() {
    each_engine(async |t| {
        rename(&t, "Major").await;
        t.anonymous().call("ListInstances", json!({})).await;

        let of_stranger = t.stranger().done("roster:ListAuditRecords", json!({})).await;
        let own = listed(&t, json!({}), 100).await;

        assert_eq!(of_stranger["Records"], json!([]));
        assert!(
            own.iter().all(|record| record["Account"] == "123456789012"),
            "{own:?}"
        );
    });
}

#[test]
fn a_principal_without_the_permission_reads_nothing_of_the_audit() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;

        let refused = ana.call("roster:ListAuditRecords", json!({})).await;

        assert_eq!(
            (refused.status, refused.error()),
            (403, Some("AccessDeniedException"))
        );
    });
}
