//! However many want the same at once, each is answered, and what the audit tells adds up.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use roster_domain::audit::AuditRecord;
use roster_testkit::{AuditRecords, MANAGED, MARY, Roster, each_engine, each_engine_together, with};
use serde_json::{Value, json};

const CLIENTS: usize = 40;
const TURNS: usize = 5;

/// How many make and delete, and how many want all to themselves meanwhile.
const MAKERS: usize = 20;
const CLEARERS: usize = 4;

/// Everything the audit tells, checked where it is stored, if that can be seen.
fn whole_audit(t: &Roster) -> AuditRecords {
    t.stored_audit().unwrap_or_else(|| t.audit(0))
}

/// What a change of a member was from and to.
fn changes(record: &AuditRecord, member: &str) -> Option<(Option<Value>, Option<Value>)> {
    let mut changes = record.changes.iter();
    let change = changes.find(|change| change.member == member)?;
    Some((change.before.clone(), change.after.clone()))
}

#[test]
fn of_hundreds_of_updates_of_one_user_none_is_lost() {
    each_engine_together(async |rosters| {
        let input = json!({"InstanceId": MANAGED, "UserId": MARY});
        let update = |number: usize| {
            let name = format!("Name {number}");
            with(
                input.clone(),
                json!({"IdentityInfo": {"FirstName": name, "LastName": "Miller"}}),
            )
        };

        join_all((0..CLIENTS).map(async |client| {
            let actor = rosters[client % rosters.len()].root();
            for turn in 0..TURNS {
                actor
                    .done("UpdateUserIdentityInfo", update(client * TURNS + turn))
                    .await;
            }
        }))
        .await;

        // Each update found what another had left, so that they make one way from the first to the last.
        let audit = whole_audit(&rosters[0]);
        let mut steps: BTreeMap<String, String> = BTreeMap::new();
        for record in audit
            .iter()
            .filter(|record| record.operation.as_deref() == Some("UpdateUserIdentityInfo"))
        {
            let (Some(before), Some(after)) = changes(record, "IdentityInfo.FirstName").expect("a change")
            else {
                panic!("a name is never missing");
            };
            let before = steps.insert(before.to_string(), after.to_string());
            assert_eq!(before, None, "two updates found the same");
        }
        assert_eq!(steps.len(), CLIENTS * TURNS);
        let mut name = json!("Mary").to_string();
        while let Some(next) = steps.remove(&name) {
            name = next;
        }
        assert!(steps.is_empty(), "{steps:?}");
        let shown = rosters[0].root().user(MANAGED, MARY).await;
        assert_eq!(shown["IdentityInfo"]["FirstName"].to_string(), name);
    });
}

#[test]
fn what_is_made_and_deleted_while_others_count_and_clear_adds_up() {
    each_engine_together(async |rosters| {
        let root = |client: usize| rosters[client % rosters.len()].root();
        let user = root(0).new_user(MANAGED, "nobody").await;
        // Makes four and deletes one of them.
        let make = async |client: usize| {
            let mut made = Vec::new();
            for number in 0..4 {
                let name = json!({"Username": format!("agent-{client}-{number}")});
                let answer = root(client).done("CreateUser", with(user.clone(), name)).await;
                made.push(answer["UserId"].clone());
            }
            let user = json!({"InstanceId": MANAGED, "UserId": made[0]});
            root(client).done("DeleteUser", user).await;
        };
        // Has all to itself for a moment, twice.
        let clear = async |client: usize| {
            let instance = root(client).make_instance(&format!("short-lived-{client}")).await;
            root(client)
                .done("DeleteInstance", json!({"InstanceId": instance}))
                .await;
            let user_name = json!({"UserName": format!("robot-{client}")});
            root(client).done("iam:CreateUser", user_name.clone()).await;
            root(client).done("iam:CreateAccessKey", user_name).await;
        };

        tokio::join!(
            join_all((0..MAKERS).map(make)),
            join_all((0..CLEARERS).map(clear))
        );

        let listed = root(0)
            .all("ListUsers", json!({"InstanceId": MANAGED}), 100)
            .await;
        assert_eq!(listed.len(), 1 + 3 * MAKERS, "Mary, and what was not deleted");
        let mut told: BTreeMap<String, usize> = BTreeMap::new();
        for record in whole_audit(&rosters[0]).0 {
            assert_eq!(record.error_code, None);
            // The demonstration was made by nobody's request.
            *told.entry(record.operation.unwrap_or_default()).or_default() += 1;
        }
        let operations = ["CreateUser", "DeleteUser", "CreateAccessKey", "DeleteInstance"];
        // Users of IAM are made by an operation of the same name.
        assert_eq!(
            operations.map(|operation| told[operation]),
            [4 * MAKERS + CLEARERS, MAKERS, CLEARERS, CLEARERS]
        );
    });
}

#[test]
fn hundreds_of_requests_at_once_share_the_few_connections_there_are() {
    each_engine(async |t| {
        let user = t.root().new_user(MANAGED, "nobody").await;
        let mary = json!({"InstanceId": MANAGED, "UserId": MARY});
        let name = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": "Miller"}});

        join_all((0..200).map(async |number| {
            let (operation, input) = match number % 4 {
                0 => ("ListUsers", json!({"InstanceId": MANAGED})),
                1 => ("DescribeUser", mary.clone()),
                2 => ("UpdateUserIdentityInfo", with(mary.clone(), name.clone())),
                _ => {
                    let username = json!({"Username": format!("agent-{number}")});
                    ("CreateUser", with(user.clone(), username))
                }
            };
            t.root().done(operation, input).await;
        }))
        .await;

        let listed = t
            .root()
            .all("ListUsers", json!({"InstanceId": MANAGED}), 100)
            .await;
        assert_eq!(listed.len(), 50 + 1);
    });
}
