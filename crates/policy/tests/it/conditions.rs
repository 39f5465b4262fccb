//! Each operator and each corner of the `Condition` element, one row each.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Condition operators", "Conditions with multiple context
//! keys or values", "Single-valued vs. multivalued context keys", "IAM policy elements: Variables and tags".

use roster_policy::{Decision, Request};

use crate::{ACTION, USER, context, policies};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Holds {
    Yes,
    No,
    Open,
}
use Holds::{No, Open, Yes};

/// Condition block, context, whether it holds.
type Row = (&'static str, &'static str, Holds);

fn check(rows: &[Row]) {
    for (condition, known, expected) in rows {
        let statement =
            format!(r#"{{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {condition}}}"#);
        let policies = policies(&[&statement]);
        let context = context(known);
        let request = Request {
            action: ACTION,
            resource: USER,
            context: &context,
        };

        let holds = match policies.evaluate(&request) {
            Decision::Allowed { .. } => Yes,
            Decision::Denied(_) => No,
            Decision::Undecided => Open,
        };

        assert_eq!(holds, *expected, "{condition} with {known}");
    }
}

#[test]
fn strings_are_compared_as_they_are() {
    check(&[
        (r#"{"StringEquals": {"k:x": "a"}}"#, "k:x = a", Yes),
        (r#"{"StringEquals": {"k:x": "a"}}"#, "k:x = A", No),
        (r#"{"StringEquals": {"k:x": ["a", "b"]}}"#, "k:x = b", Yes),
        (r#"{"StringEquals": {"k:x": "a*"}}"#, "k:x = ab", No),
        (r#"{"StringEquals": {"k:x": "a*"}}"#, "k:x = a*", Yes),
        (r#"{"StringNotEquals": {"k:x": "a"}}"#, "k:x = b", Yes),
        (r#"{"StringNotEquals": {"k:x": ["a", "b"]}}"#, "k:x = b", No),
        (r#"{"StringNotEquals": {"k:x": ["a", "b"]}}"#, "k:x = c", Yes),
        (
            r#"{"StringEqualsIgnoreCase": {"k:x": "Straße É"}}"#,
            "k:x = sTRAßE é",
            Yes,
        ),
        (r#"{"StringEqualsIgnoreCase": {"k:x": "a"}}"#, "k:x = b", No),
        (r#"{"StringNotEqualsIgnoreCase": {"k:x": "a"}}"#, "k:x = A", No),
        (r#"{"StringLike": {"k:x": "a*c"}}"#, "k:x = abbc", Yes),
        (r#"{"StringLike": {"k:x": "a?c"}}"#, "k:x = abbc", No),
        (r#"{"StringLike": {"k:x": "A*"}}"#, "k:x = ab", No),
        (r#"{"StringNotLike": {"k:x": ["a*", "b*"]}}"#, "k:x = cb", Yes),
        (r#"{"StringNotLike": {"k:x": ["a*", "b*"]}}"#, "k:x = bc", No),
        (r#"{"StringEquals": {"k:x": [1, true]}}"#, "k:x = true", Yes),
    ]);
}

#[test]
fn numbers_are_compared_by_size() {
    check(&[
        (r#"{"NumericEquals": {"k:x": "10"}}"#, "k:x = 10.0", Yes),
        (r#"{"NumericEquals": {"k:x": [1, 2.5]}}"#, "k:x = 2.50", Yes),
        (r#"{"NumericNotEquals": {"k:x": [1, 2]}}"#, "k:x = 2", No),
        (r#"{"NumericNotEquals": {"k:x": 1}}"#, "k:x = 2", Yes),
        (r#"{"NumericLessThan": {"k:x": "10"}}"#, "k:x = 9", Yes),
        (r#"{"NumericLessThan": {"k:x": "10"}}"#, "k:x = 10", No),
        (r#"{"NumericLessThanEquals": {"k:x": "10"}}"#, "k:x = 10", Yes),
        (r#"{"NumericGreaterThan": {"k:x": "-1"}}"#, "k:x = 0", Yes),
        (r#"{"NumericGreaterThan": {"k:x": "10"}}"#, "k:x = 10", No),
        (r#"{"NumericGreaterThanEquals": {"k:x": "10"}}"#, "k:x = 10", Yes),
        (r#"{"NumericEquals": {"k:x": "10"}}"#, "k:x = ten", No),
        (r#"{"NumericNotEquals": {"k:x": "10"}}"#, "k:x = ten", Yes),
    ]);
}

#[test]
fn times_are_compared_as_instants() {
    let now = "aws:CurrentTime = 2026-11-21T10:15:30Z";
    check(&[
        (
            r#"{"DateEquals": {"aws:CurrentTime": "2026-11-21T11:15:30+01:00"}}"#,
            now,
            Yes,
        ),
        (r#"{"DateEquals": {"aws:CurrentTime": 1795256130}}"#, now, Yes),
        (
            r#"{"DateNotEquals": {"aws:CurrentTime": "2026-11-21"}}"#,
            now,
            Yes,
        ),
        (r#"{"DateLessThan": {"aws:CurrentTime": "2027"}}"#, now, Yes),
        (
            r#"{"DateLessThan": {"aws:CurrentTime": "2026-11-21T10:15:30Z"}}"#,
            now,
            No,
        ),
        (
            r#"{"DateLessThanEquals": {"aws:CurrentTime": "2026-11-21T10:15:30Z"}}"#,
            now,
            Yes,
        ),
        (r#"{"DateGreaterThan": {"aws:CurrentTime": "2026-11"}}"#, now, Yes),
        (
            r#"{"DateGreaterThan": {"aws:CurrentTime": "2026-11-21T10:15:30Z"}}"#,
            now,
            No,
        ),
        (
            r#"{"DateGreaterThanEquals": {"aws:CurrentTime": "2026-11-21T10:15:30.0Z"}}"#,
            now,
            Yes,
        ),
        (
            r#"{"DateGreaterThan": {"aws:EpochTime": "2026-11-21"}}"#,
            "aws:EpochTime = 1795256130",
            Yes,
        ),
    ]);
}

#[test]
fn booleans_bytes_and_addresses() {
    check(&[
        (
            r#"{"Bool": {"aws:SecureTransport": "true"}}"#,
            "aws:SecureTransport = true",
            Yes,
        ),
        (
            r#"{"Bool": {"aws:SecureTransport": true}}"#,
            "aws:SecureTransport = false",
            No,
        ),
        (r#"{"Bool": {"aws:SecureTransport": "false"}}"#, "", No),
        (r#"{"BinaryEquals": {"k:x": "QmluYXJ5"}}"#, "k:x = QmluYXJ5", Yes),
        (r#"{"BinaryEquals": {"k:x": "QmluYXJ5"}}"#, "k:x = QmluYXJ6", No),
        (
            r#"{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#,
            "aws:SourceIp = 203.0.113.77",
            Yes,
        ),
        (
            r#"{"IpAddress": {"aws:SourceIp": "203.0.113.9/24"}}"#,
            "aws:SourceIp = 203.0.113.77",
            Yes,
        ),
        (
            r#"{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#,
            "aws:SourceIp = 203.0.114.1",
            No,
        ),
        (
            r#"{"IpAddress": {"aws:SourceIp": "203.0.113.7"}}"#,
            "aws:SourceIp = 203.0.113.7",
            Yes,
        ),
        (
            r#"{"IpAddress": {"aws:SourceIp": "203.0.113.7"}}"#,
            "aws:SourceIp = 203.0.113.8",
            No,
        ),
        (
            r#"{"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "2001:DB8::/32"]}}"#,
            "aws:SourceIp = 2001:db8:1::9",
            Yes,
        ),
        (
            r#"{"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}"#,
            "aws:SourceIp = 2001:db8::1",
            No,
        ),
        (
            r#"{"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.0.2.0/24"]}}"#,
            "aws:SourceIp = 192.0.2.1",
            No,
        ),
        (
            r#"{"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}"#,
            "aws:SourceIp = 192.0.2.1",
            Yes,
        ),
        (r#"{"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}"#, "", Yes),
    ]);
}

#[test]
fn arns_are_compared_part_by_part() {
    let pattern = r#"{"ArnLike": {"aws:SourceArn": "arn:aws:someservice:*:111122223333:finance/*"}}"#;
    let as_string = r#"{"StringLike": {"aws:SourceArn": "arn:aws:someservice:*:111122223333:finance/*"}}"#;
    let crossing = "aws:SourceArn = arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt";
    let user = "aws:PrincipalArn = arn:aws:iam::123456789012:user/ana";
    check(&[
        (pattern, crossing, No),
        (as_string, crossing, Yes),
        (
            pattern,
            "aws:SourceArn = arn:aws:someservice:us-east-2:111122223333:finance/a:b",
            Yes,
        ),
        (
            r#"{"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:user/*"}}"#,
            user,
            Yes,
        ),
        (
            r#"{"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:user/?na"}}"#,
            user,
            Yes,
        ),
        (
            r#"{"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:user/Ana"}}"#,
            user,
            No,
        ),
        (
            r#"{"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:user/*"}}"#,
            user,
            No,
        ),
        (
            r#"{"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}"#,
            user,
            Yes,
        ),
        (
            r#"{"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}"#,
            "",
            Yes,
        ),
        (r#"{"ArnLike": {"aws:PrincipalArn": "*"}}"#, user, Yes),
        (
            r#"{"ArnLike": {"aws:PrincipalArn": "*"}}"#,
            "aws:PrincipalArn = ana",
            No,
        ),
        (
            r#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:user/${aws:username}"}}"#,
            "aws:PrincipalArn = arn:aws:iam::123456789012:user/ana; aws:username = ana",
            Yes,
        ),
        (
            r#"{"ArnEquals": {"k:x": "${aws:PrincipalArn}"}}"#,
            "k:x = arn:a:b:c:d:e; aws:PrincipalArn = arn:a:b:c:d:e",
            Yes,
        ),
    ]);
}

#[test]
fn a_missing_key_fails_a_plain_operator_and_satisfies_a_negated_one() {
    check(&[
        (r#"{"StringEquals": {"k:x": "a"}}"#, "", No),
        (r#"{"StringNotEquals": {"k:x": "a"}}"#, "", Yes),
        (r#"{"NumericLessThan": {"k:x": 1}}"#, "", No),
        (r#"{"NumericNotEquals": {"k:x": 1}}"#, "", Yes),
        (r#"{"DateNotEquals": {"k:x": "2026"}}"#, "", Yes),
        (r#"{"StringEqualsIfExists": {"k:x": "a"}}"#, "", Yes),
        (r#"{"StringEqualsIfExists": {"k:x": "a"}}"#, "k:x = b", No),
        (r#"{"StringNotEqualsIfExists": {"k:x": "a"}}"#, "", Yes),
        (r#"{"StringNotEqualsIfExists": {"k:x": "a"}}"#, "k:x = a", No),
        (r#"{"BoolIfExists": {"aws:SecureTransport": "true"}}"#, "", Yes),
        (
            r#"{"IpAddressIfExists": {"aws:SourceIp": "10.0.0.0/8"}}"#,
            "",
            Yes,
        ),
        (r#"{"Null": {"k:x": "true"}}"#, "", Yes),
        (r#"{"Null": {"k:x": true}}"#, "k:x = a", No),
        (r#"{"Null": {"k:x": "false"}}"#, "k:x = a", Yes),
        (r#"{"Null": {"k:x": "false"}}"#, "", No),
        (r#"{"Null": {"k:x": "true"}}"#, "k:x = []", Yes),
        (r#"{"Null": {"k:x": ["true", "false"]}}"#, "", Yes),
    ]);
}

#[test]
fn every_line_of_a_block_must_hold() {
    check(&[
        (
            r#"{"StringEquals": {"k:x": "a", "k:y": "b"}}"#,
            "k:x = a; k:y = b",
            Yes,
        ),
        (r#"{"StringEquals": {"k:x": "a", "k:y": "b"}}"#, "k:x = a", No),
        (
            r#"{"StringEquals": {"k:x": "a"}, "Bool": {"k:y": true}}"#,
            "k:x = a; k:y = true",
            Yes,
        ),
        (
            r#"{"StringEquals": {"k:x": "a"}, "Bool": {"k:y": true}}"#,
            "k:x = a; k:y = false",
            No,
        ),
        (r#"{}"#, "", Yes),
    ]);
}

#[test]
fn for_all_values_asks_every_value_and_is_content_with_none() {
    let subset = r#"{"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}"#;
    let none_of = r#"{"ForAllValues:StringNotEquals": {"aws:TagKeys": ["a", "b"]}}"#;
    check(&[
        (subset, "aws:TagKeys = [a]", Yes),
        (subset, "aws:TagKeys = [b, a]", Yes),
        (subset, "aws:TagKeys = [a, c]", No),
        (subset, "aws:TagKeys = []", Yes),
        (subset, "", Yes),
        (subset, "aws:TagKeys = ", Yes),
        (none_of, "aws:TagKeys = [c, d]", Yes),
        (none_of, "aws:TagKeys = [c, a]", No),
        (none_of, "", Yes),
        (
            r#"{"ForAllValues:StringLike": {"aws:TagKeys": ["key1*", "key2*"]}}"#,
            "aws:TagKeys = [key1x, key2]",
            Yes,
        ),
        (
            r#"{"ForAllValues:NumericLessThan": {"k:x": 3}}"#,
            "k:x = [1, 2]",
            Yes,
        ),
        (
            r#"{"ForAllValues:NumericLessThan": {"k:x": 3}}"#,
            "k:x = [1, 3]",
            No,
        ),
        (
            r#"{"ForAllValues:StringLikeIfExists": {"k:x": "a*"}}"#,
            "k:x = [ab, b]",
            No,
        ),
        (
            r#"{"ForAllValues:StringEquals": {"k:x": "a"}, "Null": {"k:x": "false"}}"#,
            "",
            No,
        ),
        (r#"{"ForAllValues:StringEquals": {"k:x": "a"}}"#, "k:x = a", Yes),
    ]);
}

#[test]
fn for_any_value_wants_one_value_and_fails_without() {
    let some = r#"{"ForAnyValue:StringEquals": {"aws:TagKeys": ["a", "b"]}}"#;
    let other = r#"{"ForAnyValue:StringNotEquals": {"aws:TagKeys": ["a", "b"]}}"#;
    check(&[
        (some, "aws:TagKeys = [c, b]", Yes),
        (some, "aws:TagKeys = [c, d]", No),
        (some, "aws:TagKeys = []", No),
        (some, "", No),
        (other, "aws:TagKeys = [a, c]", Yes),
        (other, "aws:TagKeys = [a, b]", No),
        (other, "", No),
        (r#"{"ForAnyValue:StringEqualsIfExists": {"k:x": "a"}}"#, "", Yes),
        (r#"{"ForAnyValue:StringEquals": {"k:x": "a"}}"#, "k:x = a", Yes),
    ]);
}

#[test]
fn a_multivalued_key_without_prefix_is_asked_for_any_match() {
    check(&[
        (r#"{"StringEquals": {"k:x": "a"}}"#, "k:x = [a, b]", Yes),
        (r#"{"StringEquals": {"k:x": "a"}}"#, "k:x = [b, c]", No),
        (r#"{"StringNotEquals": {"k:x": "a"}}"#, "k:x = [a, b]", No),
        (r#"{"StringNotEquals": {"k:x": "a"}}"#, "k:x = [b, c]", Yes),
        (r#"{"StringNotEquals": {"k:x": "a"}}"#, "k:x = []", Yes),
    ]);
}

#[test]
fn names_of_keys_and_tags_ignore_case() {
    check(&[
        (
            r#"{"StringEquals": {"CONNECT:instanceid": "a1b2"}}"#,
            "connect:InstanceId = a1b2",
            Yes,
        ),
        (
            r#"{"StringEquals": {"aws:ResourceTag/TEAM": "red"}}"#,
            "aws:ResourceTag/team = red",
            Yes,
        ),
        (
            r#"{"StringEquals": {"aws:ResourceTag/team": "Red"}}"#,
            "aws:ResourceTag/team = red",
            No,
        ),
        (
            r#"{"StringEquals": {"aws:ResourceTag/a/b": "c"}}"#,
            "aws:resourcetag/a/b = c",
            Yes,
        ),
    ]);
}

#[test]
fn variables_stand_for_what_the_request_has() {
    let own_team = r#"{"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}"#;
    let other_team = r#"{"StringNotEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}"#;
    check(&[
        (
            own_team,
            "aws:ResourceTag/team = red; aws:PrincipalTag/team = red",
            Yes,
        ),
        (
            own_team,
            "aws:ResourceTag/team = red; aws:PrincipalTag/team = blue",
            No,
        ),
        (own_team, "aws:ResourceTag/team = red", No),
        (
            own_team,
            "aws:ResourceTag/team = red; aws:PrincipalTag/team = [red]",
            No,
        ),
        (
            other_team,
            "aws:ResourceTag/team = red; aws:PrincipalTag/team = blue",
            Yes,
        ),
        (other_team, "aws:ResourceTag/team = red", No),
        (
            r#"{"StringEquals": {"k:x": ["${aws:username}", "b"]}}"#,
            "k:x = b",
            Yes,
        ),
        (
            r#"{"StringLike": {"k:x": "home/${aws:username}/*"}}"#,
            "k:x = home/ana/a/b; aws:username = ana",
            Yes,
        ),
        (
            r#"{"StringLike": {"k:x": "${aws:username}"}}"#,
            "k:x = ana; aws:username = *",
            No,
        ),
        (
            r#"{"StringEquals": {"k:x": "${aws:username, 'anonymous'}"}}"#,
            "k:x = anonymous",
            Yes,
        ),
        (
            r#"{"StringEquals": {"k:x": "${AWS:UserName, 'anonymous'}"}}"#,
            "k:x = ana; aws:username = ana",
            Yes,
        ),
        (r#"{"StringLike": {"k:x": "a${*}b${?}${$}"}}"#, "k:x = a*b?$", Yes),
        (r#"{"StringLike": {"k:x": "a${*}b"}}"#, "k:x = axb", No),
    ]);
}

#[test]
fn what_is_not_known_yet_leaves_open_only_what_depends_on_it() {
    check(&[
        (r#"{"StringEquals": {"k:x": "a"}}"#, "k:x = ?", Open),
        (r#"{"StringNotEquals": {"k:x": "a"}}"#, "k:x = ?", Open),
        (r#"{"ForAllValues:StringEquals": {"k:x": "a"}}"#, "k:x = ?", Open),
        (r#"{"Null": {"k:x": "true"}}"#, "k:x = ?", Open),
        (
            r#"{"StringEquals": {"k:x": "a", "k:y": "b"}}"#,
            "k:x = ?; k:y = c",
            No,
        ),
        (
            r#"{"StringEquals": {"k:x": ["${k:y}", "a"]}}"#,
            "k:x = a; k:y = ?",
            Yes,
        ),
        (
            r#"{"StringEquals": {"k:x": ["${k:y}", "a"]}}"#,
            "k:x = b; k:y = ?",
            Open,
        ),
        (
            r#"{"StringEquals": {"k:x": "pre${k:y}"}}"#,
            "k:x = other; k:y = ?",
            No,
        ),
        (
            r#"{"StringNotEquals": {"k:x": "pre${k:y}"}}"#,
            "k:x = other; k:y = ?",
            Open,
        ),
    ]);
}
