//! Tests of what policies see of a request, and of what caller and audit get of the decision.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use roster_domain::caller::{RoleSession, UserPrincipal};
use roster_domain::decision::{Reason, Verdict};
use roster_domain::{AccountRegion, Caller, Principal};
use roster_model::operations;
use roster_model::service::Service;
use roster_model::shapes::Timestamp;
use roster_policy::{ConditionKey, Context, Document, Kind, Policies, Policy, Values};
use serde_json::{Value, json};

use super::attempt::Answer;
use super::context::{ConditionContext, Stored};
use super::{Attempt, Circumstances, Grants, Permission};

const INSTANCE: &str = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";
const USER: &str = "87654321-2222-1234-1234-111234567891";
const ARN: &str = "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891";

fn ana() -> Principal {
    Principal::User(Arc::new(UserPrincipal {
        name: "ana".to_owned(),
        path: "/team/".to_owned(),
        id: "AIDAEXAMPLE".to_owned(),
        tags: vec![("Team".to_owned(), "blue".to_owned())],
    }))
}

fn help_desk() -> Principal {
    Principal::Session(Arc::new(RoleSession {
        role_name: "HelpDesk".to_owned(),
        role_path: "/team/".to_owned(),
        role_id: "AROAEXAMPLE".to_owned(),
        session_name: "ops".to_owned(),
        tags: Vec::new(),
        transitive_tag_keys: vec!["team".to_owned()],
        issued: Some(Timestamp {
            milliseconds: 1_795_256_000_000,
        }),
        source_identity: Some("ana".to_owned()),
    }))
}

fn policy(name: &str, statements: &Value) -> Policy {
    let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    Policy {
        name: name.into(),
        document: Arc::new(Document::parse(&text, Kind::Identity).expect("a policy")),
    }
}

fn asked(principal: Principal, policies: Policies, operation: &str, input: &Value) -> Attempt {
    let operation = operations::find(Service::Connect, operation).expect("an operation");
    let caller = Caller {
        account_region: AccountRegion::of_region("123456789012", "us-east-1").expect("a Region"),
        principal,
    };
    let circumstances = Circumstances {
        time: UNIX_EPOCH + Duration::from_secs(1_795_256_130),
        source: "::ffff:203.0.113.9".parse().expect("an address"),
        secure: true,
        user_agent: Some("aws-cli/2.31.0".to_owned()),
        referer: Some("https://desk.example/".to_owned()),
    };
    let grants = Arc::new(Grants::new(Arc::new(policies)));
    Attempt::new(operation, Arc::new(caller), grants, circumstances, input)
}

fn identity(statements: &Value) -> Policies {
    Policies {
        identity: vec![policy("p", statements)],
        ..Policies::default()
    }
}

fn update(info: &Value) -> Value {
    json!({"InstanceId": INSTANCE, "UserId": USER, "IdentityInfo": info})
}

fn message(attempt: Attempt) -> String {
    match attempt.settle(false) {
        Err(denied) => denied.to_string(),
        Ok(_) => panic!("not denied"),
    }
}

/// What a attempt has for a key, as text.
fn value(attempt: &Attempt, stored: Option<&Stored>, key: &str) -> String {
    let ask = &attempt.asks[0];
    let resource = attempt.arn(ask, stored).expect("an ARN");
    let known = ConditionContext {
        attempt,
        ask,
        resource: &resource,
        stored,
    };
    match known.values(&ConditionKey::parse(key).expect("a key")) {
        Values::Absent => "absent".to_owned(),
        Values::Unknown => "unknown".to_owned(),
        Values::One(value) => value.text().into_owned(),
        Values::Many(values) => values.join(" "),
    }
}

