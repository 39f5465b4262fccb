//! Actions, resources, layers and reasons.
//!
//! Source: IAM User Guide, "Policy evaluation logic", "IAM JSON policy elements: Resource", "… NotAction",
//! "… NotResource", "… Version".

use std::sync::Arc;

use roster_policy::{Decision, Denial, Document, Kind, Policies, Policy, Relevant, Request, StatementName};

use crate::{ACTION, USER, context, identity, named, policies};

const ALL: &str = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
const DESCRIBE: &str = r#"{"Effect": "Allow", "Action": "connect:Describe*", "Resource": "*"}"#;
const NO_UPDATE: &str =
    r#"{"Sid": "NoUpdate", "Effect": "Deny", "Action": "connect:UpdateUser*", "Resource": "*"}"#;
const DENY_TAGGED: &str = r#"{"Effect": "Deny", "Action": "*", "Resource": "*",
    "Condition": {"StringEquals": {"aws:ResourceTag/team": "board"}}}"#;
const ALLOW_TAGGED: &str = r#"{"Effect": "Allow", "Action": "*", "Resource": "*",
    "Condition": {"StringEquals": {"aws:ResourceTag/team": "board"}}}"#;

/// The decision as a sentence: what allowed, or the clause that AWS puts into its refusal.
fn decide(policies: &Policies, action: &str, resource: &str, known: &str) -> String {
    let context = context(known);
    let request = Request {
        action,
        resource,
        context: &context,
    };
    let decision = policies.evaluate(&request);
    let relevant = Arc::new(policies.clone()).for_action(action);
    assert_eq!(
        decision,
        relevant.evaluate(resource, &context),
        "the shorter way must say the same"
    );
    let name = |name: StatementName<'_>| match name.sid {
        Some(sid) => format!("{}.{sid}", name.policy),
        None => format!("{}[{}]", name.policy, name.index),
    };
    match decision {
        Decision::Allowed { by } => format!("allowed by {}", name(by)),
        Decision::Denied(denial @ Denial::Explicit { by }) => {
            format!("{}: {}", denial.clause(action), name(by))
        }
        Decision::Denied(denial @ Denial::Implicit { .. }) => denial.clause(action).to_string(),
        Decision::Undecided => "undecided".to_owned(),
    }
}

#[test]
fn deny_beats_allow_and_silence_denies() {
    let rows: &[(&[&str], &str, &str)] = &[
        (
            &[],
            "",
            "because no identity-based policy allows the connect:UpdateUserIdentityInfo action",
        ),
        (&[ALL], "", "allowed by p0[0]"),
        (
            &[DESCRIBE],
            "",
            "because no identity-based policy allows the connect:UpdateUserIdentityInfo action",
        ),
        (&[DESCRIBE, ALL], "", "allowed by p1[0]"),
        (
            &[ALL, NO_UPDATE],
            "",
            "with an explicit deny in an identity-based policy: p1.NoUpdate",
        ),
        (
            &[NO_UPDATE, ALL],
            "",
            "with an explicit deny in an identity-based policy: p0.NoUpdate",
        ),
        (
            &[NO_UPDATE],
            "",
            "with an explicit deny in an identity-based policy: p0.NoUpdate",
        ),
        (
            &[ALL, DENY_TAGGED],
            "aws:ResourceTag/team = board",
            "with an explicit deny in an identity-based policy: p1[0]",
        ),
        (&[ALL, DENY_TAGGED], "", "allowed by p0[0]"),
        (&[ALL, DENY_TAGGED], "aws:ResourceTag/team = ?", "undecided"),
        (
            &[NO_UPDATE, ALLOW_TAGGED],
            "aws:ResourceTag/team = ?",
            "with an explicit deny in an identity-based policy: p0.NoUpdate",
        ),
        (&[ALLOW_TAGGED], "aws:ResourceTag/team = ?", "undecided"),
        (
            &[ALLOW_TAGGED, ALL],
            "aws:ResourceTag/team = ?",
            "allowed by p1[0]",
        ),
        (
            &[DENY_TAGGED],
            "aws:ResourceTag/team = ?",
            "because no identity-based policy allows the connect:UpdateUserIdentityInfo action",
        ),
    ];
    for (statements, known, expected) in rows {
        assert_eq!(
            decide(&policies(statements), ACTION, USER, known),
            *expected,
            "{statements:?} {known}"
        );
    }
}

