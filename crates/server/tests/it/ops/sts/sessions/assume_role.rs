use std::time::Duration;

use insta::assert_snapshot;
use roster_server::Access;
use roster_testkit::{Actor, Roster, Setup, each_engine, in_memory, policy, trust, with};
use serde_json::{Value, json};

const ROLE: &str = "arn:aws:iam::123456789012:role/HelpDesk";
const ANA: &str = "arn:aws:iam::123456789012:user/ana";

/// Makes the role HelpDesk with this trust policy.
async fn make_role(t: &Roster, trust: &str) {
    let input = json!({"RoleName": "HelpDesk", "AssumeRolePolicyDocument": trust});
    t.root().done("iam:CreateRole", input).await;
}

async fn give(t: &Roster, effect: &str, action: &str) {
    let document = policy(effect, action, ROLE);
    let input = json!({"UserName": "ana", "PolicyName": effect, "PolicyDocument": document});
    t.root().done("iam:PutUserPolicy", input).await;
}

fn assume(more: Value) -> Value {
    with(json!({"RoleArn": ROLE, "RoleSessionName": "ops"}), more)
}

/// Who has the credentials of a session.
fn session<'t>(t: &'t Roster, assumed: &Value) -> Actor<'t> {
    t.session(assumed)
}

#[test]
fn who_is_named_takes_on_the_role() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        make_role(&t, &trust(&json!({"AWS": ANA}))).await;
        let audited = t.audited();

        let assumed = ana.done("sts:AssumeRole", assume(json!({}))).await;

        assert_eq!(
            assumed["AssumedRoleUser"]["Arn"],
            "arn:aws:sts::123456789012:assumed-role/HelpDesk/ops"
        );
        let key = assumed["Credentials"]["AccessKeyId"].as_str().expect("an id");
        assert!(key.starts_with("ASIA") && key.len() == 20, "{key}");
        assert_snapshot!(t.audit(audited), @"AssumeRole by arn:aws:iam::123456789012:user/ana");
        let session = session(&t, &assumed);
        assert_snapshot!(session.call("sts:GetCallerIdentity", json!({})).await, @"
        200
        GetCallerIdentityResponse:
          GetCallerIdentityResult:
            UserId: AROACEIQAAAAAAAAAABA:ops
            Account: 123456789012
            Arn: arn:aws:sts::123456789012:assumed-role/HelpDesk/ops
        ");
        assert_snapshot!(session.call("ListInstances", json!({})).await, @"
        403 AccessDeniedException
        User: arn:aws:sts::123456789012:assumed-role/HelpDesk/ops is not authorized to perform: connect:ListInstances on resource: * because no identity-based policy allows the connect:ListInstances action
        ");
    });
}

#[test]
fn who_is_trusted_through_the_account_needs_a_permission_of_their_own() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        make_role(&t, &trust(&json!({"AWS": "123456789012"}))).await;

        assert_snapshot!(ana.call("sts:AssumeRole", assume(json!({}))).await, @"
        403 AccessDenied
        User: arn:aws:iam::123456789012:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/HelpDesk
        ");
        give(&t, "Allow", "sts:AssumeRole").await;
        assert_eq!(ana.call("sts:AssumeRole", assume(json!({}))).await.status, 200);
        give(&t, "Deny", "sts:*").await;
        assert_eq!(
            ana.call("sts:AssumeRole", assume(json!({}))).await.error(),
            Some("AccessDenied")
        );
    });
}

#[test]
fn a_denial_applies_even_to_a_named_principal() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        make_role(&t, &trust(&json!({"AWS": ANA}))).await;

        give(&t, "Deny", "sts:AssumeRole").await;

        assert_eq!(
            ana.call("sts:AssumeRole", assume(json!({}))).await.error(),
            Some("AccessDenied")
        );
    });
}

#[test]
fn who_is_not_trusted_does_not_learn_whether_there_is_a_role() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let without = ana.call("sts:AssumeRole", assume(json!({}))).await;
        t.root().make_iam_user("bob").await;
        make_role(&t, &trust(&json!({"AWS": "arn:aws:iam::123456789012:user/bob"}))).await;
        give(&t, "Allow", "sts:AssumeRole").await;

        let with = ana.call("sts:AssumeRole", assume(json!({}))).await;

        assert_eq!(with.to_string(), without.to_string());
        let root = t.root().call("sts:AssumeRole", assume(json!({}))).await;
        assert_snapshot!(root, @"
        403 AccessDenied
        Roles may not be assumed by root accounts.
        ");
    });
}