#[test]
fn every_key_has_its_value() {
    let tagged = json!({"InstanceId": format!("arn:aws:connect:us-east-1:123456789012:instance/{INSTANCE}"),
        "IdentityInfo": {"FirstName": "Eve", "Mobile": "", "Email": "eve@Evil.Example"},
        "Tags": {"site": "a", "Team": "red"}});
    let attempt = asked(ana(), Policies::default(), "CreateUser", &tagged);
    for (key, expected) in [
        ("aws:CurrentTime", "2026-11-21T10:15:30Z"),
        ("aws:EpochTime", "1795256130"),
        ("aws:SourceIp", "203.0.113.9"),
        ("aws:SecureTransport", "true"),
        ("aws:UserAgent", "aws-cli/2.31.0"),
        ("aws:Referer", "https://desk.example/"),
        ("aws:ViaAWSService", "false"),
        ("aws:PrincipalIsAWSService", "false"),
        ("aws:TokenIssueTime", "absent"),
        ("aws:MultiFactorAuthPresent", "absent"),
        ("aws:MultiFactorAuthAge", "absent"),
        ("aws:SourceIdentity", "absent"),
        ("aws:RequestedRegion", "us-east-1"),
        ("aws:PrincipalArn", "arn:aws:iam::123456789012:user/team/ana"),
        ("aws:PrincipalAccount", "123456789012"),
        ("aws:PrincipalType", "User"),
        ("aws:PrincipalTag/team", "blue"),
        ("aws:PrincipalTag/other", "absent"),
        ("aws:userid", "AIDAEXAMPLE"),
        ("aws:username", "ana"),
        ("aws:RequestTag/TEAM", "red"),
        ("aws:TagKeys", "site Team"),
        ("aws:ResourceAccount", "123456789012"),
        ("aws:ResourceTag/team", "absent"),
        ("connect:InstanceId", INSTANCE),
        ("CONNECT:instanceid", INSTANCE),
        ("connect:SearchTag/team", "absent"),
        ("roster:ChangedIdentityField", "FirstName Email"),
        ("roster:EmailDomain", "evil.example"),
        ("aws:nothing", "absent"),
    ] {
        assert_eq!(value(&attempt, None, key), expected, "{key}");
    }
}

#[test]
fn a_session_is_its_role() {
    let attempt = asked(help_desk(), Policies::default(), "ListInstances", &json!({}));
    for (key, expected) in [
        ("aws:PrincipalArn", "arn:aws:iam::123456789012:role/team/HelpDesk"),
        ("aws:PrincipalType", "AssumedRole"),
        ("aws:userid", "AROAEXAMPLE:ops"),
        ("aws:username", "absent"),
        ("aws:TokenIssueTime", "2026-11-21T10:13:20Z"),
        ("aws:MultiFactorAuthPresent", "false"),
        ("aws:MultiFactorAuthAge", "absent"),
        ("aws:SourceIdentity", "ana"),
        ("sts:SourceIdentity", "absent"),
        ("connect:InstanceId", "absent"),
    ] {
        assert_eq!(value(&attempt, None, key), expected, "{key}");
    }
}

#[test]
fn what_stands_in_records_is_unknown_until_they_are_read() {
    let attempt = asked(
        ana(),
        Policies::default(),
        "UpdateUserIdentityInfo",
        &update(&json!({})),
    );
    let stored = Stored {
        tags: Some(vec![("Team".to_owned(), "blue".to_owned())]),
        changed: Some(vec!["Email".into()]),
        ..Stored::default()
    };
    for (key, after) in [
        ("aws:ResourceTag/team", "blue"),
        ("roster:ChangedIdentityField", "Email"),
    ] {
        assert_eq!(value(&attempt, None, key), "unknown", "{key}");
        assert_eq!(value(&attempt, Some(&stored), key), after, "{key}");
    }
}

#[test]
fn the_tags_of_an_instance_count_for_itself_only() {
    let input = json!({"InstanceId": INSTANCE});
    for (operation, expected) in [
        ("DescribeInstance", "unknown"),
        ("DeleteInstance", "unknown"),
        ("ListUsers", "absent"),
        ("SearchUsers", "absent"),
    ] {
        let attempt = asked(ana(), Policies::default(), operation, &input);
        assert_eq!(
            value(&attempt, None, "aws:ResourceTag/team"),
            expected,
            "{operation}"
        );
    }
}

#[test]
fn a_refusal_is_worded_as_aws_words_it() {
    let ask = |policies| asked(ana(), policies, "UpdateUserIdentityInfo", &update(&json!({})));
    let allow = json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}]);
    let deny = json!([{"Effect": "Deny", "Action": "*", "Resource": "*"}]);
    let start = format!(
        "User: arn:aws:iam::123456789012:user/team/ana is not authorized to perform: \
         connect:UpdateUserIdentityInfo on resource: {ARN}"
    );
    let bounded = |boundary: &Value| Policies {
        boundary: Some(policy("b", boundary)),
        ..identity(&allow)
    };
    let in_session = |session: &Value| Policies {
        session: vec![policy("s", session)],
        ..identity(&allow)
    };
    for (policies, end) in [
        (
            Policies::default(),
            "because no identity-based policy allows the connect:UpdateUserIdentityInfo action",
        ),
        (
            identity(&deny),
            "with an explicit deny in an identity-based policy",
        ),
        (
            bounded(&json!([{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}])),
            "because no permissions boundary allows the connect:UpdateUserIdentityInfo action",
        ),
        (bounded(&deny), "with an explicit deny in a permissions boundary"),
        (
            in_session(&json!([{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}])),
            "because no session policy allows the connect:UpdateUserIdentityInfo action",
        ),
        (in_session(&deny), "with an explicit deny in a session policy"),
    ] {
        assert_eq!(message(ask(policies)), format!("{start} {end}"));
    }
}

