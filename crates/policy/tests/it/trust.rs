//! Who may assume a role.
//!
//! Source: IAM User Guide, "AWS JSON policy elements: Principal", "… NotPrincipal".

use roster_policy::{Caller, Document, Kind, TrustDecision, Trusted, evaluate_trust};

use crate::{context, document};

const ANA: Caller<'_> = Caller {
    account: "123456789012",
    arns: &["arn:aws:iam::123456789012:user/ana"],
    id: Some("AIDA00000000000000ANA"),
};
const SESSION: Caller<'_> = Caller {
    account: "123456789012",
    arns: &[
        "arn:aws:iam::123456789012:role/ops",
        "arn:aws:sts::123456789012:assumed-role/ops/ana",
    ],
    id: Some("AROA00000000000000OPS"),
};
const ROOT: Caller<'_> = Caller {
    account: "123456789012",
    arns: &["arn:aws:iam::123456789012:root"],
    id: None,
};

fn decide(statements: &str, caller: &Caller<'_>, action: &str, known: &str) -> &'static str {
    let document =
        Document::parse(&document(statements), Kind::Trust).unwrap_or_else(|error| panic!("{error}"));
    match evaluate_trust(&document, caller, action, &context(known)) {
        TrustDecision::Trusted {
            through: Trusted::Principal,
            ..
        } => "in person",
        TrustDecision::Trusted {
            through: Trusted::Account,
            ..
        } => "through the account",
        TrustDecision::Denied { .. } => "denied",
        TrustDecision::NotTrusted => "not trusted",
        TrustDecision::Undecided => "undecided",
    }
}

#[test]
fn a_principal_is_named_in_person_or_through_its_account() {
    let rows = [
        (r#""*""#, &ANA, "in person"),
        (r#"{"AWS": "*"}"#, &ANA, "in person"),
        (r#"{"AWS": "123456789012"}"#, &ANA, "through the account"),
        (
            r#"{"AWS": "arn:aws:iam::123456789012:root"}"#,
            &ANA,
            "through the account",
        ),
        (
            r#"{"AWS": "arn:aws:iam::123456789012:user/ana"}"#,
            &ANA,
            "in person",
        ),
        (
            r#"{"AWS": ["123456789012", "arn:aws:iam::123456789012:user/ana"]}"#,
            &ANA,
            "in person",
        ),
        (
            r#"{"AWS": "arn:aws:iam::123456789012:user/bob"}"#,
            &ANA,
            "not trusted",
        ),
        (
            r#"{"AWS": "arn:aws:iam::123456789012:user/an"}"#,
            &ANA,
            "not trusted",
        ),
        (r#"{"AWS": "210987654321"}"#, &ANA, "not trusted"),
        (r#"{"Service": "ec2.amazonaws.com"}"#, &ANA, "not trusted"),
        (
            r#"{"Federated": "cognito-identity.amazonaws.com", "AWS": "123456789012"}"#,
            &ANA,
            "through the account",
        ),
        (
            r#"{"AWS": "arn:aws:iam::123456789012:role/ops"}"#,
            &SESSION,
            "in person",
        ),
        (
            r#"{"AWS": "arn:aws:sts::123456789012:assumed-role/ops/ana"}"#,
            &SESSION,
            "in person",
        ),
        (
            r#"{"AWS": "arn:aws:sts::123456789012:assumed-role/ops/bob"}"#,
            &SESSION,
            "not trusted",
        ),
        (r#"{"AWS": "AIDA00000000000000ANA"}"#, &ANA, "in person"),
        (r#"{"AWS": "AROA00000000000000OPS"}"#, &SESSION, "in person"),
        (r#"{"AWS": "AROA00000000000000OPS"}"#, &ANA, "not trusted"),
    ];
    for (principal, caller, expected) in rows {
        let statement =
            format!(r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "sts:AssumeRole"}}"#);
        assert_eq!(
            decide(&statement, caller, "sts:AssumeRole", ""),
            expected,
            "{principal} {caller:?}"
        );
    }
}

#[test]
fn the_action_must_be_trusted() {
    let statement = r#"{"Effect": "Allow", "Principal": "*", "Action": ["sts:AssumeRole", "sts:Tag*"]}"#;

    assert_eq!(decide(statement, &ANA, "sts:AssumeRole", ""), "in person");
    assert_eq!(decide(statement, &ANA, "sts:TagSession", ""), "in person");
    assert_eq!(
        decide(statement, &ANA, "sts:SetSourceIdentity", ""),
        "not trusted"
    );
}

#[test]
fn the_external_id_must_fit() {
    let statement = r#"{"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": "secret"}}}"#;

    assert_eq!(
        decide(statement, &ANA, "sts:AssumeRole", "sts:ExternalId = secret"),
        "through the account"
    );
    assert_eq!(
        decide(statement, &ANA, "sts:AssumeRole", "sts:ExternalId = guess"),
        "not trusted"
    );
    assert_eq!(decide(statement, &ANA, "sts:AssumeRole", ""), "not trusted");
    assert_eq!(
        decide(statement, &ANA, "sts:AssumeRole", "sts:ExternalId = ?"),
        "undecided"
    );
}

#[test]
fn deny_wins_in_either_order() {
    let allow = r#"{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}"#;
    let deny = r#"{"Effect": "Deny", "Principal": {"AWS": "123456789012"}, "Action": "sts:*"}"#;

    for statements in [format!("{allow}, {deny}"), format!("{deny}, {allow}")] {
        assert_eq!(decide(&statements, &ANA, "sts:AssumeRole", ""), "denied");
        let stranger = Caller {
            account: "210987654321",
            arns: &["arn:aws:iam::210987654321:user/ana"],
            id: Some("AIDA000000000000OTHER"),
        };
        assert_eq!(decide(&statements, &stranger, "sts:AssumeRole", ""), "in person");
    }
}

#[test]
fn not_principal_denies_everyone_but_those_it_names() {
    let statements = r#"{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"},
        {"Effect": "Deny", "NotPrincipal": {"AWS": ["arn:aws:iam::123456789012:user/ana", "arn:aws:iam::123456789012:root"]},
         "Action": "sts:AssumeRole"}"#;

    assert_eq!(decide(statements, &ANA, "sts:AssumeRole", ""), "in person");
    assert_eq!(decide(statements, &ROOT, "sts:AssumeRole", ""), "in person");
    assert_eq!(decide(statements, &SESSION, "sts:AssumeRole", ""), "denied");
}

#[test]
fn a_document_lists_the_principals_that_it_names() {
    let statements = r#"{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"},
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com", "AWS": ["123456789012", "*"]},
         "Action": "sts:AssumeRole"},
        {"Effect": "Deny", "NotPrincipal": {"AWS": ["arn:aws:iam::123456789012:user/ana", "AIDA00000000000000ANA",
         "arn:aws:iam::123456789012:root"]}, "Action": "sts:AssumeRole"}"#;

    let document = Document::parse(&document(statements), Kind::Trust).expect("a trust policy");

    let named: Vec<&str> = document.principals().collect();
    assert_eq!(
        named,
        [
            "123456789012",
            "arn:aws:iam::123456789012:user/ana",
            "AIDA00000000000000ANA",
            "arn:aws:iam::123456789012:root",
        ]
    );
}

#[test]
fn in_which_sense_is_undecided_as_long_as_it_matters() {
    let statements = r#"{"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"},
        {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Condition": {"Bool": {"k:x": true}}}"#;

    assert_eq!(decide(statements, &ANA, "sts:AssumeRole", "k:x = ?"), "undecided");
    assert_eq!(
        decide(statements, &ANA, "sts:AssumeRole", "k:x = true"),
        "in person"
    );
    assert_eq!(
        decide(statements, &ANA, "sts:AssumeRole", "k:x = false"),
        "through the account"
    );
}
