//! What is a policy document, and what is said of one that is none.

use roster_policy::{Document, Kind, counted_size};

fn statement(elements: &str) -> String {
    format!(r#"{{"Version": "2012-10-17", "Statement": [{{{elements}}}]}}"#)
}

fn refusal(text: &str, kind: Kind) -> String {
    match Document::parse(text, kind) {
        Ok(_) => format!("not refused: {text}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_aws_permits_is_read() {
    let documents = [
        r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#,
        r#"{"Statement": [{"Effect": "Allow", "Action": ["a:b", "c:*"], "Resource": ["*"]}], "Id": "any text", "Version": "2008-10-17"}"#,
        r#"{"Statement": [{"Resource": "*", "NotAction": "iam:*", "Effect": "Deny", "Sid": ""}, {"Sid": "", "Effect": "Allow", "Action": "a:b", "NotResource": "arn:aws:s3:::*"}]}"#,
        r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "a:b", "Resource": "arn:aws:iam::123456789012:user/${aws:username, 'x'}", "Condition": {}}}"#,
        r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": "arn:*:kms:*:${aws:PrincipalAccount}:key/*"}}"#,
        r#"{"Statement": {"Effect": "Allow", "Action": ["lambda:ListFunctions ", "amplifybackend: *", "ec2: DescribeAccountAttributes"], "Resource": "*"}}"#,
        r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "a:b", "Resource": "arn:aws:s3:*", "Condition": {"NumericEquals": {"a:b": [1, "2", 3.5]}, "Bool": {"a:b": true}}}}"#,
    ];
    for document in documents {
        let parsed = Document::parse(document, Kind::Identity);

        assert!(parsed.is_ok(), "{}: {document}", parsed.unwrap_err());
    }
}

#[test]
fn a_document_that_is_none_is_refused_with_the_reason() {
    let rows = [
        (
            "",
            "Syntax errors in policy. The document is not JSON: EOF while parsing a value at line 1 column 0.",
        ),
        (
            "{",
            "Syntax errors in policy. The document is not JSON: EOF while parsing an object at line 1 column 1.",
        ),
        ("[]", "Syntax errors in policy. Expected an object, found a list."),
        (
            "{}",
            "Syntax errors in policy. A policy must contain at least one statement.",
        ),
        (
            r#"{"Statement": []}"#,
            "Statement: Syntax errors in policy. A policy must contain at least one statement. The list is empty.",
        ),
        (
            r#"{"Statement": [1]}"#,
            "Statement[0]: Syntax errors in policy. Expected an object, found a number.",
        ),
        (
            r#"{"Version": "2012-10-18", "Statement": []}"#,
            r#"Version: Policy document must be version 2012-10-17 or 2008-10-17, not "2012-10-18"; use 2012-10-17."#,
        ),
        (
            r#"{"Version": 2012, "Statement": []}"#,
            "Version: Syntax errors in policy. Expected a string, found a number.",
        ),
        (
            r#"{"Statements": []}"#,
            "Statements: Syntax errors in policy. There is no such element here; use Version, Id or Statement.",
        ),
        (
            r#"{"Statement": {}, "Statement": {}}"#,
            "Statement: Syntax errors in policy. The element stands here twice; keep one.",
        ),
    ];
    for (document, expected) in rows {
        assert_eq!(refusal(document, Kind::Identity), expected, "{document}");
    }
}

#[test]
fn a_statement_that_is_none_is_refused_with_place_and_reason() {
    let rows = [
        (
            r#""Action": "a:b", "Resource": "*""#,
            "Statement[0]: Syntax errors in policy. A statement must have an Effect, Allow or Deny.",
        ),
        (
            r#""Effect": "allow", "Action": "a:b", "Resource": "*""#,
            r#"Statement[0].Effect: The effect must be Allow or Deny, not "allow"; case counts."#,
        ),
        (
            r#""Effect": "Deny", "Effect": "Allow", "Action": "a:b", "Resource": "*""#,
            "Statement[0].Effect: Syntax errors in policy. The element stands here twice; keep one.",
        ),
        (
            r#""Effect": "Allow", "Resource": "*""#,
            "Statement[0]: Policy statement must contain actions.",
        ),
        (
            r#""Effect": "Allow", "Action": [], "Resource": "*""#,
            "Statement[0].Action: Policy statement must contain actions. The list is empty.",
        ),
        (
            r#""Effect": "Allow", "Action": ["a:b", 1], "Resource": "*""#,
            "Statement[0].Action[1]: Syntax errors in policy. Expected a string, found a number.",
        ),
        (
            r#""Effect": "Allow", "Action": "a:b", "NotAction": "a:c", "Resource": "*""#,
            "Statement[0]: Syntax errors in policy. Action and NotAction exclude each other; keep one, or make two statements.",
        ),
        (
            r#""Effect": "Allow", "Action": "UpdateUser", "Resource": "*""#,
            r#"Statement[0].Action: Actions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. "UpdateUser": write it as service:Action."#,
        ),
        (
            r#""Effect": "Allow", "Action": "conn*:UpdateUser", "Resource": "*""#,
            r#"Statement[0].Action: Actions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. "conn*:UpdateUser": before the colon stands the prefix of a service, without wildcards."#,
        ),
        (
            r#""Effect": "Allow", "Action": "a:b:c", "Resource": "*""#,
            r#"Statement[0].Action: Actions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. "a:b:c": after the colon stands the name of an action, of letters and digits, * and ?."#,
        ),
        (
            r#""Effect": "Allow", "Action": "a:b""#,
            "Statement[0]: Policy statement must contain resources.",
        ),
        (
            r#""Effect": "Allow", "Action": "a:b", "Resource": "a1b2""#,
            r#"Statement[0].Resource: Resource a1b2 must be in ARN format or "*": it does not begin with arn:."#,
        ),
        (
            r#""Effect": "Allow", "Action": "a:b", "Resource": "arn:aws:s3""#,
            r#"Statement[0].Resource: Resource arn:aws:s3 must be in ARN format or "*": an ARN has six parts between colons."#,
        ),
        (
            r#""Effect": "Allow", "Action": "a:b", "Resource": "arn:aws:*:us-east-1:1:x""#,
            r#"Statement[0].Resource: Resource arn:aws:*:us-east-1:1:x must be in ARN format or "*": the service must be fully qualified."#,
        ),
        (
            r#""Effect": "Allow", "Action": "a:b", "Resource": "arn:aws:s3:u*x:y*""#,
            r#"Statement[0].Resource: Resource arn:aws:s3:u*x:y* must be in ARN format or "*": write all six parts, or let * end each part that has one."#,
        ),
        (
            r#""Effect": "Allow", "Action": "a:b", "Resource": "arn:aws:s3:${aws:RequestedRegion}:1:x""#,
            r#"Statement[0].Resource: Resource arn:aws:s3:${aws:RequestedRegion}:1:x must be in ARN format or "*": variables may stand only in the account and after the fifth colon."#,
        ),
        (
            r#""Effect": "Allow", "Action": "a:b", "Resource": "arn:aws:s3:::${aws:username""#,
            "Statement[0].Resource: The policy variable ${aws:username is not valid: it is not closed by `}`; write `${$}` for a dollar sign.",
        ),
        (
            r#""Effect": "Allow", "Action": "a:b", "Resource": "arn:aws:s3:::${username}""#,
            "Statement[0].Resource: The policy variable ${username} is not valid: a variable is a condition key with its prefix, such as `${aws:username}`.",
        ),
        (
            r#""Effect": "Allow", "Action": "a:b", "Resource": "arn:aws:s3:::${aws:username, x}""#,
            "Statement[0].Resource: The policy variable ${aws:username, x} is not valid: the default value must stand in single quotes: `${key, 'value'}`.",
        ),
        (
            r#""Effect": "Allow", "Action": "a:b", "Resource": "*", "Principal": "*""#,
            "Statement[0].Principal: Policy document should not specify this element: the policy applies to whom it is attached to.",
        ),
        (
            r#""Effect": "Allow", "Action": "a:b", "Resource": "*", "Conditions": {}"#,
            "Statement[0].Conditions: Syntax errors in policy. There is no such element here; use Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource or Condition.",
        ),
        (
            r#""Effect": "Allow", "Action": "a:b", "Resource": "*", "Sid": "a-b""#,
            r#"Statement[0].Sid: Statement IDs (SID) must be alpha-numeric. "a-b" has other characters than A-Z, a-z and 0-9."#,
        ),
    ];
    for (elements, expected) in rows {
        assert_eq!(
            refusal(&statement(elements), Kind::Identity),
            expected,
            "{elements}"
        );
    }
}

#[test]
fn a_pattern_that_would_not_match_what_it_seems_to_is_refused() {
    let rows = [
        (
            r#""Effect": "Deny", "Action": "iam:*", "Resource": "arn:aws:IAM::123456789012:user/ana""#,
            r#"Statement[0].Resource: Resource arn:aws:IAM::123456789012:user/ana must be in ARN format or "*": partition, service and Region have small letters only; with others it would match nothing."#,
        ),
        (
            r#""Effect": "Deny", "Action": "a:b", "Resource": "arn:aws:s3:US-*""#,
            r#"Statement[0].Resource: Resource arn:aws:s3:US-* must be in ARN format or "*": partition, service and Region have small letters only; with others it would match nothing."#,
        ),
        (
            r#""Effect": "Allow", "Action": "a:b", "Resource": "arn:aws:s3::${aws:PrincipalAccount}*""#,
            r#"Statement[0].Resource: Resource arn:aws:s3::${aws:PrincipalAccount}* must be in ARN format or "*": variables may stand only in the account and after the fifth colon."#,
        ),
        (
            r#""Effect": "Deny", "Action": "a:b ", "Resource": "*""#,
            r#"Statement[0].Action: Actions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. "a:b ": take the blank out of it; no action has one, so that this would not be what it seems."#,
        ),
        (
            r#""Effect": "Allow", "NotAction": "a: *", "Resource": "*""#,
            r#"Statement[0].NotAction: Actions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. "a: *": take the blank out of it; no action has one, so that this would not be what it seems."#,
        ),
    ];
    for (elements, expected) in rows {
        assert_eq!(
            refusal(&statement(elements), Kind::Identity),
            expected,
            "{elements}"
        );
    }
}

#[test]
fn a_condition_that_is_none_is_refused_with_place_and_reason() {
    let rows = [
        (
            "[]",
            "Statement[0].Condition: Syntax errors in policy. Expected an object, found a list.",
        ),
        (
            r#"{"StringEqual": {"a:b": "c"}}"#,
            "Statement[0].Condition.StringEqual: Syntax errors in policy. There is no such condition operator; did you mean StringEquals?",
        ),
        (
            r#"{"StringEquals": "c"}"#,
            "Statement[0].Condition.StringEquals: Syntax errors in policy. Expected an object, found a string.",
        ),
        (
            r#"{"StringEquals": {"a:b": "c", "a:b": "d"}}"#,
            "Statement[0].Condition.StringEquals.a:b: Syntax errors in policy. The element stands here twice; keep one.",
        ),
        (
            r#"{"ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::1:user/a", "arn:aws:Iam::1:user/b"]}}"#,
            r#"Statement[0].Condition.ArnLike.aws:PrincipalArn: "arn:aws:Iam::1:user/b" is not an ARN with partition, service and Region in small letters, as every ARN has them."#,
        ),
        (
            r#"{"StringEquals": {"team": "c"}}"#,
            r#"Statement[0].Condition.StringEquals.team: Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. "team" is not of the form prefix:key."#,
        ),
        (
            r#"{"StringEquals": {"a:b": []}}"#,
            "Statement[0].Condition.StringEquals.a:b: A condition must contain a value. The list is empty.",
        ),
        (
            r#"{"StringEquals": {"a:b": ["c", {}]}}"#,
            "Statement[0].Condition.StringEquals.a:b[1]: Syntax errors in policy. Expected a string, number or boolean, found an object.",
        ),
        (
            r#"{"NumericEquals": {"a:b": "ten"}}"#,
            r#"Statement[0].Condition.NumericEquals.a:b: "ten" is not a decimal number."#,
        ),
        (
            r#"{"DateLessThan": {"a:b": "soon"}}"#,
            r#"Statement[0].Condition.DateLessThan.a:b: "soon" is not a time such as 2026-11-21T10:15:30Z."#,
        ),
        (
            r#"{"Bool": {"a:b": "yes"}}"#,
            r#"Statement[0].Condition.Bool.a:b: "yes" is not true or false."#,
        ),
        (
            r#"{"BinaryEquals": {"a:b": "%"}}"#,
            r#"Statement[0].Condition.BinaryEquals.a:b: "%" is not base64."#,
        ),
        (
            r#"{"IpAddress": {"a:b": "10.0.0/8"}}"#,
            r#"Statement[0].Condition.IpAddress.a:b: "10.0.0/8" is not an IP address or a range such as 203.0.113.0/24."#,
        ),
        (
            r#"{"IpAddress": {"a:b": "${aws:SourceIp}"}}"#,
            r#"Statement[0].Condition.IpAddress.a:b: "${aws:SourceIp}" is not an IP address or a range such as 203.0.113.0/24."#,
        ),
        (
            r#"{"ArnLike": {"a:b": "user/ana"}}"#,
            r#"Statement[0].Condition.ArnLike.a:b: "user/ana" is not an ARN, which has six parts between colons, each with wildcards if need be."#,
        ),
        (
            r#"{"NullIfExists": {"a:b": true}}"#,
            "Statement[0].Condition.NullIfExists: Syntax errors in policy. Null takes neither a prefix nor IfExists; use it plain.",
        ),
        (
            r#"{"ForAnyValue:Null": {"a:b": true}}"#,
            "Statement[0].Condition.ForAnyValue:Null: Syntax errors in policy. Null takes neither a prefix nor IfExists; use it plain.",
        ),
        (
            r#"{"StringEquals": {"a:b": "${c"}}"#,
            "Statement[0].Condition.StringEquals.a:b: The policy variable ${c is not valid: it is not closed by `}`; write `${$}` for a dollar sign.",
        ),
    ];
    for (condition, expected) in rows {
        let elements =
            format!(r#""Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": {condition}"#);
        assert_eq!(
            refusal(&statement(&elements), Kind::Identity),
            expected,
            "{condition}"
        );
    }
}

#[test]
fn statement_ids_are_unique_in_their_document() {
    let one = r#"{"Sid": "A", "Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    let document = format!(r#"{{"Version": "2012-10-17", "Statement": [{one}, {one}]}}"#);

    assert_eq!(
        refusal(&document, Kind::Identity),
        r#"Statement[1].Sid: Statement IDs (SID) in a single policy must be unique. Rename or drop this second "A"."#
    );
}

#[test]
fn a_trust_policy_that_is_none_is_refused_with_place_and_reason() {
    let rows = [
        (
            r#""Effect": "Allow", "Action": "sts:AssumeRole""#,
            "Statement[0]: Missing required field Principal. Say who may assume the role.",
        ),
        (
            r#""Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {}"#,
            "Statement[0].Principal: Missing required field Principal. Say who may assume the role.",
        ),
        (
            r#""Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*", "Resource": "*""#,
            "Statement[0].Resource: Policy document should not specify this element: a trust policy is about the role it is attached to.",
        ),
        (
            r#""Effect": "Allow", "Action": "iam:GetRole", "Principal": "*""#,
            r#"Statement[0].Action: Actions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. "iam:GetRole": AssumeRole policy may only specify STS AssumeRole actions."#,
        ),
        (
            r#""Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"User": "ana"}"#,
            "Statement[0].Principal.User: Syntax errors in policy. There is no such element here; use AWS, Service or Federated.",
        ),
        (
            r#""Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "ana"}"#,
            r#"Statement[0].Principal.AWS: Invalid principal in policy: "ana": use an account's id, the ARN of an account, user, role or session, or the unique id of a user or role."#,
        ),
        (
            r#""Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::123456789012:user/*"}"#,
            r#"Statement[0].Principal.AWS: Invalid principal in policy: "arn:aws:iam::123456789012:user/*": a wildcard stands for everyone or for nobody; name each principal, or use aws:PrincipalArn in a condition."#,
        ),
        (
            r#""Effect": "Allow", "Action": "sts:AssumeRole", "NotPrincipal": {"AWS": "123456789012"}"#,
            "Statement[0].NotPrincipal: Policy document should not specify this element: with Allow it would trust everyone else; use Principal.",
        ),
    ];
    for (elements, expected) in rows {
        assert_eq!(refusal(&statement(elements), Kind::Trust), expected, "{elements}");
    }
}

#[test]
fn white_space_between_elements_is_not_counted() {
    assert_eq!(
        counted_size("{ \"Id\" :\n\t\"a b\\\" c\" }"),
        r#"{"Id":"a b\" c"}"#.len()
    );
    assert_eq!(counted_size(r#"{"a": "é"}"#), 9);
}
