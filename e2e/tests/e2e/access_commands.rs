//! What a security engineer asks of a running server, and reads.

use roster_store_postgres::cluster;
use serde_json::{Value, json};

use crate::clients::{Access, Client, Which};
use crate::harness::{
    ARN, Answer, Finished, INSTANCE, MARY, Roster, Start, Wire, administer, identity_info_of,
};

const DESK: &str = "arn:aws:iam::123456789012:user/desk";

/// A server with a help desk that may fix names, but not move addresses.
struct Stage {
    server: Roster,
    desk: Wire,
    /// Where the records are, if not in the data directory.
    records: Vec<String>,
}

impl Stage {
    /// One for each engine.
    fn on_every_engine(access: &str) -> [Self; 2] {
        let database = ["--database".to_owned(), cluster::place()];
        [Vec::new(), database.to_vec()].map(|records| Self::new(access, records))
    }

    fn new(access: &str, records: Vec<String>) -> Self {
        let flags = records.iter().map(String::as_str);
        let flags: Vec<_> = ["--demo", "--access", access].into_iter().chain(flags).collect();
        let server = Start::with(&flags).start();
        let mut root = Which::Boto3.connect(&Access::to(&server));
        let policy = json!({"Version": "2012-10-17", "Statement": [
            {"Sid": "Desk", "Effect": "Allow", "Action": "connect:UpdateUserIdentityInfo", "Resource": "*"},
            {"Sid": "NoAddresses", "Effect": "Deny", "Action": "connect:UpdateUserIdentityInfo",
             "Resource": "*", "Condition": {"ForAnyValue:StringEquals": {
                "roster:ChangedIdentityField": ["Email", "SecondaryEmail", "Mobile"]}}},
        ]});
        done(&mut *root, "iam:CreateUser", &json!({"UserName": "desk"}));
        let inline = json!({"UserName": "desk", "PolicyName": "names", "PolicyDocument": policy.to_string()});
        done(&mut *root, "iam:PutUserPolicy", &inline);
        let key = done(&mut *root, "iam:CreateAccessKey", &json!({"UserName": "desk"}));
        let text = |member: &str| key["AccessKey"][member].as_str().expect(member).to_owned();
        let mut desk = Wire::to(&server);
        (desk.key.id, desk.key.secret) = (text("AccessKeyId"), text("SecretAccessKey"));
        Self {
            server,
            desk,
            records,
        }
    }

    fn update(&self, last_name: &str, email: &str) -> Answer {
        let identity = json!({"FirstName": "Mary", "LastName": last_name, "Email": email});
        let body = json!({"IdentityInfo": identity});
        self.desk
            .send("POST", &identity_info_of(INSTANCE, MARY), Some(&body))
    }

    /// What a command prints.
    fn asked(&self, command: &str, more: &[&str]) -> String {
        self.answered(command, more).printed()
    }

    fn answered(&self, command: &str, more: &[&str]) -> Finished {
        let more: Vec<_> = more
            .iter()
            .copied()
            .chain(self.records.iter().map(String::as_str))
            .collect();
        administer(command, &more, self.server.data_dir())
    }

    fn explained(&self, answer: &Answer) -> String {
        let request_id = answer.header("x-amzn-RequestId").expect("an id");
        self.asked("explain", &[request_id])
    }
}

fn done(client: &mut dyn Client, operation: &str, input: &Value) -> Value {
    client.call(operation, input).expect("a success").output
}

fn mary() -> String {
    format!("{ARN}{INSTANCE}/agent/{MARY}")
}

#[test]
fn what_was_allowed_is_explained_by_the_policies_as_long_as_they_are_the_same() {
    for stage in Stage::on_every_engine("enforce") {
        let answer = stage.update("Major", "mary@example.com");
        assert_eq!(answer.status, 200);
        let mary = mary();

        assert_eq!(
            stage.explained(&answer),
            format!(
                "UpdateUserIdentityInfo by {DESK} on {mary}: done\n\
             It was allowed.\n\
             Decided by statement 1 (Desk) of the identity-based policy names.\n\
             On {mary}, by the policies, which are still the same:\n  \
             statement 1 (Desk) of the identity-based policy names (Allow) matches\n  \
             statement 2 (NoAddresses) of the identity-based policy names (Deny) does not match: \
             ForAnyValue:StringEquals roster:ChangedIdentityField: has [\"LastName\"], \
             wants \"Email\" or \"SecondaryEmail\" or \"Mobile\"\n"
            )
        );
        let mut root = Which::Boto3.connect(&Access::to(&stage.server));
        let inline = json!({"UserName": "desk", "PolicyName": "names"});
        done(&mut *root, "iam:DeleteUserPolicy", &inline);
        let explained = stage.explained(&answer);
        assert!(
            explained.ends_with(
                "The policies have changed since; what they said of the other statements is not kept.\n"
            ),
            "{explained}"
        );
    }
}

#[test]
fn what_was_denied_is_explained_by_the_statement_that_denies() {
    for stage in Stage::on_every_engine("enforce") {
        let answer = stage.update("Miller", "eve@example.org");
        assert_eq!(answer.status, 403);
        let mary = mary();

        assert_eq!(
            stage.explained(&answer),
            format!(
                "UpdateUserIdentityInfo by {DESK} on {mary}: AccessDeniedException\n\
             It was denied: a statement denies it on {mary}.\n\
             Decided by statement 2 (NoAddresses) of the identity-based policy names.\n  \
             statement 1 (Desk) of the identity-based policy names (Allow) matches\n  \
             statement 2 (NoAddresses) of the identity-based policy names (Deny) matches\n"
            )
        );
        assert_eq!(stage.asked("access observed", &[]), "");
    }
}

