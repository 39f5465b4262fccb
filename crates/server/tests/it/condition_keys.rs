//! The condition keys that AWS always sends, so that what is written against them holds.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use roster_testkit::{
    Actor, Key, MANAGED, MARY, Request, Roster, described, each_engine, policy, trust, with,
};
use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

const ROLE: &str = "arn:aws:iam::123456789012:role/HelpDesk";

fn document(statements: &Value) -> String {
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

/// Everything is allowed but this.
fn all_but(action: &str, condition: &Value) -> String {
    document(&json!([
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": action, "Resource": "*", "Condition": condition},
    ]))
}

/// Gives a user of IAM one policy instead of what they had.
async fn give(t: &Roster, user: &str, document: String) {
    let input = json!({"UserName": user, "PolicyName": "p", "PolicyDocument": document});
    t.root().done("iam:PutUserPolicy", input).await;
}

/// Gives the role HelpDesk one policy instead of what it had.
async fn give_role(t: &Roster, document: String) {
    let input = json!({"RoleName": "HelpDesk", "PolicyName": "p", "PolicyDocument": document});
    t.root().done("iam:PutRolePolicy", input).await;
}

async fn describe(actor: &Actor<'_>) -> u16 {
    let mary = json!({"InstanceId": MANAGED, "UserId": MARY});
    actor.call("DescribeUser", mary).await.status
}

/// A session of the role HelpDesk, begun by Ana, who is made with it.
async fn session<'t>(t: &'t Roster, ana: &Actor<'t>) -> Actor<'t> {
    let assumed = ana
        .done(
            "sts:AssumeRole",
            json!({"RoleArn": ROLE, "RoleSessionName": "ops"}),
        )
        .await;
    let text = |member: &str| assumed["Credentials"][member].as_str().expect(member).to_owned();
    let key = Key {
        id: text("AccessKeyId"),
        secret: text("SecretAccessKey"),
    };
    t.actor(key).with_session_token(&text("SessionToken"))
}

async fn ana_and_role(t: &Roster) -> Actor<'_> {
    let ana = t.root().make_iam_user("ana").await;
    let trusted = trust(&json!({"AWS": "arn:aws:iam::123456789012:user/ana"}));
    let role = json!({"RoleName": "HelpDesk", "AssumeRolePolicyDocument": trusted});
    t.root().done("iam:CreateRole", role).await;
    ana
}

async fn managed(t: &Roster, name: &str) -> String {
    let input = json!({"PolicyName": name, "PolicyDocument": policy("Allow", "*", "*")});
    let made = t.root().done("iam:CreatePolicy", input).await;
    made["Policy"]["Arn"].as_str().expect("an ARN").to_owned()
}

#[test]
fn a_direct_call_is_none_of_a_service() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        for condition in [
            json!({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "Bool": {"aws:ViaAWSService": "false"}}),
            json!({"Bool": {"aws:PrincipalIsAWSService": "false"}}),
        ] {
            give(&t, "ana", all_but("*", &condition)).await;
            assert_eq!(describe(&ana).await, 403, "{condition}");
        }
        give(
            &t,
            "ana",
            all_but("*", &json!({"Bool": {"aws:ViaAWSService": "true"}})),
        )
        .await;
        assert_eq!(describe(&ana).await, 200);
    });
}

/// What the console of AWS attaches to a role as AWSRevokeOlderSessions.
#[test]
fn sessions_from_before_a_moment_can_be_revoked() {
    each_engine(async |t| {
        let ana = ana_and_role(&t).await;
        give_role(
            &t,
            document(&json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}])),
        )
        .await;
        let leaked = session(&t, &ana).await;
        assert_eq!(describe(&leaked).await, 200);

        t.clock.advance(Duration::from_secs(2));
        let moment = json!({"DateLessThan": {"aws:TokenIssueTime": "2026-11-21T10:15:31Z"}});
        give_role(&t, all_but("*", &moment)).await;

        assert_eq!(describe(&leaked).await, 403);
        assert_eq!(describe(&session(&t, &ana).await).await, 200);
        // It is about temporary credentials only.
        give(&t, "ana", all_but("*", &moment)).await;
        assert_eq!(describe(&ana).await, 200);
    });
}

#[test]
fn temporary_credentials_are_without_mfa_and_others_are_neither() {
    each_engine(async |t| {
        let ana = ana_and_role(&t).await;
        for (operator, user, in_session) in [("Bool", 200, 403), ("BoolIfExists", 403, 403)] {
            let condition = json!({operator: {"aws:MultiFactorAuthPresent": "false"}});
            let without = |condition| all_but("connect:*", condition);
            give(&t, "ana", without(&condition)).await;
            give_role(&t, without(&condition)).await;

            assert_eq!(describe(&ana).await, user, "{operator}");
            assert_eq!(describe(&session(&t, &ana).await).await, in_session, "{operator}");
        }
        give(
            &t,
            "ana",
            all_but("*", &json!({"Null": {"aws:MultiFactorAuthAge": "true"}})),
        )
        .await;
        assert_eq!(describe(&ana).await, 403);
    });
}