#[test]
fn another_account_takes_on_a_role_if_both_sides_allow_it() {
    each_engine(async |t| {
        let stranger = t.stranger().make_iam_user("eve").await;
        make_role(&t, &trust(&json!({"AWS": "arn:aws:iam::210987654321:user/eve"}))).await;
        assert_eq!(
            stranger.call("sts:AssumeRole", assume(json!({}))).await.error(),
            Some("AccessDenied")
        );
        let document = policy("Allow", "sts:AssumeRole", ROLE);
        let input = json!({"UserName": "eve", "PolicyName": "go", "PolicyDocument": document});
        t.stranger().done("iam:PutUserPolicy", input).await;

        let assumed = stranger.done("sts:AssumeRole", assume(json!({}))).await;

        let identity = session(&t, &assumed)
            .done("sts:GetCallerIdentity", json!({}))
            .await;
        assert_eq!(identity["Account"], "123456789012");
    });
}

#[test]
fn what_the_trust_policy_asks_for_must_be_sent() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let statement = json!({
            "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": ANA},
            "Condition": {
                "StringEquals": {"sts:ExternalId": "agreed", "sts:RoleSessionName": "ops"},
                "DateGreaterThan": {"aws:CurrentTime": "2026-11-21T00:00:00Z"},
            },
        });
        make_role(
            &t,
            &json!({"Version": "2012-10-17", "Statement": statement}).to_string(),
        )
        .await;

        for (more, status) in [
            (json!({}), 403),
            (json!({"ExternalId": "guessed"}), 403),
            (json!({"ExternalId": "agreed", "RoleSessionName": "other"}), 403),
            (json!({"ExternalId": "agreed"}), 200),
        ] {
            let answer = ana.call("sts:AssumeRole", assume(more.clone())).await;

            assert_eq!(answer.status, status, "{more}: {answer}");
        }
    });
}

#[test]
fn tags_need_a_permission_of_their_own() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        make_role(&t, &trust(&json!({"AWS": ANA}))).await;
        let tags = json!({"Tags": [{"Key": "team", "Value": "blue"}]});

        assert_snapshot!(ana.call("sts:AssumeRole", assume(tags.clone())).await, @"
        403 AccessDenied
        User: arn:aws:iam::123456789012:user/ana is not authorized to perform: sts:TagSession on resource: arn:aws:iam::123456789012:role/HelpDesk
        ");

        let both = trust(&json!({"AWS": ANA}))
            .replace("\"sts:AssumeRole\"", "[\"sts:AssumeRole\",\"sts:TagSession\"]");
        t.root()
            .done("iam:DeleteRole", json!({"RoleName": "HelpDesk"}))
            .await;
        make_role(&t, &both).await;
        assert_eq!(ana.call("sts:AssumeRole", assume(tags)).await.status, 200);
    });
}

#[test]
fn a_session_ends_when_its_time_is_over_to_the_second() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        make_role(&t, &trust(&json!({"AWS": ANA}))).await;
        let input = assume(json!({"DurationSeconds": 900}));
        let assumed = ana.done("sts:AssumeRole", input).await;
        let session = session(&t, &assumed);

        t.clock.advance(Duration::from_millis(899_999));
        assert_eq!(session.call("sts:GetCallerIdentity", json!({})).await.status, 200);
        t.clock.advance(Duration::from_millis(1));

        assert_snapshot!(session.call("sts:GetCallerIdentity", json!({})).await, @"
        403 ExpiredToken
        The security token included in the request is expired
        ");
        assert_snapshot!(session.call("ListInstances", json!({})).await, @"
        403 ExpiredTokenException
        The security token included in the request is expired
        ");
    });
}

#[test]
fn a_session_ends_with_its_role_even_if_another_gets_the_name() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        make_role(&t, &trust(&json!({"AWS": ANA}))).await;
        let assumed = ana.done("sts:AssumeRole", assume(json!({}))).await;
        let session = session(&t, &assumed);
        assert_eq!(session.call("sts:GetCallerIdentity", json!({})).await.status, 200);

        t.root()
            .done("iam:DeleteRole", json!({"RoleName": "HelpDesk"}))
            .await;
        make_role(&t, &trust(&json!({"AWS": ANA}))).await;

        assert_eq!(
            session.call("sts:GetCallerIdentity", json!({})).await.error(),
            Some("InvalidClientTokenId")
        );
    });
}

