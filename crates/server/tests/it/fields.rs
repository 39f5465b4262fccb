//! The right to fix names, split from the right to move addresses: what AWS cannot say.

use insta::assert_snapshot;
use roster_domain::decision::Verdict;
use roster_testkit::{
    Actor, Answer, DIRECTORY, DORA, MANAGED, MARY, Request, Roster, SAM, SAML, described, each_engine,
};
use serde_json::{Value, json};

/// A user of IAM with these statements.
async fn with<'t>(t: &'t Roster, name: &str, statements: Value) -> Actor<'t> {
    let actor = t.root().make_iam_user(name).await;
    let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let input = json!({"UserName": name, "PolicyName": "desk", "PolicyDocument": document});
    t.root().done("iam:PutUserPolicy", input).await;
    actor
}

fn deny(field: &str) -> Value {
    json!([
        {"Effect": "Allow", "Action": "connect:*", "Resource": "*"},
        {"Sid": "NoAddresses", "Effect": "Deny", "Action": ["connect:UpdateUserIdentityInfo", "connect:CreateUser"],
            "Resource": "*", "Condition": {"ForAnyValue:StringEquals": {"roster:ChangedIdentityField": field}}},
    ])
}

async fn update(actor: &Actor<'_>, instance: &str, user: &str, info: Value) -> Answer {
    let input = json!({"InstanceId": instance, "UserId": user, "IdentityInfo": info});
    actor.call("UpdateUserIdentityInfo", input).await
}

async fn set(t: &Roster, info: &Value) {
    let answer = update(&t.root(), MANAGED, MARY, info.clone()).await;
    assert_eq!(answer.status, 200, "{answer}");
}

