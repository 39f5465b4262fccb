//! Who could do what, held against what happens when they try.

use std::collections::{BTreeMap, BTreeSet};

use roster_domain::AccountRegion;
use roster_model::operation::{Description, Operation};
use roster_model::ops::connect::users::{DeleteUser, DescribeUser, UpdateUserIdentityInfo};
use roster_service::access::{Right, WhoCan};
use roster_testkit::{ACCOUNT, Actor, MANAGED, MARY, REGION, Roster, in_memory, with};
use serde_json::{Value, json};

const FIELDS: [&str; 5] = ["FirstName", "LastName", "Email", "SecondaryEmail", "Mobile"];

/// The conditions and resources that the statements under test are made of.
fn statements(users: &[String]) -> Vec<Value> {
    let on = |effect: &str, action: &str, resource: Value, condition: Value| json!({"Effect": effect, "Action": action, "Resource": resource, "Condition": condition});
    let first = format!("arn:aws:connect:*:*:instance/{MANAGED}/agent/{}", users[0]);
    let own_team = json!({"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}});
    vec![
        on("Allow", "connect:*", json!("*"), json!({})),
        on("Allow", "connect:Update*", json!(first), json!({})),
        on("Allow", "connect:*User*", json!("*"), own_team),
        on(
            "Allow",
            "connect:UpdateUserIdentityInfo",
            json!("*"),
            json!({"ForAllValues:StringEquals": {"roster:ChangedIdentityField": ["FirstName", "LastName"]}}),
        ),
        on(
            "Deny",
            "connect:UpdateUserIdentityInfo",
            json!("*"),
            json!({"ForAnyValue:StringEquals": {"roster:ChangedIdentityField": "Email"}}),
        ),
        on("Deny", "connect:*", json!(first), json!({})),
        on(
            "Deny",
            "connect:Delete*",
            json!("*"),
            json!({"StringEquals": {"aws:ResourceTag/team": "red"}}),
        ),
    ]
}

/// Principals with every pair of statements, by their ARNs.
async fn principals<'t>(t: &'t Roster, users: &[String]) -> BTreeMap<String, Actor<'t>> {
    let statements = statements(users);
    let mut actors = BTreeMap::new();
    for (one, first) in statements.iter().enumerate() {
        for (two, second) in statements.iter().enumerate().skip(one) {
            let name = format!("p{one}{two}");
            let team = if (one + two) % 2 == 0 { "blue" } else { "red" };
            let tags = json!([{"Key": "team", "Value": team}]);
            t.root()
                .done("iam:CreateUser", json!({"UserName": name, "Tags": tags}))
                .await;
            let document = json!({"Version": "2012-10-17", "Statement": [first, second]}).to_string();
            let input = json!({"UserName": name, "PolicyName": "p", "PolicyDocument": document});
            t.root().done("iam:PutUserPolicy", input).await;
            let key = t
                .root()
                .done("iam:CreateAccessKey", json!({"UserName": name}))
                .await;
            let text = |member: &str| key["AccessKey"][member].as_str().expect(member).to_owned();
            let actor = t.actor(roster_testkit::Key {
                id: text("AccessKeyId"),
                secret: text("SecretAccessKey"),
            });
            actors.insert(format!("arn:aws:iam::{ACCOUNT}:user/{name}"), actor);
        }
    }
    actors
}

async fn users(t: &Roster) -> Vec<String> {
    let mut ids = vec![MARY.to_owned()];
    for team in ["blue", "red"] {
        let user = t.root().new_user(MANAGED, team).await;
        let user = with(user, json!({"Tags": {"team": team}}));
        let made = t.root().done("CreateUser", user).await;
        ids.push(made["UserId"].as_str().expect("an id").to_owned());
    }
    ids
}