#[test]
fn every_layer_there_is_must_allow_and_none_may_deny() {
    let rows: &[(&str, &[&str], &[&str], &str)] = &[
        (ALL, &[ALL], &[ALL], "allowed by p0[0]"),
        (
            ALL,
            &[DESCRIBE],
            &[],
            "because no permissions boundary allows the connect:UpdateUserIdentityInfo action",
        ),
        (
            ALL,
            &[],
            &[DESCRIBE],
            "because no session policy allows the connect:UpdateUserIdentityInfo action",
        ),
        (ALL, &[], &[DESCRIBE, ALL], "allowed by p0[0]"),
        (
            DESCRIBE,
            &[ALL],
            &[ALL],
            "because no identity-based policy allows the connect:UpdateUserIdentityInfo action",
        ),
        (
            DESCRIBE,
            &[DESCRIBE],
            &[DESCRIBE],
            "because no identity-based policy allows the connect:UpdateUserIdentityInfo action",
        ),
        (
            ALL,
            &[NO_UPDATE],
            &[],
            "with an explicit deny in a permissions boundary: b0.NoUpdate",
        ),
        (
            ALL,
            &[],
            &[ALL, NO_UPDATE],
            "with an explicit deny in a session policy: s1.NoUpdate",
        ),
        (
            DESCRIBE,
            &[],
            &[NO_UPDATE],
            "with an explicit deny in a session policy: s0.NoUpdate",
        ),
    ];
    for (granted, boundary, session, expected) in rows {
        let policies = Policies {
            identity: named("p", &[granted]),
            boundary: named("b", boundary).pop(),
            session: named("s", session),
        };

        assert_eq!(
            decide(&policies, ACTION, USER, ""),
            *expected,
            "{granted} {boundary:?} {session:?}"
        );
    }
}

#[test]
fn an_open_boundary_leaves_the_request_open() {
    let policies = Policies {
        identity: named("p", &[ALL]),
        boundary: named("b", &[ALLOW_TAGGED]).pop(),
        session: Vec::new(),
    };

    assert_eq!(
        decide(&policies, ACTION, USER, "aws:ResourceTag/team = ?"),
        "undecided"
    );
    assert_eq!(
        decide(&policies, ACTION, USER, "aws:ResourceTag/team = board"),
        "allowed by p0[0]"
    );
    assert_eq!(
        decide(&policies, ACTION, USER, ""),
        "because no permissions boundary allows the connect:UpdateUserIdentityInfo action"
    );
}