#[test]
fn a_help_desk_may_fix_names_but_not_move_addresses() {
    each_engine(async |t| {
        let desk = with(&t, "desk", deny("Email")).await;
        let audited = t.audited();

        let names = json!({"FirstName": "Maria", "LastName": "Major"});
        assert_eq!(update(&desk, MANAGED, MARY, names).await.status, 200);
        let same = json!({"FirstName": "Mia", "LastName": "Major", "Email": "mary@example.com"});
        assert_eq!(update(&desk, MANAGED, MARY, same).await.status, 200);
        let moved = json!({"FirstName": "Mia", "LastName": "Minor", "Email": "eve@example.com"});
        assert_snapshot!(update(&desk, MANAGED, MARY, moved).await, @"
        403 AccessDeniedException
        User: arn:aws:iam::123456789012:user/desk is not authorized to perform: connect:UpdateUserIdentityInfo on resource: arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891 with an explicit deny in an identity-based policy
        ");

        let mary = t.root().user(MANAGED, MARY).await["IdentityInfo"].take();
        assert_eq!(mary["LastName"], "Major");
        assert_eq!(mary["Email"], "mary@example.com");
        let trail = t.audit(audited);
        let verdicts: Vec<_> = trail
            .iter()
            .map(|record| record.decision.as_ref().expect("a decision").verdict)
            .collect();
        assert_eq!(verdicts, [Verdict::Allowed, Verdict::Allowed, Verdict::Denied]);
        let denied = trail[2].decision.as_ref().expect("a decision");
        assert_eq!(
            denied.statements[0].to_string(),
            "statement 2 (NoAddresses) of the identity-based policy desk"
        );
        assert!(trail[2].changes.is_empty());
    });
}

#[test]
fn another_may_move_addresses_but_not_touch_names() {
    each_engine(async |t| {
        let statements = json!([{
            "Effect": "Allow", "Action": "connect:UpdateUserIdentityInfo", "Resource": "*",
            "Condition": {"ForAllValues:StringEquals": {"roster:ChangedIdentityField": ["Email", "SecondaryEmail"]}},
        }]);
        let postmaster = with(&t, "postmaster", statements).await;

        let moved = json!({"FirstName": "Mary", "LastName": "Miller", "Email": "m.miller@example.com"});
        assert_eq!(update(&postmaster, MANAGED, MARY, moved).await.status, 200);
        let renamed = json!({"FirstName": "Mary", "LastName": "Major", "Email": "m.miller@example.com"});
        let answer = update(&postmaster, MANAGED, MARY, renamed).await;
        assert_eq!(answer.error(), Some("AccessDeniedException"), "{answer}");
        assert!(
            answer.message().ends_with(
                "because no identity-based policy allows the connect:UpdateUserIdentityInfo action"
            )
        );
    });
}

/// What has to be spelt as the AWS CLI spells it: labels that are ARNs, percent-encoded; members
/// in another order; a body with white space.
#[test]
fn the_way_a_request_is_written_makes_no_difference() {
    each_engine(async |t| {
        let desk = with(&t, "desk", deny("Email")).await;
        let place = "arn%3Aaws%3Aconnect%3Aus-east-1%3A123456789012%3Ainstance%2F";
        let target = format!("/users/{place}{MANAGED}/{place}{MANAGED}%2Fagent%2F{MARY}/identity-info");
        let send = async |body: &str| {
            let mut request = Request::new("POST", &target).header("content-type", "application/json");
            request.body = body.as_bytes().to_vec();
            desk.send(&request).await
        };

        let moved =
            r#" {"IdentityInfo" : {"Email": "eve@example.com", "LastName": "Miller", "FirstName":"Mary"}} "#;
        assert_eq!(send(moved).await.error(), Some("AccessDeniedException"));
        let escaped =
            r#"{"IdentityInfo":{"\u0045mail":"eve@example.com","LastName":"Miller","FirstName":"Mary"}}"#;
        assert_eq!(send(escaped).await.error(), Some("AccessDeniedException"));
        let twice = r#"{"IdentityInfo":{"LastName":"Miller","FirstName":"Mary","Email":"mary@example.com","Email":"eve@example.com"}}"#;
        assert_ne!(send(twice).await.status, 200);
        let kept = r#"{"IdentityInfo":{"LastName":"Miller","FirstName":"Mary","Email":""}}"#;
        assert_eq!(send(kept).await.status, 200);
        let mary = t.root().user(MANAGED, MARY).await["IdentityInfo"].take();
        assert_eq!(mary["Email"], "mary@example.com");
    });
}

#[test]
fn clearing_by_omission_is_a_change() {
    each_engine(async |t| {
        set(
            &t,
            &json!({"FirstName": "Mary", "LastName": "Miller", "Mobile": "+15555550100"}),
        )
        .await;
        let desk = with(&t, "desk", deny("Mobile")).await;

        let without = json!({"FirstName": "Mary", "LastName": "Major"});
        let answer = update(&desk, MANAGED, MARY, without).await;
        assert_eq!(answer.error(), Some("AccessDeniedException"), "{answer}");
        let with = json!({"FirstName": "Mary", "LastName": "Major", "Mobile": "+15555550100"});
        assert_eq!(update(&desk, MANAGED, MARY, with).await.status, 200);
    });
}

#[test]
fn members_of_a_directory_do_not_change_and_a_broken_rule_is_reported_after_access() {
    each_engine(async |t| {
        let desk = with(&t, "desk", deny("Email")).await;
        let moved = json!({"FirstName": "Sam", "LastName": "Santos", "Email": "eve@example.com"});

        // SAML would refuse an address, but who may not move one does not learn that.
        let answer = update(&desk, SAML, SAM, moved.clone()).await;
        assert_eq!(answer.error(), Some("AccessDeniedException"), "{answer}");
        // A directory's address stays what it is, whatever is sent: that is refused by the rule.
        let answer = update(&desk, DIRECTORY, DORA, moved).await;
        assert_eq!(answer.error(), Some("InvalidRequestException"), "{answer}");
    });
}

#[test]
fn a_new_user_changes_every_field_that_is_set() {
    each_engine(async |t| {
        let desk = with(&t, "desk", deny("Email")).await;
        let plain = t.root().new_user(MANAGED, "ana").await;
        let addressed = roster_testkit::with(
            plain.clone(),
            json!({
                "IdentityInfo": {"FirstName": "Ana", "LastName": "Alvarez", "Email": "ana@example.com"},
            }),
        );

        let answer = desk.call("CreateUser", addressed).await;
        assert_eq!(answer.error(), Some("AccessDeniedException"), "{answer}");
        assert_eq!(desk.call("CreateUser", plain).await.status, 200);
    });
}

#[test]
fn addresses_can_be_confined_to_a_domain() {
    each_engine(async |t| {
        let statements = json!([
            {"Effect": "Allow", "Action": "connect:*", "Resource": "*"},
            {"Effect": "Deny", "Action": "connect:UpdateUserIdentityInfo", "Resource": "*", "Condition": {
                "ForAnyValue:StringEquals": {"roster:ChangedIdentityField": "Email"},
                "StringNotEquals": {"roster:EmailDomain": "example.com"},
            }},
        ]);
        let desk = with(&t, "desk", statements).await;
        let address = |email: &str| json!({"FirstName": "Mary", "LastName": "Miller", "Email": email});

        assert_eq!(
            update(&desk, MANAGED, MARY, address("m@Example.COM"))
                .await
                .status,
            200
        );
        let answer = update(&desk, MANAGED, MARY, address("m@example.net")).await;
        assert_eq!(answer.error(), Some("AccessDeniedException"), "{answer}");
    });
}

#[test]
fn tags_of_the_target_decide_inside_the_transaction() {
    each_engine(async |t| {
        let statements = json!([{
            "Effect": "Allow", "Action": "connect:*", "Resource": "*",
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "blue"}},
        }]);
        let desk = with(&t, "desk", statements).await;
        let mut ids = Vec::new();
        for team in ["blue", "red"] {
            let user = t.root().new_user(MANAGED, team).await;
            let user = roster_testkit::with(user, json!({"Tags": {"Team": team}}));
            ids.push(t.root().done("CreateUser", user).await["UserId"].clone());
        }
        let of = |id: &Value| json!({"InstanceId": MANAGED, "UserId": id});

        assert_eq!(desk.call("DescribeUser", of(&ids[0])).await.status, 200);
        let answer = desk.call("DescribeUser", of(&ids[1])).await;
        assert_eq!(answer.error(), Some("AccessDeniedException"), "{answer}");
        // What is not there has no tags, so that it looks like what is there and not allowed.
        let nowhere = json!("00000000-0000-4000-8000-000000000000");
        assert_eq!(
            desk.call("DescribeUser", of(&nowhere)).await.error(),
            Some("AccessDeniedException")
        );
        assert_eq!(
            desk.call("DeleteUser", of(&ids[1])).await.error(),
            Some("AccessDeniedException")
        );
        assert_eq!(desk.call("DeleteUser", of(&ids[0])).await.status, 200);
    });
}