#[test]
fn every_resource_must_be_allowed() {
    let input = json!({"InstanceId": INSTANCE, "SecurityProfileIds": [USER], "RoutingProfileId": USER});
    let place = format!("arn:aws:connect:us-east-1:123456789012:instance/{INSTANCE}");
    let resources = [
        "agent/*".to_owned(),
        format!("security-profile/{USER}"),
        format!("routing-profile/{USER}"),
    ]
    .map(|end| format!("{place}/{end}"));
    let with = |allowed: &[&String]| {
        let statements = json!([{"Effect": "Allow", "Action": "connect:CreateUser", "Resource": allowed}]);
        asked(ana(), identity(&statements), "CreateUser", &input)
    };

    let all: Vec<&String> = resources.iter().collect();
    assert!(matches!(with(&all).answer(|_| None), Answer::Allowed(_)));
    for missing in &resources {
        let others: Vec<&String> = resources.iter().filter(|other| *other != missing).collect();
        let attempt = with(&others);
        let Answer::Denied(ask, _) = attempt.answer(|_| None) else {
            panic!("allowed without {missing}");
        };
        assert_eq!(ask.resource.arn.as_deref(), Some(missing.as_str()));
    }
}

#[test]
fn the_audit_shows_why_each_statement_did_not_match() {
    let statements = json!([
        {"Sid": "Look", "Effect": "Allow", "Action": "connect:Describe*", "Resource": "*"},
        {"Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": {"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}},
    ]);
    let attempt = asked(
        ana(),
        identity(&statements),
        "UpdateUserIdentityInfo",
        &update(&json!({})),
    );

    let Err(denied) = attempt.settle(false) else {
        panic!("not denied");
    };

    let decision = denied.decision;
    assert_eq!(decision.verdict, Verdict::Denied);
    assert_eq!(
        decision.reason,
        Some(Reason::Implicit("identity-based policy".into()))
    );
    assert_eq!(decision.resource.as_deref(), Some(ARN));
    let told: Vec<String> = decision
        .trace
        .iter()
        .map(|traced| {
            format!(
                "{}: {}",
                traced.statement,
                traced.because.as_deref().unwrap_or("matches")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "statement 1 (Look) of the identity-based policy p: the action connect:UpdateUserIdentityInfo is not connect:Describe*",
            "statement 2 of the identity-based policy p: IpAddress aws:SourceIp: has \"203.0.113.9\", wants \"198.51.100.0/24\"",
        ]
    );
}

#[test]
fn an_observed_denial_is_permitted_and_reported() {
    let attempt = asked(ana(), Policies::default(), "ListInstances", &json!({}));

    let Ok(Permission::Decided(Some(decision))) = attempt.settle(true) else {
        panic!("refused, or left open");
    };

    assert_eq!(decision.verdict, Verdict::Observed);
    assert_eq!(decision.resource.as_deref(), Some("*"));
}

#[test]
fn access_stays_open_only_where_records_matter() {
    let names_only = json!([
        {"Effect": "Allow", "Action": "connect:UpdateUser*", "Resource": "*"},
        {"Effect": "Deny", "Action": "connect:UpdateUserIdentityInfo", "Resource": "*",
            "Condition": {"ForAnyValue:StringEquals": {"roster:ChangedIdentityField": "Email"}}},
    ]);
    let ask = |statements: &Value, operation| {
        asked(
            ana(),
            identity(statements),
            operation,
            &update(&json!({"Email": "eve@example.com"})),
        )
        .settle(false)
    };

    assert!(matches!(
        ask(&names_only, "UpdateUserIdentityInfo"),
        Ok(Permission::Open(_))
    ));
    let anything = json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}]);
    assert!(matches!(
        ask(&anything, "UpdateUserIdentityInfo"),
        Ok(Permission::Decided(_))
    ));
    assert!(ask(&names_only, "DeleteUser").is_err());
}