#[test]
fn a_session_outlives_a_restart() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        make_role(&t, &trust(&json!({"AWS": ANA}))).await;
        let assumed = ana.done("sts:AssumeRole", assume(json!({}))).await;
        let Some(t) = t.restarted().await else { return };

        let answer = session(&t, &assumed)
            .call("sts:GetCallerIdentity", json!({}))
            .await;

        assert_eq!(answer.status, 200, "{answer}");
    });
}

#[test]
fn key_secret_and_token_belong_together() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        make_role(&t, &trust(&json!({"AWS": ANA}))).await;
        let one = ana.done("sts:AssumeRole", assume(json!({}))).await;
        let other = ana.done("sts:AssumeRole", assume(json!({}))).await;
        let token = other["Credentials"]["SessionToken"].as_str().expect("a token");
        let session = session(&t, &one);
        assert_eq!(session.call("sts:GetCallerIdentity", json!({})).await.status, 200);

        for (actor, code) in [
            (session.clone().with_session_token(token), "InvalidClientTokenId"),
            (
                session.clone().with_session_token("garbage"),
                "InvalidClientTokenId",
            ),
            (t.actor(session.key()), "InvalidClientTokenId"),
            (ana.clone().with_session_token(token), "InvalidClientTokenId"),
            (session.clone().forging(), "SignatureDoesNotMatch"),
        ] {
            let answer = actor.call("sts:GetCallerIdentity", json!({})).await;

            assert_eq!(answer.error(), Some(code), "{answer}");
        }
    });
}

#[test]
fn a_session_lasts_as_long_as_the_role_lets_it_and_a_chained_one_an_hour() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        make_role(&t, &trust(&json!({"AWS": ANA}))).await;
        let next = json!({"RoleName": "next", "AssumeRolePolicyDocument": trust(&json!({"AWS": ROLE}))});
        t.root().done("iam:CreateRole", next).await;
        let next = |more: Value| {
            let next = json!({"RoleArn": "arn:aws:iam::123456789012:role/next"});
            with(assume(more), next)
        };
        let assumed = ana.done("sts:AssumeRole", assume(json!({}))).await;

        let long = assume(json!({"DurationSeconds": 3601}));
        assert_snapshot!(ana.call("sts:AssumeRole", long).await, @"
        400 ValidationError
        The requested DurationSeconds exceeds the MaxSessionDuration set for this role.
        ");
        let session = session(&t, &assumed);
        let long = next(json!({"DurationSeconds": 3601}));
        assert_snapshot!(session.call("sts:AssumeRole", long).await, @"
        400 ValidationError
        The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.
        ");
        assert_eq!(session.call("sts:AssumeRole", next(json!({}))).await.status, 200);
    });
}

#[test]
fn a_session_policy_is_a_policy_and_fits() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        make_role(&t, &trust(&json!({"AWS": ANA}))).await;
        let with_policy = |document: &str| assume(json!({"Policy": document}));

        assert_eq!(
            ana.call("sts:AssumeRole", with_policy("{}")).await.error(),
            Some("MalformedPolicyDocument")
        );
        let long = policy("Allow", &format!("a:{}", "b".repeat(2_048)), "*");
        assert_snapshot!(ana.call("sts:AssumeRole", with_policy(&long)).await, @"
        400 PackedPolicyTooLarge
        Packed policy consumes 105% of allotted space, please use smaller policy.
        ");
        let short = policy("Allow", "connect:List*", "*");
        let assumed = ana.done("sts:AssumeRole", with_policy(&short)).await;
        assert_eq!(assumed["PackedPolicySize"], 5);
    });
}

/// A trust policy that trusts Ana on a condition.
fn trust_when(condition: &Value) -> String {
    let statement = json!({
        "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": ANA}, "Condition": condition,
    });
    json!({"Version": "2012-10-17", "Statement": statement}).to_string()
}

