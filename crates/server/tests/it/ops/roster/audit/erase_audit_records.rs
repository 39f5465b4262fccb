use insta::assert_snapshot;
use roster_testkit::{ACCOUNT, MANAGED, MARY, Roster, each_engine};
use serde_json::{Value, json};

fn arn(user: &str) -> String {
    format!("arn:aws:connect:us-east-1:{ACCOUNT}:instance/{MANAGED}/agent/{user}")
}

/// The id of a user who was made, changed and deleted.
async fn deleted(t: &Roster, name: &str) -> String {
    let id = t.root().make_user(MANAGED, name).await;
    let info = json!({"FirstName": "Ana", "LastName": "Alvarez", "Mobile": "+12065550100"});
    let update = json!({"InstanceId": MANAGED, "UserId": id, "IdentityInfo": info});
    t.root().done("UpdateUserIdentityInfo", update).await;
    let user = json!({"InstanceId": MANAGED, "UserId": id});
    t.root().done("DeleteUser", user).await;
    id
}

async fn erase(t: &Roster, user: &str) {
    let input = json!({"InstanceId": MANAGED, "UserId": user});
    t.root().done("roster:EraseAuditRecords", input).await;
    t.erase_audit_records().await;
}

/// All records of the account as they are listed, the newest first.
async fn listed(t: &Roster) -> Vec<Value> {
    let items = t.root().all("roster:ListAuditRecords", json!({}), 100).await;
    let record = |item: &Value| serde_json::from_str(item["Record"].as_str().expect("a text")).expect("JSON");
    items.iter().map(record).collect()
}

fn text(records: &[Value]) -> String {
    serde_json::to_string(records).expect("JSON")
}

#[test]
fn the_values_of_a_deleted_user_are_gone_from_all_records_and_the_chain_verifies() {
    each_engine(async |t| {
        let (ana, ben) = (deleted(&t, "ana").await, deleted(&t, "ben").await);

        erase(&t, &ana).await;

        let records = listed(&t).await;
        let (of_ana, of_others): (Vec<_>, Vec<_>) = records
            .into_iter()
            .partition(|record| text(std::slice::from_ref(record)).contains(&ana));
        assert!(!text(&of_ana).contains("\"ana\""), "{}", text(&of_ana));
        assert!(!text(&of_ana).contains("+12065550100"), "{}", text(&of_ana));
        assert!(text(&of_others).contains("\"ben\"") && text(&of_others).contains(&ben));
        let changed: Vec<_> = of_ana
            .iter()
            .filter(|record| record["Operation"] == "UpdateUserIdentityInfo")
            .flat_map(|record| record["Changes"].as_array().expect("changes"))
            .map(|change| (change["Member"].as_str(), &change["After"]))
            .collect();
        assert_eq!(changed, [(Some("IdentityInfo.Mobile"), &json!("(erased)"))]);
        // The chains verify.
        t.stored_audit();
    });
}

#[test]
fn an_erasure_is_audited_when_it_is_asked_for_and_when_it_is_done() {
    each_engine(async |t| {
        let ana = deleted(&t, "ana").await;
        let audited = t.audited();

        erase(&t, &ana).await;

        let records = listed(&t).await;
        let of_erasure: Vec<_> = records
            .iter()
            .filter(|record| record["Operation"] == "EraseAuditRecords")
            .collect();
        let [done, asked] = &of_erasure[..] else {
            panic!("{of_erasure:?}");
        };
        assert_eq!(asked["Resource"], arn(&ana));
        assert_eq!(asked["Principal"], format!("arn:aws:iam::{ACCOUNT}:root"));
        assert_eq!(done["Resource"], arn(&ana));
        assert_eq!(done["Principal"], "roster serve");
        // The creation, the update and the deletion.
        assert_eq!(done["Changes"][0]["Member"], "Records");
        assert_eq!(done["Changes"][0]["After"], 3);
        assert_eq!(t.audit(audited)[0].resource, Some(arn(&ana)));
    });
}

#[test]
fn lookup_events_shows_erased_records() {
    each_engine(async |t| {
        let ana = deleted(&t, "ana").await;
        erase(&t, &ana).await;

        let by_name =
            json!({"LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "CreateUser"}]});
        let answer = t.root().done("cloudtrail:LookupEvents", by_name).await;

        let event = answer["Events"][0]["CloudTrailEvent"].as_str().expect("an event");
        assert!(event.contains(r#""Username":"(erased)""#), "{event}");
    });
}

#[test]
fn the_values_of_a_user_who_exists_are_not_erased() {
    each_engine(async |t| {
        let input = json!({"InstanceId": MANAGED, "UserId": MARY});

        let answer = t.root().call("roster:EraseAuditRecords", input).await;

        assert_snapshot!(answer, @"
        400 InvalidRequestException
        The user 87654321-2222-1234-1234-111234567891 is in use: personal values of a deleted user only are erased, so delete the user first
        ");
    });
}

#[test]
fn a_user_who_never_was_has_no_records_to_erase() {
    each_engine(async |t| {
        let nobody = "00000000-0000-4000-8000-000000000000";
        erase(&t, nobody).await;

        let records = listed(&t).await;
        assert_eq!(records[1]["Resource"], arn(nobody));
        assert_eq!(records[0]["Operation"], "EraseAuditRecords", "{records:?}");
        assert_eq!(records[0]["Changes"][0]["After"], 0);
    });
}

#[test]
fn users_of_a_deleted_instance_are_erased() {
    each_engine(async |t| {
        let ana = t.root().make_user(MANAGED, "ana").await;
        t.root()
            .done("DeleteInstance", json!({"InstanceId": MANAGED}))
            .await;

        erase(&t, &ana).await;

        let records = listed(&t).await;
        assert!(!text(&records).contains("\"ana\""), "{}", text(&records));
    });
}

#[test]
fn another_account_cannot_erase_anything() {
    each_engine(async |t| {
        let ana = deleted(&t, "ana").await;

        let input = json!({"InstanceId": MANAGED, "UserId": ana});
        let refused = t.stranger().call("roster:EraseAuditRecords", input).await;
        t.erase_audit_records().await;

        assert_eq!(refused.error(), Some("ResourceNotFoundException"), "{refused}");
        assert!(text(&listed(&t).await).contains("\"ana\""));
    });
}

#[test]
fn a_principal_without_the_permission_erases_nothing() {
    each_engine(async |t| {
        let ana = deleted(&t, "ana").await;
        let desk = t.root().make_iam_user("desk").await;

        let input = json!({"InstanceId": MANAGED, "UserId": ana});
        let refused = desk.call("roster:EraseAuditRecords", input).await;
        t.erase_audit_records().await;

        assert_eq!(
            (refused.status, refused.error()),
            (403, Some("AccessDeniedException"))
        );
        assert!(text(&listed(&t).await).contains("\"ana\""));
    });
}