#[test]
fn a_page_that_a_request_comes_from_can_be_kept_out() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let page = "https://evil.example/page";
        give(
            &t,
            "ana",
            all_but("*", &json!({"StringEquals": {"aws:Referer": page}})),
        )
        .await;
        let operation = described("DescribeUser");
        let request = Request::of(operation, &json!({"InstanceId": MANAGED, "UserId": MARY}));
        let ana = ana.for_service("connect");

        assert_eq!(
            ana.send(&request.clone().header("referer", page)).await.status,
            403
        );
        let other = request.clone().header("referer", "https://desk.example/");
        assert_eq!(ana.send(&other).await.status, 200);
        assert_eq!(ana.send(&request).await.status, 200);
    });
}

#[test]
fn a_managed_policy_can_be_kept_from_being_attached_however_it_is_spelt() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let [admin, look] = [managed(&t, "Admin").await, managed(&t, "Look").await];
        let is_admin = json!({"ArnEquals": {"iam:PolicyARN": admin}});
        give(&t, "ana", all_but("iam:AttachUserPolicy", &is_admin)).await;
        let attach = async |arn: &str| {
            let input = json!({"UserName": "ana", "PolicyArn": arn});
            ana.call("iam:AttachUserPolicy", input).await.status
        };

        assert_eq!(attach(&admin).await, 403);
        assert_eq!(attach(&admin.replace("/Admin", "/ADMIN")).await, 403);
        assert_eq!(attach(&look).await, 200);
        let attached = t
            .root()
            .done("iam:ListAttachedUserPolicies", json!({"UserName": "ana"}))
            .await;
        assert_eq!(
            attached["AttachedPolicies"].as_array().map(Vec::len),
            Some(1),
            "{attached}"
        );
    });
}

#[test]
fn a_permissions_boundary_can_be_required_of_new_users() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let [strong, weak] = [managed(&t, "Strong").await, managed(&t, "Weak").await];
        let with_strong = json!({"StringEquals": {"iam:PermissionsBoundary": strong}});
        give(
            &t,
            "ana",
            document(
                &json!([{"Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": with_strong}]),
            ),
        )
        .await;
        let make = async |name: &str, more: Value| {
            let input = with(json!({"UserName": name}), more);
            ana.call("iam:CreateUser", input).await.status
        };

        assert_eq!(make("ben", json!({})).await, 403);
        assert_eq!(make("ben", json!({"PermissionsBoundary": weak})).await, 403);
        assert_eq!(make("ben", json!({"PermissionsBoundary": strong})).await, 200);
        give(
            &t,
            "ana",
            all_but(
                "iam:CreateUser",
                &json!({"ArnEquals": {"iam:PermissionsBoundary": weak}}),
            ),
        )
        .await;
        assert_eq!(make("eve", json!({"PermissionsBoundary": weak})).await, 403);
        let elsewise = weak.replace("/Weak", "/WEAK");
        assert_eq!(make("eve", json!({"PermissionsBoundary": elsewise})).await, 403);
        assert_eq!(make("eve", json!({})).await, 200);
    });
}

#[test]
fn a_permissions_boundary_can_be_required_of_users_whose_policies_change() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let boundary = managed(&t, "Strong").await;
        t.root().done("iam:CreateUser", json!({"UserName": "free"})).await;
        let bounded = json!({"UserName": "bounded", "PermissionsBoundary": boundary});
        t.root().done("iam:CreateUser", bounded).await;
        let condition = json!({"StringEquals": {"iam:PermissionsBoundary": boundary}});
        let only_bounded = json!([
            {"Effect": "Allow", "Action": "iam:PutUserPolicy", "Resource": "*", "Condition": condition},
            {"Effect": "Allow", "Action": "iam:DeleteUserPermissionsBoundary", "Resource": "*"},
            {"Effect": "Deny", "Action": "iam:DeleteUserPermissionsBoundary", "Resource": "*",
                "Condition": condition},
        ]);
        give(&t, "ana", document(&only_bounded)).await;
        let put = async |name: &str| {
            let document = policy("Allow", "*", "*");
            let input = json!({"UserName": name, "PolicyName": "p", "PolicyDocument": document});
            ana.call("iam:PutUserPolicy", input).await.status
        };

        assert_eq!(put("free").await, 403);
        assert_eq!(put("bounded").await, 200);
        let lift = json!({"UserName": "bounded"});
        let answer = ana.call("iam:DeleteUserPermissionsBoundary", lift).await;
        assert_eq!(answer.status, 403, "{answer}");
    });
}

#[test]
fn the_tags_of_users_and_roles_go_by_two_names() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let tags = json!([{"Key": "protected", "Value": "true"}]);
        t.root()
            .done("iam:CreateUser", json!({"UserName": "vip", "Tags": tags}))
            .await;
        t.root()
            .done("iam:CreateUser", json!({"UserName": "clerk"}))
            .await;
        for key in ["iam:ResourceTag/protected", "aws:ResourceTag/protected"] {
            give(
                &t,
                "ana",
                all_but("iam:*", &json!({"StringEquals": {key: "true"}})),
            )
            .await;
            let make_key = async |name: &str| {
                ana.call("iam:CreateAccessKey", json!({"UserName": name}))
                    .await
                    .status
            };
            assert_eq!(make_key("vip").await, 403, "{key}");
            assert_eq!(make_key("clerk").await, 200, "{key}");
        }
    });
}