#[test]
fn a_trust_policy_knows_where_the_request_came_from_and_how() {
    for (condition, status) in [
        (json!({"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}), 200),
        (json!({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}), 403),
        (json!({"NotIpAddress": {"aws:SourceIp": "127.0.0.0/8"}}), 403),
        (json!({"Bool": {"aws:SecureTransport": "false"}}), 200),
        (json!({"Bool": {"aws:SecureTransport": "true"}}), 403),
        (json!({"Null": {"aws:UserAgent": "true"}}), 200),
        (json!({"StringLike": {"aws:UserAgent": "aws-cli/*"}}), 403),
    ] {
        in_memory(async |t| {
            let ana = t.root().make_iam_user("ana").await;
            make_role(&t, &trust_when(&condition)).await;

            let answer = ana.call("sts:AssumeRole", assume(json!({}))).await;

            assert_eq!(answer.status, status, "{condition}: {answer}");
        });
    }
}

#[test]
fn a_trust_policy_knows_the_tags_of_its_role() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let trust = trust_when(&json!({"StringEquals": {"aws:ResourceTag/open": "yes"}}));
        let tags = json!([{"Key": "open", "Value": "yes"}]);
        let role = json!({"RoleName": "HelpDesk", "AssumeRolePolicyDocument": trust, "Tags": tags});
        t.root().done("iam:CreateRole", role).await;

        let answer = ana.call("sts:AssumeRole", assume(json!({}))).await;

        assert_eq!(answer.status, 200, "{answer}");
    });
}

/// How the audit tells of a decision.
fn told(t: &Roster, audited: usize) -> String {
    let audit = t.audit(audited);
    let decision = audit.only().decision.as_ref().expect("a decision");
    let statements: Vec<_> = decision.statements.iter().map(ToString::to_string).collect();
    format!(
        "{:?} {:?} {}",
        decision.verdict,
        decision.reason,
        statements.join(", ")
    )
}

#[test]
fn the_audit_shows_the_statements_that_allowed_a_role_to_be_assumed() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        make_role(&t, &trust(&json!({"AWS": "123456789012"}))).await;
        let attempt = async || {
            let audited = t.audited();
            ana.call("sts:AssumeRole", assume(json!({}))).await;
            told(&t, audited)
        };

        assert_snapshot!(attempt().await, @r#"Denied Some(Implicit("identity-based policy"))"#);
        give(&t, "Allow", "sts:AssumeRole").await;
        assert_snapshot!(attempt().await, @"Allowed None statement 1 of the trust policy HelpDesk, statement 1 of the identity-based policy Allow");
        give(&t, "Deny", "sts:*").await;
        assert_snapshot!(attempt().await, @"Denied Some(Explicit) statement 1 of the identity-based policy Deny");
        t.root()
            .done("iam:DeleteRole", json!({"RoleName": "HelpDesk"}))
            .await;
        assert_snapshot!(attempt().await, @r#"Denied Some(Implicit("trust policy"))"#);
    });
}

#[test]
fn with_access_observe_any_existing_role_can_be_assumed() {
    let observing = Setup {
        access: Access::Observe,
        ..Setup::default()
    };
    observing.each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        t.root().make_iam_user("bob").await;
        make_role(&t, &trust(&json!({"AWS": "arn:aws:iam::123456789012:user/bob"}))).await;
        let audited = t.audited();

        let assumed = ana.done("sts:AssumeRole", assume(json!({}))).await;

        assert_snapshot!(told(&t, audited), @r#"Observed Some(Implicit("trust policy"))"#);
        let session = session(&t, &assumed);
        assert_eq!(session.call("sts:GetCallerIdentity", json!({})).await.status, 200);
        t.root()
            .done("iam:DeleteRole", json!({"RoleName": "HelpDesk"}))
            .await;
        assert_snapshot!(ana.call("sts:AssumeRole", assume(json!({}))).await, @"
        403 AccessDenied
        User: arn:aws:iam::123456789012:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/HelpDesk
        ");
    });
}

#[test]
fn who_may_not_take_on_a_role_does_not_hear_what_is_wrong_with_the_request() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let wrong = assume(json!({"DurationSeconds": 1}));

        assert_eq!(
            ana.call("sts:AssumeRole", wrong.clone()).await.error(),
            Some("AccessDenied")
        );
        make_role(&t, &trust(&json!({"AWS": ANA}))).await;
        assert_eq!(
            ana.call("sts:AssumeRole", wrong).await.error(),
            Some("ValidationError")
        );
    });
}