/// Whether a statement with these elements allows the action on the resource.
fn allows(elements: &str, action: &str, resource: &str, known: &str) -> bool {
    let statement = format!(r#"{{"Effect": "Allow", {elements}}}"#);
    decide(&policies(&[&statement]), action, resource, known).starts_with("allowed")
}

#[test]
fn actions_match_without_regard_to_case() {
    let rows = [
        (r#""Action": "connect:UpdateUserIdentityInfo""#, true),
        (r#""Action": "CONNECT:updateuserIDENTITYinfo""#, true),
        (r#""Action": "connect:Update*Info""#, true),
        (r#""Action": "connect:UpdateUserIdentityInf?""#, true),
        (r#""Action": "connect:UpdateUserIdentityInfo?""#, false),
        (r#""Action": "connect:*""#, true),
        (r#""Action": "*""#, true),
        (r#""Action": "iam:*""#, false),
        (r#""Action": ["iam:*", "connect:Update*"]"#, true),
        (r#""NotAction": "iam:*""#, true),
        (r#""NotAction": ["iam:*", "connect:update*"]"#, false),
        (r#""NotAction": "*""#, false),
    ];
    for (action, expected) in rows {
        let elements = format!(r#"{action}, "Resource": "*""#);
        assert_eq!(allows(&elements, ACTION, USER, ""), expected, "{action}");
    }
}

#[test]
fn resources_match_by_pattern() {
    let rows = [
        (r#""Resource": "*""#, USER, true),
        (r#""Resource": "*""#, "*", true),
        (r#""Resource": "arn:aws:connect:*""#, USER, true),
        (r#""Resource": "arn:aws:connect:*""#, "*", false),
        (
            r#""Resource": "arn:aws:connect:us-east-1:123456789012:instance/a1b2*""#,
            USER,
            true,
        ),
        (
            r#""Resource": "arn:aws:connect:us-east-1:123456789012:instance/a1b2/*""#,
            USER,
            true,
        ),
        (
            r#""Resource": "arn:aws:connect:us-east-1:123456789012:instance/*/agent/c3d4""#,
            USER,
            true,
        ),
        (
            r#""Resource": "arn:aws:connect:us-*:*:instance/????/agent/*""#,
            USER,
            true,
        ),
        (
            r#""Resource": "arn:aws:connect:us-*-2:*:instance/????/agent/*""#,
            USER,
            false,
        ),
        (
            r#""Resource": "arn:aws:connect:us-east-1:123456789012:instance/A1B2/*""#,
            USER,
            false,
        ),
        (
            r#""Resource": "arn:aws:connect:us-east-1:123456789012:instance/a1b2""#,
            USER,
            false,
        ),
        (
            r#""NotResource": "arn:aws:connect:us-east-1:123456789012:instance/a1b2/*""#,
            USER,
            false,
        ),
        (
            r#""NotResource": ["arn:aws:iam::*:user/*", "arn:aws:connect:*"]"#,
            USER,
            false,
        ),
        (r#""NotResource": "arn:aws:iam::*:user/*""#, USER, true),
        (r#""NotResource": "arn:aws:connect:*""#, "*", true),
    ];
    for (element, resource, expected) in rows {
        let elements = format!(r#""Action": "*", {element}"#);
        assert_eq!(
            allows(&elements, ACTION, resource, ""),
            expected,
            "{element} on {resource}"
        );
    }
}

#[test]
fn variables_in_resources() {
    let own = r#""Action": "*", "Resource": "arn:aws:iam::123456789012:user/${aws:username}""#;
    let not_own = r#""Action": "*", "NotResource": "arn:aws:iam::123456789012:user/${aws:username}""#;
    let ana = "arn:aws:iam::123456789012:user/ana";
    let rows = [
        (own, "aws:username = ana", true),
        (own, "aws:username = bob", false),
        (own, "aws:username = *", false),
        (own, "", false),
        (not_own, "aws:username = bob", true),
        (not_own, "aws:username = ana", false),
        (not_own, "", false),
    ];
    for (elements, known, expected) in rows {
        assert_eq!(
            allows(elements, "iam:GetUser", ana, known),
            expected,
            "{elements} with {known}"
        );
    }
}

#[test]
fn a_deny_whose_variable_has_no_value_applies_to_every_resource() {
    let own = "arn:aws:iam::123456789012:user/${aws:username}";
    let rows = [
        (format!(r#""NotResource": "{own}""#), "aws:username = uu", false),
        (format!(r#""NotResource": "{own}""#), "aws:username = other", true),
        (format!(r#""NotResource": "{own}""#), "", true),
        (format!(r#""Resource": "{own}""#), "aws:username = other", false),
        (format!(r#""Resource": "{own}""#), "", true),
        (
            format!(r#""Resource": ["arn:aws:s3:::*", "{own}"]"#),
            "aws:username = [uu]",
            true,
        ),
        (format!(r#""NotResource": ["{own}", "arn:aws:iam::*"]"#), "", true),
        (
            r#""NotResource": "arn:aws:iam::123456789012:user/${aws:username, 'uu'}""#.to_owned(),
            "",
            false,
        ),
    ];
    for (element, known, expected) in rows {
        let deny = format!(r#"{{"Effect": "Deny", "Action": "iam:*", {element}}}"#);
        let policies = policies(&[ALL, &deny]);

        let decision = decide(
            &policies,
            "iam:CreateAccessKey",
            "arn:aws:iam::123456789012:user/uu",
            known,
        );

        assert_eq!(
            decision.contains("explicit deny"),
            expected,
            "{element} with {known}"
        );
    }
}

#[test]
fn a_variable_in_the_account_stands_for_an_account_and_no_more() {
    let own_keys = r#""Action": "*", "Resource": "arn:*:kms:*:${aws:PrincipalTag/home}:key/*""#;
    let rows = [
        ("arn:aws:kms:us-east-1:111111111111:key/k", "111111111111", true),
        ("arn:aws:kms:us-east-1:222222222222:key/k", "111111111111", false),
        (
            "arn:aws:kms:us-east-1:111111111111:alias/k",
            "111111111111",
            false,
        ),
        // What somebody writes into a tag reaches neither into the Region nor into the resource.
        (
            "arn:aws:kms:us-east-1:111111111111:222:key/k",
            "111111111111:222",
            false,
        ),
        ("arn:aws:kms:us-east-1:111111111111:key/k", "*", false),
        ("arn:aws:kms:us-east-1:1:key/k", "us-east-1:1", false),
    ];
    for (resource, tag, expected) in rows {
        let known = format!("aws:PrincipalTag/home = {tag}");
        assert_eq!(
            allows(own_keys, "kms:Decrypt", resource, &known),
            expected,
            "{resource} with {known}"
        );
    }
    assert!(!allows(
        own_keys,
        "kms:Decrypt",
        "arn:aws:kms:us-east-1:111111111111:key/k",
        ""
    ));
}

#[test]
fn an_action_with_a_blank_allows_nothing() {
    for action in [
        "connect:UpdateUserIdentityInfo ",
        "connect: *",
        "connect:Update* ",
    ] {
        let elements = format!(r#""Action": "{action}", "Resource": "*""#);
        assert!(!allows(&elements, ACTION, USER, ""), "{action}");
    }
}

#[test]
fn the_effort_of_a_decision_grows_with_each_text_that_it_compares() {
    let alike = "a".repeat(1_000);
    let statement = |wanted: &str| {
        format!(
            r#"{{"Effect": "Deny", "Action": "*", "Resource": "*",
                "Condition": {{"StringLike": {{"k:x": ["{wanted}", "b"]}}}}}}"#
        )
    };
    let effort = |wanted: &str, known: &str| {
        let known = context(known);
        policies(&[ALL, &statement(wanted)])
            .effort(&known)
            .of(ACTION, USER)
    };

    let little = effort("a", "k:x = a");
    let one = effort(&format!("*?{alike}*"), &format!("k:x = {alike}"));
    let two = effort(&format!("*?{alike}*"), &format!("k:x = [{alike}, {alike}]"));
    let by_variable = effort("*?${k:y}*", &format!("k:x = {alike}; k:y = {alike}"));

    assert!(little < 1_000, "{little}");
    assert!((16_000..64_000).contains(&one), "{one}");
    assert!((2 * one - 1_000..2 * one).contains(&two), "{one}, then {two}");
    assert!(by_variable >= one, "{one}, then {by_variable}");
}

#[test]
fn before_the_version_of_2012_a_variable_is_text() {
    for version in [r#""Version": "2008-10-17", "#, ""] {
        let document = format!(
            r#"{{{version}"Statement": {{"Effect": "Allow", "Action": "*",
                "Resource": "arn:aws:iam::123456789012:user/${{aws:username}}"}}}}"#
        );
        let policies = Policies {
            identity: vec![identity("old", &document)],
            ..Policies::default()
        };

        let on = |user: &str| {
            decide(
                &policies,
                "iam:GetUser",
                &format!("arn:aws:iam::123456789012:user/{user}"),
                "aws:username = ana",
            )
        };

        assert!(on("ana").starts_with("because"));
        assert!(on("${aws:username}").starts_with("allowed"));
    }
}

fn unknown_keys(relevant: &Relevant, known: &str) -> Vec<String> {
    let context = context(known);
    let keys = relevant.unknown_keys(USER, &context);
    keys.into_iter().map(ToString::to_string).collect()
}

#[test]
fn the_keys_that_matter_are_named() {
    let by_variable = r#"{"Effect": "Allow", "Action": "*", "Resource": "*",
        "Condition": {"StringEquals": {"aws:ResourceTag/TEAM": "${aws:PrincipalTag/team}", "k:x": "a"}}}"#;
    let elsewhere = r#"{"Effect": "Deny", "Action": "*", "Resource": "arn:aws:iam::*:user/*",
        "Condition": {"StringEquals": {"k:y": "a"}}}"#;
    let other_action =
        r#"{"Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": {"Bool": {"k:z": true}}}"#;
    let relevant =
        Arc::new(policies(&[by_variable, DENY_TAGGED, elsewhere, other_action])).for_action(ACTION);

    let all = "aws:ResourceTag/team = ?; aws:PrincipalTag/team = red; k:x = ?; k:y = ?; k:z = ?";
    assert_eq!(unknown_keys(&relevant, all), ["aws:ResourceTag/TEAM", "k:x"]);
    assert_eq!(
        unknown_keys(&relevant, "aws:ResourceTag/team = ?; k:x = b"),
        ["aws:ResourceTag/team"]
    );
    assert_eq!(unknown_keys(&relevant, ""), Vec::<String>::new());
    let mut asked: Vec<_> = relevant.keys().map(|key| key.folded().to_owned()).collect();
    asked.sort();
    asked.dedup();
    assert_eq!(
        asked,
        ["aws:principaltag/team", "aws:resourcetag/team", "k:x", "k:y"]
    );
}

#[test]
fn a_trust_policy_among_identity_based_ones_grants_nothing() {
    let trust = r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:*"}}"#;
    let policies = Policies {
        identity: vec![Policy {
            name: "misplaced".into(),
            document: Arc::new(Document::parse(trust, Kind::Trust).expect("a trust policy")),
        }],
        ..Policies::default()
    };

    assert_eq!(
        decide(&policies, "sts:AssumeRole", "*", ""),
        "because no identity-based policy allows the sts:AssumeRole action"
    );
}

#[test]
fn statements_that_could_grant_are_found_whatever_their_conditions() {
    let own = r#"{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:connect:us-east-1:123456789012:instance/${k:x}/*"}"#;
    let iam = r#"{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:iam::123456789012:user/${k:x}"}"#;
    let policies = policies(&[DESCRIBE, ALLOW_TAGGED, NO_UPDATE, own, iam]);

    let granting: Vec<_> = policies
        .could_grant(ACTION, USER)
        .map(|name| name.policy)
        .collect();

    assert_eq!(granting, ["p1", "p3"]);
}