#[test]
fn a_caller_whose_permission_is_open_learns_of_access_before_shape() {
    each_engine(async |t| {
        let statements = json!([{
            "Effect": "Allow", "Action": "connect:*", "Resource": "*",
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "blue"}},
        }]);
        let desk = with(&t, "desk", statements).await;
        let audited = t.audited();

        let misshapen = json!({"FirstName": 7});
        let answer = update(&desk, MANAGED, MARY, misshapen.clone()).await;
        assert_eq!(answer.error(), Some("AccessDeniedException"), "{answer}");
        assert_eq!(t.audit(audited).only().error_code.as_deref(), answer.error());

        let may = with(&t, "may", deny("Email")).await;
        let answer = update(&may, MANAGED, MARY, misshapen).await;
        assert_eq!(answer.error(), Some("InvalidRequestException"), "{answer}");
    });
}

#[test]
fn a_policy_that_changes_counts_at_once() {
    each_engine(async |t| {
        let desk = with(&t, "desk", deny("Email")).await;
        let names = json!({"FirstName": "Mary", "LastName": "Major"});
        assert_eq!(update(&desk, MANAGED, MARY, names.clone()).await.status, 200);

        let nothing = roster_testkit::policy("Deny", "*", "*");
        let input = json!({"UserName": "desk", "PolicyName": "desk", "PolicyDocument": nothing});
        t.root().done("iam:PutUserPolicy", input).await;

        let answer = update(&desk, MANAGED, MARY, names).await;
        assert_eq!(answer.error(), Some("AccessDeniedException"), "{answer}");
    });
}

#[test]
fn users_of_iam_are_guarded_by_the_paths_they_really_have() {
    each_engine(async |t| {
        let statements = json!([
            {"Effect": "Allow", "Action": "iam:*", "Resource": "*"},
            {"Effect": "Deny", "Action": "iam:*", "Resource": "arn:aws:iam::123456789012:user/boss/*"},
        ]);
        let desk = with(&t, "desk", statements).await;
        t.root()
            .done("iam:CreateUser", json!({"UserName": "Chief", "Path": "/boss/"}))
            .await;
        t.root()
            .done("iam:CreateUser", json!({"UserName": "clerk"}))
            .await;

        for name in ["Chief", "chief", "CHIEF"] {
            let answer = desk.call("iam:CreateAccessKey", json!({"UserName": name})).await;
            assert_eq!(answer.error(), Some("AccessDenied"), "{answer}");
            assert!(answer.message().contains("user/boss/Chief"), "{answer}");
        }
        assert_eq!(
            desk.call("iam:CreateAccessKey", json!({"UserName": "clerk"}))
                .await
                .status,
            200
        );
        let made = described("iam:CreateUser");
        let input = json!({"UserName": "other", "Path": "/boss/"});
        assert_eq!(
            desk.call_described(made, input).await.error(),
            Some("AccessDenied")
        );
    });
}