#[test]
fn what_was_only_observed_is_listed_and_explained() {
    for stage in Stage::on_every_engine("observe") {
        assert_eq!(stage.update("Major", "mary@example.com").status, 200);
        let answer = stage.update("Major", "eve@example.org");
        assert_eq!(answer.status, 200);
        let mary = mary();

        let listed = stage.asked("access observed", &["--since", "1h"]);
        let explained = stage.explained(&answer);

        let request_id = answer.header("x-amzn-RequestId").expect("an id");
        let [line] = listed.lines().collect::<Vec<_>>()[..] else {
            panic!("{listed}");
        };
        let expected = format!(" UpdateUserIdentityInfo by {DESK} on {mary}: {request_id}");
        assert!(line.ends_with(&expected), "{line}");
        assert!(
            explained.starts_with(&format!(
                "UpdateUserIdentityInfo by {DESK} on {mary}: done\n\
             It was done, as denials were only observed; it would have been denied: \
             a statement denies it on {mary}.\n\
             Decided by statement 2 (NoAddresses) of the identity-based policy names.\n"
            )),
            "{explained}"
        );
    }
}

#[test]
fn who_can_lists_every_principal_and_its_conditions() {
    for stage in Stage::on_every_engine("enforce") {
        let asked = |more: &[&str]| {
            let user = ["UpdateUserIdentityInfo", "--user", MARY];
            stage.asked("access who-can", &[&user[..], more].concat())
        };

        let addresses = asked(&["--field", "Email"]);
        let names = asked(&["--field", "LastName"]);

        let root = "arn:aws:iam::123456789012:root: the root of an account has no policy\n";
        assert_eq!(addresses, root);
        assert_eq!(
            names,
            format!("{root}{DESK}: by statement 1 (Desk) of the identity-based policy names\n")
        );
    }
}

#[test]
fn a_user_an_instance_and_a_principal_can_be_given_by_name() {
    for stage in Stage::on_every_engine("enforce") {
        let by = |user: &str, more: &[&str]| {
            let asked = ["UpdateUserIdentityInfo", "--user", user];
            stage.answered("access who-can", &[&asked[..], more].concat())
        };
        let by_id = by(MARY, &[]).printed();
        assert_eq!(by("mary", &[]).printed(), by_id);
        assert_eq!(by("mary", &["--instance", "demo"]).printed(), by_id);
        let elsewhere = by("mary", &["--instance", "demo-saml"]);
        assert!(
            elsewhere
                .stderr
                .contains("there is no user \"mary\" in this account and Region"),
            "{elsewhere:?}"
        );
        assert_eq!(stage.update("Major", "mary@example.com").status, 200);

        let by_name = stage.asked("access policy", &["--from-audit", "desk"]);

        assert_eq!(by_name, stage.asked("access policy", &["--from-audit", DESK]));
    }
}

#[test]
fn the_least_policy_covers_what_was_done_and_not_what_was_denied() {
    for stage in Stage::on_every_engine("enforce") {
        let nothing = stage.answered("access policy", &["--from-audit", DESK]);
        assert_eq!(nothing.code(), 1);
        assert!(
            nothing
                .stderr
                .contains(&format!("the audit has nothing that {DESK} did")),
            "{nothing:?}"
        );
        assert_eq!(stage.update("Major", "mary@example.com").status, 200);
        assert_eq!(stage.update("Major", "eve@example.org").status, 403);

        let printed = stage.asked("access policy", &["--from-audit", DESK]);

        let document: Value = serde_json::from_str(&printed).expect("JSON");
        assert_eq!(
            document["Statement"],
            json!([{
                "Effect": "Allow", "Action": ["connect:UpdateUserIdentityInfo"], "Resource": [mary()],
            }])
        );
    }
}

#[test]
fn a_request_without_an_audit_record_is_reported() {
    for stage in Stage::on_every_engine("enforce") {
        let finished = stage.answered("explain", &["no-such-request"]);

        assert_eq!(finished.code(), 1);
        assert!(
        finished.stderr.contains(
            "the audit has no request no-such-request: look for its x-amzn-RequestId in `roster audit list --full`"
        ),
        "{finished:?}"
    );
    }
}

#[test]
fn statements_that_ask_for_keys_in_vain_are_listed() {
    for stage in Stage::on_every_engine("enforce") {
        assert_eq!(stage.asked("access lint", &[]), "");
        let mut root = Which::Boto3.connect(&Access::to(&stage.server));
        let policy = json!({"Version": "2012-10-17", "Statement": {
            "Sid": "OnlyUs", "Effect": "Deny", "Action": "*", "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
        }});
        let inline = json!({"UserName": "desk", "PolicyName": "org", "PolicyDocument": policy.to_string()});
        done(&mut *root, "iam:PutUserPolicy", &inline);

        let linted = stage.answered("access lint", &[]);

        assert_eq!(linted.code(), 1, "{linted:?}");
        assert_eq!(
            linted.stdout,
            "user desk of account 123456789012: inline policy org: statement 1 (OnlyUs) asks for aws:PrincipalOrgID, \
             but there are no organizations: it never denies anything\n"
        );
    }
}