#[test]
fn iam_is_in_one_region_wherever_a_request_is_signed_for() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        give(
            &t,
            "ana",
            all_but(
                "*",
                &json!({"StringEquals": {"aws:RequestedRegion": "us-east-1"}}),
            ),
        )
        .await;
        let abroad = ana.in_region("eu-west-2");

        assert_eq!(abroad.call("iam:ListUsers", json!({})).await.status, 403);
        assert_eq!(abroad.call("ListInstances", json!({})).await.status, 200);
    });
}

#[test]
fn what_a_policy_asks_of_requests_that_do_not_have_it_is_found() {
    each_engine(async |t| {
        let ana = ana_and_role(&t).await;
        give(
            &t,
            "ana",
            all_but("*", &json!({"StringEquals": {"aws:PrincipalOrgID": "o-1"}})),
        )
        .await;
        give_role(&t, all_but("*", &json!({"Null": {"aws:SourceVpc": "true"}}))).await;
        managed(&t, "Admin").await;
        let trusting = json!([{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"},
            "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}, "StringEquals": {"saml:aud": "x"}}}]);
        let role = json!({"RoleName": "Saml", "AssumeRolePolicyDocument": document(&trusting)});
        t.root().done("iam:CreateRole", role).await;
        let lint = |account: Option<&str>| roster_service::access::Lint {
            account: account.map(Into::into),
        };

        let linted = lint(None).ask(t.store()).await.expect("an answer");

        let lines: Vec<String> = linted
            .iter()
            .flat_map(|linted| {
                let findings = linted.findings.iter();
                findings.map(move |finding| format!("{}: {}: {finding}", linted.owner, linted.policy))
            })
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @"
        user ana of account 123456789012: inline policy p: statement 2 asks for aws:PrincipalOrgID, but there are no organizations: it never denies anything
        role HelpDesk of account 123456789012: inline policy p: statement 2 asks for aws:SourceVpc, but there are no virtual networks: it denies as if this condition were not there
        role Saml of account 123456789012: trust policy: statement 1 asks for saml:aud, but no request has such a key here: it never allows anything
        ");
        assert_eq!(lint(Some("123456789012")).ask(t.store()).await, Ok(linted));
        assert_eq!(lint(Some("210987654321")).ask(t.store()).await, Ok(Vec::new()));
        // What it says of them is true.
        assert_eq!(describe(&ana).await, 200);
        assert_eq!(describe(&session(&t, &ana).await).await, 403);
    });
}

/// What the log is warned of, field by field.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<Vec<String>>>);

impl Subscriber for Warnings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() == Level::WARN
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        self.0.lock().expect("the warnings").push(line.0.join(" "));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Line(Vec<String>);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() != "message" {
            self.0.push(format!("{}={value:?}", field.name()));
        }
    }
}

#[test]
fn the_log_is_warned_of_keys_asked_for_in_vain_once_a_policy_is_stored() {
    each_engine(async |t| {
        let warnings = Warnings::default();
        let _warned = tracing::subscriber::set_default(warnings.clone());
        let in_vain = all_but("*", &json!({"StringEquals": {"aws:PrincipalOrgID": "o-secret"}}));
        let sound = all_but("*", &json!({"Bool": {"aws:SecureTransport": "true"}}));
        let ana = ana_and_role(&t).await;
        give(&t, "ana", sound).await;
        let assume = json!({"RoleArn": ROLE, "RoleSessionName": "ops", "Policy": in_vain});
        let refused = json!({"UserName": "nobody", "PolicyName": "p", "PolicyDocument": in_vain});
        assert_eq!(t.root().call("iam:PutUserPolicy", refused).await.status, 404);
        assert!(warnings.0.lock().expect("the warnings").is_empty());

        give(&t, "ana", in_vain.clone()).await;
        give_role(&t, in_vain.clone()).await;
        let input = json!({"PolicyName": "m", "PolicyDocument": in_vain});
        t.root().done("iam:CreatePolicy", input).await;
        ana.done("sts:AssumeRole", assume).await;

        let told = warnings.0.lock().expect("the warnings").join("\n");
        let finding = "statement 2 asks for aws:PrincipalOrgID, but there are no organizations: it never denies anything";
        let expected = [
            ("PutUserPolicy", "p", "PolicyDocument"),
            ("PutRolePolicy", "p", "PolicyDocument"),
            ("CreatePolicy", "m", "PolicyDocument"),
            ("AssumeRole", "ops", "Policy"),
        ]
        .map(|(operation, policy, document)| {
            format!("operation=\"{operation}\" policy=\"{policy}\" document=\"{document}\" finding={finding}")
        });
        assert_eq!(told, expected.join("\n"));
        assert!(!told.contains("o-secret"));
    });
}