async fn who_can(
    t: &Roster,
    operation: &'static Description,
    user: &str,
    fields: &[&'static str],
) -> Vec<(String, Right)> {
    let question = WhoCan {
        operation,
        account_region: AccountRegion::of_region(ACCOUNT, REGION).expect("a Region"),
        instance: None,
        user: user.to_owned(),
        fields: fields.to_vec(),
    };
    let holders = question.ask(t.store()).await.expect("an answer");
    holders
        .into_iter()
        .map(|holder| (holder.principal, holder.right))
        .collect()
}

/// Those who surely can; that anybody else perhaps can fails.
fn surely(holders: Vec<(String, Right)>) -> BTreeSet<String> {
    let able = holders.into_iter().filter_map(|(principal, right)| match right {
        Right::Root => None,
        Right::Surely(_) => Some(principal),
        Right::Perhaps(conditions) => panic!("{principal} perhaps: {conditions:?}"),
    });
    able.collect()
}

/// An identity in which just one member is another than now.
async fn changed(t: &Roster, user: &str, field: &str) -> Value {
    let mut info = t.root().user(MANAGED, user).await["IdentityInfo"].take();
    let now = info[field].as_str().unwrap_or_default();
    info[field] = match field {
        "Email" | "SecondaryEmail" => format!("x{now}{}", if now.is_empty() { "@example.com" } else { "" }),
        "Mobile" if now.ends_with('3') => "+15555550124".to_owned(),
        "Mobile" => "+15555550123".to_owned(),
        _ => format!("{now}x"),
    }
    .into();
    info
}

#[test]
fn who_can_lists_exactly_the_pairs_that_succeed() {
    in_memory(async |t| {
        let users = users(&t).await;
        let actors = principals(&t, &users).await;
        let (mut tried, mut succeeded) = (0, 0);
        for user in &users {
            for field in FIELDS {
                let said = surely(who_can(&t, UpdateUserIdentityInfo::DESCRIPTION, user, &[field]).await);
                for (principal, actor) in &actors {
                    let info = changed(&t, user, field).await;
                    let input = json!({"InstanceId": MANAGED, "UserId": user, "IdentityInfo": info});
                    let answer = actor.call("UpdateUserIdentityInfo", input).await;
                    assert_eq!(
                        answer.status == 200,
                        said.contains(principal),
                        "{principal} {user} {field}: {answer}"
                    );
                    tried += 1;
                    succeeded += usize::from(answer.status == 200);
                }
            }
            let said = surely(who_can(&t, DescribeUser::DESCRIPTION, user, &[]).await);
            for (principal, actor) in &actors {
                let answer = actor
                    .call("DescribeUser", json!({"InstanceId": MANAGED, "UserId": user}))
                    .await;
                assert_eq!(
                    answer.status == 200,
                    said.contains(principal),
                    "{principal} {user}: {answer}"
                );
            }
        }
        assert!(
            succeeded * 10 > tried && succeeded * 10 < tried * 9,
            "{succeeded} of {tried}"
        );
    });
}

#[test]
fn facts_of_the_request_are_shown_as_conditions() {
    in_memory(async |t| {
        t.root().make_iam_user("ana").await;
        let document = json!({"Version": "2012-10-17", "Statement": [
            {"Sid": "Office", "Effect": "Allow", "Action": "connect:*", "Resource": "*",
                "Condition": {"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}},
            {"Sid": "NoMail", "Effect": "Deny", "Action": "connect:UpdateUserIdentityInfo", "Resource": "*",
                "Condition": {"ForAnyValue:StringEquals": {"roster:ChangedIdentityField": "Email"}}},
        ]});
        let input = json!({"UserName": "ana", "PolicyName": "p", "PolicyDocument": document.to_string()});
        t.root().done("iam:PutUserPolicy", input).await;

        let update = UpdateUserIdentityInfo::DESCRIPTION;
        let told = async |fields: &[&'static str]| {
            let mut holders = who_can(&t, update, MARY, fields).await;
            match holders.pop() {
                Some((principal, Right::Perhaps(conditions))) if principal.ends_with("/ana") => conditions
                    .into_iter()
                    .map(|condition| format!("{} {}", condition.statement, condition.because))
                    .collect::<Vec<_>>(),
                other => vec![format!("{other:?}")],
            }
        };
        let office = "statement 1 (Office) of the identity-based policy p IpAddress aws:SourceIp: is not known yet, wants \"198.51.100.0/24\"";
        let mail = "statement 2 (NoMail) of the identity-based policy p ForAnyValue:StringEquals roster:ChangedIdentityField: is not known yet, wants \"Email\"";
        assert_eq!(told(&[]).await, [office, mail]);
        assert_eq!(told(&["LastName"]).await, [office]);
        let holders = who_can(&t, update, MARY, &["Email"]).await;
        assert_eq!(holders, [(format!("arn:aws:iam::{ACCOUNT}:root"), Right::Root)]);
        let holders = who_can(&t, DeleteUser::DESCRIPTION, MARY, &[]).await;
        assert_eq!(holders.len(), 2);
    });
}
