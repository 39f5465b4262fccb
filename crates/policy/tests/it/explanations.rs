use roster_policy::{Outcome, Request};

use crate::{ACTION, USER, context, policies};

#[test]
fn every_statement_says_why_it_does_not_match() {
    let policies = policies(&[
        r#"{"Sid": "Other", "Effect": "Allow", "Action": ["connect:List*", "connect:Search*"], "Resource": "*"},
           {"Effect": "Allow", "NotAction": "connect:Update*", "Resource": "*"},
           {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:connect:*:*:instance/*/queue/*"},
           {"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:connect:*"}"#,
        r#"{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": ["red", "green"]}}},
           {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:PrincipalTag/team": "blue"}}},
           {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"ForAnyValue:StringLike": {"aws:TagKeys": "c*"}}},
           {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"k:y": "?", "k:x": "a"}}},
           {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"k:x": true}}},
           {"Effect": "Allow", "Action": "*", "Resource": "*"}"#,
    ]);
    let context = context("aws:PrincipalTag/team = blue; aws:TagKeys = [a, b]; k:y = ?; k:x = ?");
    let request = Request {
        action: ACTION,
        resource: USER,
        context: &context,
    };

    let traces = policies.explain(&request);

    let told: Vec<String> = traces
        .iter()
        .map(|trace| {
            let name = format!(
                "{}[{}] {}",
                trace.statement.policy, trace.statement.index, trace.effect
            );
            match &trace.outcome {
                Outcome::Matches => format!("{name} matches"),
                Outcome::Misses { because } => format!("{name} misses: {because}"),
                Outcome::Unknown { because } => format!("{name} unknown: {because}"),
            }
        })
        .collect();
    assert_eq!(
        told,
        [
            "p0[0] Allow misses: the action connect:UpdateUserIdentityInfo is not connect:List* or connect:Search*".to_owned(),
            "p0[1] Allow misses: the action connect:UpdateUserIdentityInfo is excepted by connect:Update*".to_owned(),
            format!("p0[2] Allow misses: the resource {USER} is not arn:aws:connect:*:*:instance/*/queue/*"),
            format!("p0[3] Allow misses: the resource {USER} is excepted by arn:aws:connect:*"),
            r#"p1[0] Allow misses: StringEquals aws:PrincipalTag/team: has "blue", wants "red" or "green""#.to_owned(),
            r#"p1[1] Deny misses: StringNotEquals aws:PrincipalTag/team: has "blue", wants none of "blue""#.to_owned(),
            r#"p1[2] Deny misses: ForAnyValue:StringLike aws:TagKeys: has ["a", "b"], wants "c*""#.to_owned(),
            r#"p1[3] Deny unknown: StringEquals k:y: is not known yet, wants "?""#.to_owned(),
            r#"p1[4] Deny unknown: Bool k:x: is not known yet, wants "true""#.to_owned(),
            "p1[5] Allow matches".to_owned(),
        ]
    );
    assert_eq!(traces[0].statement.sid, Some("Other"));
}

#[test]
fn an_unknown_variable_differs_from_another_resource() {
    let policies = policies(&[r#"{"Effect": "Allow", "Action": "*",
        "Resource": "arn:aws:connect:us-east-1:123456789012:instance/${k:x}/*"}"#]);
    let context = context("k:x = ?");
    let request = Request {
        action: ACTION,
        resource: USER,
        context: &context,
    };

    let because = "Resource arn:aws:connect:us-east-1:123456789012:instance/${k:x}/*: has a variable that is not known yet";
    assert_eq!(
        policies.explain(&request)[0].outcome,
        Outcome::Unknown {
            because: because.to_owned()
        }
    );
}

#[test]
fn an_absent_key_is_called_absent() {
    let policies = policies(&[r#"{"Effect": "Allow", "Action": "*", "Resource": "*",
        "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}}"#]);
    let nothing = context("");
    let request = Request {
        action: ACTION,
        resource: USER,
        context: &nothing,
    };

    let because = r#"IpAddress aws:SourceIp: is absent, wants "10.0.0.0/8""#.to_owned();
    assert_eq!(policies.explain(&request)[0].outcome, Outcome::Misses { because });
}
