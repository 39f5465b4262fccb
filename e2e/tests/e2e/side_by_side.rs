//! The same command lines by the AWS CLI and by roster, against one server: what is printed, what is
//! said, and how it ends are the same to the byte.
//!
//! The AWS CLI is Debian's 2.9.19, which reads the current model of the service. What roster follows is
//! 2.36.7 of the recordings in `crates/roster/tests/golden`; [`in_older_words`] and [`DIFFERENT`] are all
//! that lies between the two.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use roster_e2e::{places, setup};
use serde_json::json;
use tempfile::TempDir;

use crate::clients::Access;
use crate::harness::{Finished, Roster, SAM, SAML_INSTANCE, Wire, finish, roster};

/// Lines on which the two versions say something else, with the reason. What they print, and how they end,
/// is the same.
const DIFFERENT: &[(&str, &str)] = &[
    ("list-users --instance-id $I --output bad", CHOICES),
    ("list-users --instance-id $I --color blue", CHOICES),
    ("list-users --generate-cli-skeleton nonsense", CHOICES),
    ("describe-usr --user-id $ZOE", CHOICES),
    (
        "update-user-identity-info --user-id $ZOE --instance-id $I --identity-info FirstName",
        BLANK,
    ),
    (
        "update-user-identity-info --user-id $ZOE --instance-id $I --identity-info FirstName=x,,",
        BLANK,
    ),
    (
        "update-user-identity-info --user-id $ZOE --instance-id $I --identity-info FirstName=😀",
        BLANK,
    ),
    (
        "list-users --instance-id $I --max-items 0",
        "2.9.19 does not warn of what the number does",
    ),
];
const CHOICES: &str = "2.9.19 lists all choices, 2.36.7 the wrong one and what is close to it";
const BLANK: &str = "2.36.7 moves what it could not read by a blank";

const USAGE: &str = "usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
";

/// What 2.36.7 says on standard error in the words of 2.9.19, which names neither itself nor the kind of
/// its errors, and shows the usage first.
fn in_older_words(said: &str) -> String {
    let mut said = said.replace("aws: [ERROR]: ", "");
    for kind in ["ParamValidation", "NoCredentials", "NoRegion"] {
        said = said.replace(&format!("An error occurred ({kind}): "), "");
    }
    match said.split_once(USAGE) {
        None => said,
        Some(("\n", unknown_options)) => format!("\n{USAGE}\n{}\n\n", unknown_options.trim()),
        Some((error, _)) => format!("\n{USAGE}\naws: error: {}\n\n", error.trim()),
    }
}

/// A server with users whose names are written in several ways, and the programs that are compared.
struct Stage {
    server: Roster,
    zoe: String,
    folder: TempDir,
}

impl Stage {
    fn set() -> Self {
        if let Err(error) = setup::require() {
            panic!("{error:#}");
        }
        let server = Roster::demo();
        let mut zoe = String::new();
        for (username, first, last) in [
            ("ota", "😀", "Ōta"),
            ("li", "李", "明"),
            ("zoe", "Zoë", "Łukasiewicz"),
        ] {
            zoe = create_user(&Wire::to(&server), username, first, last);
        }
        let folder = tempfile::tempdir().expect("a folder");
        let stage = Self { server, zoe, folder };
        symlink(roster(), stage.link()).expect("a link");
        write_model(&stage.model());
        stage.write_inputs();
        stage
    }

    fn link(&self) -> PathBuf {
        self.folder.path().join("aws")
    }

    fn model(&self) -> PathBuf {
        self.folder.path().join("models")
    }

    fn write_inputs(&self) {
        let write = |name: &str, text: &str| {
            std::fs::write(self.folder.path().join(name), text).expect("a file");
        };
        write(
            "in.json",
            &json!({"InstanceId": SAML_INSTANCE, "UserId": self.zoe}).to_string(),
        );
        write(
            "in.yaml",
            &format!("InstanceId: {SAML_INSTANCE}\nUserId: {}\n", self.zoe),
        );
        write("config", "[profile legacy]\nretry_mode = legacy\n");
        write("info.json", r#"{"FirstName": "Zoë", "LastName": "Łukasiewicz"}"#);
    }

    /// Runs a line as a shell reads it.
    fn run(&self, program: &Path, line: &str) -> Finished {
        let mut command = Command::new("sh");
        let mut access = Access::to(&self.server);
        access.once = true;
        access.equip(&mut command);
        let script = format!(
            "exec \"$0\" connect --endpoint-url {} {line}",
            self.server.endpoint
        );
        command
            .args(["-c", &script])
            .arg(program)
            .env("AWS_DATA_PATH", self.model())
            .env("AWS_CONFIG_FILE", "config")
            .env("I", SAML_INSTANCE)
            .env("SAM", SAM)
            .env("ZOE", &self.zoe)
            .current_dir(self.folder.path());
        finish(&mut command)
    }

    /// Runs each line by both, and once more by way of a link.
    fn compare(&self, lines: &[&str]) {
        for line in lines {
            let theirs = self.run(places::debian_aws(), line);
            for program in [roster(), &self.link()] {
                let ours = self.run(program, line);
                assert_eq!(ours.stdout, theirs.stdout, "{line}");
                assert_eq!(in_older_words(&ours.stderr), theirs.stderr, "{line}");
                assert_eq!(ours.code(), theirs.code(), "{line}");
            }
        }
    }
}

/// Gives the older AWS CLI the model that the newer one has.
fn write_model(folder: &Path) {
    let python = places::venv().expect("a virtual environment").join("bin/python");
    let script = places::sources().join("clients/current_model.py");
    finish(Command::new(python).arg(script).arg(folder)).printed();
}

fn create_user(wire: &Wire, username: &str, first: &str, last: &str) -> String {
    let first_id = |path: &str, list: &str| {
        let listed = wire.send("GET", &format!("/{path}/{SAML_INSTANCE}"), None).json();
        listed[list][0]["Id"].clone()
    };
    let user = json!({
        "Username": username,
        "IdentityInfo": {"FirstName": first, "LastName": last},
        "PhoneConfig": {"PhoneType": "SOFT_PHONE"},
        "SecurityProfileIds": [first_id("security-profiles-summary", "SecurityProfileSummaryList")],
        "RoutingProfileId": first_id("routing-profiles-summary", "RoutingProfileSummaryList"),
    });
    let created = wire
        .send("PUT", &format!("/users/{SAML_INSTANCE}"), Some(&user))
        .json();
    let id = created["UserId"].as_str();
    id.unwrap_or_else(|| panic!("no user: {created}")).to_owned()
}

#[test]
fn every_operation_of_connect_sends_prints_and_ends_the_same() {
    if let Err(error) = setup::require() {
        panic!("{error:#}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let nothing = folder.path().join("nothing");
    write_model(folder.path());
    let mut comparing = Command::new(places::debian_python());
    comparing
        .arg(places::sources().join("clients/every_operation.py"))
        .arg(roster().with_file_name("roster-aws"))
        .env("AWS_DATA_PATH", folder.path())
        .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "secret")
        .env("AWS_DEFAULT_REGION", "us-east-1")
        .env("AWS_CONFIG_FILE", &nothing)
        .env("AWS_SHARED_CREDENTIALS_FILE", &nothing)
        .env("AWS_PAGER", "")
        .env("HOME", folder.path());

    // It takes minutes, which is longer than commands may take.
    let compared = comparing.output().expect("Python");

    let [differences, counts] =
        [compared.stdout, compared.stderr].map(|text| String::from_utf8(text).expect("text"));
    assert_eq!(differences, "", "{counts}");
    let mut numbers = counts.split(' ').map_while(|number| number.parse::<u32>().ok());
    let (lines, not_compared) = (numbers.next(), numbers.next());
    assert!(lines.is_some_and(|lines| lines > 2_000), "{counts}");
    assert!(not_compared.is_some_and(|operations| operations < 60), "{counts}");
}

#[test]
fn every_format_of_output_is_the_same() {
    Stage::set().compare(&[
        "list-users --instance-id $I",
        "list-users --instance-id $I --output text",
        "list-users --instance-id $I --output table",
        "list-users --instance-id $I --output table --color on",
        "list-users --instance-id $I --output yaml",
        "list-users --instance-id $I --output yaml-stream",
        "describe-user --instance-id $I --user-id $ZOE",
        "describe-user --instance-id $I --user-id $ZOE --output text",
        "describe-user --instance-id $I --user-id $ZOE --output table",
        "describe-user --instance-id $I --user-id $ZOE --output yaml",
        "list-instances --output table",
    ]);
}

#[test]
fn queries_pick_the_same() {
    Stage::set().compare(&[
        "list-users --instance-id $I --query 'UserSummaryList[].Username'",
        "list-users --instance-id $I --query 'UserSummaryList[].Username' --output text",
        "list-users --instance-id $I --query 'UserSummaryList[*].[Username,Id]' --output table",
        "list-users --instance-id $I --query 'UserSummaryList[?Username==`zoe`]|[0].Id' --output text",
        "list-users --instance-id $I --query 'sort_by(UserSummaryList,&Username)[].{Name:Username}' --output yaml",
        "list-users --instance-id $I --query 'length(UserSummaryList)'",
        "describe-user --instance-id $I --user-id $ZOE --query User.IdentityInfo.FirstName",
        "describe-user --instance-id $I --user-id $ZOE --query User.IdentityInfo --output yaml",
        "list-users --instance-id $I --query 'UserSummaryList['",
        "list-users --instance-id $I --query 'length(`1`)'",
        "list-users --instance-id $I --query 'unknown(@)'",
    ]);
}

#[test]
fn what_is_empty_looks_the_same() {
    Stage::set().compare(&[
        "list-users --instance-id $I --query nothing",
        "list-users --instance-id $I --query nothing --output text",
        "list-users --instance-id $I --query nothing --output table",
        "list-users --instance-id $I --query 'UserSummaryList[?Username==`nobody`]' --output yaml",
        "list-users --instance-id $I --query 'UserSummaryList[?Username==`nobody`]' --output table",
        "list-users --instance-id $I --starting-token None___9",
    ]);
}

#[test]
fn lists_are_paged_the_same() {
    Stage::set().compare(&[
        "list-users --instance-id $I --page-size 2 --output text",
        "list-users --instance-id $I --page-size 2 --output yaml-stream",
        "list-users --instance-id $I --page-size 2 --query 'UserSummaryList[].Username' --output text",
        "list-users --instance-id $I --max-items 3 --page-size 2",
        "list-users --instance-id $I --max-items 3 --output text",
        "list-users --instance-id $I --max-items 3 --page-size 2 --output yaml-stream",
        "list-users --instance-id $I --starting-token \
         eyJOZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAzfQ==",
        "list-users --instance-id $I --no-paginate --output table",
        "list-users --instance-id $I --max-results 2",
        "list-users --instance-id $I --no-paginate --max-items 2",
        "list-users --instance-id $I --max-items x",
    ]);
}

#[test]
fn values_and_skeletons_are_the_same() {
    Stage::set().compare(&[
        "describe-user --cli-input-json file://in.json --query User.Username",
        "describe-user --cli-input-yaml file://in.yaml --query User.Username",
        "describe-user --cli-input-json file://in.json --user-id $SAM --query User.Username",
        "describe-user --cli-input-json file://missing.json",
        "describe-user --cli-input-json '[]'",
        "describe-user --cli-input-json '{\"UserId\": '",
        "describe-user --cli-input-json '{\"Nonsense\": 1}' --instance-id $I",
        "update-user-identity-info --generate-cli-skeleton",
        "create-user --generate-cli-skeleton input",
        "describe-user --generate-cli-skeleton output --user-id u --instance-id i",
        "update-user-identity-info --generate-cli-skeleton input --output yaml",
        "update-user-identity-info --user-id $ZOE --instance-id $I --identity-info FirstName=x,Nickname=y",
        "update-user-identity-info --user-id $ZOE --instance-id $I --identity-info '{\"FirstName\": 1}'",
        "update-user-identity-info --user-id $ZOE --instance-id $I --identity-info '{\"FirstName\"'",
        "update-user-identity-info --user-id $ZOE --instance-id $I --identity-info file://missing",
    ]);
}

#[test]
fn changes_are_made_the_same() {
    let stage = Stage::set();
    for info in [
        "FirstName=Zoë,LastName='van der Łuk'",
        "file://info.json",
        "'{\"LastName\": \"明\"}'",
    ] {
        let update =
            format!("update-user-identity-info --user-id $ZOE --instance-id $I --identity-info {info}");
        let shown = "describe-user --user-id $ZOE --instance-id $I --query User.IdentityInfo";
        let by = |program: &Path| {
            let updated = stage.run(program, &update);
            (
                updated.stdout.clone(),
                in_older_words(&updated.stderr),
                updated.code(),
                stage.run(program, shown).printed(),
            )
        };
        assert_eq!(by(roster()), by(places::debian_aws()), "{info}");
    }
}

#[test]
fn refusals_have_the_same_words() {
    Stage::set().compare(&[
        "list-users --instance-id nope",
        "describe-user --instance-id $I --user-id 11111111-1111-1111-1111-111111111111",
        "update-user-identity-info --user-id $ZOE --instance-id $I --identity-info Email=zoe@example.com",
        "list-users --instance-id $I --no-sign-request",
        "list-users --instance-id $I --endpoint-url http://127.0.0.1:9",
    ]);
}

#[test]
fn command_lines_that_cannot_be_are_refused_the_same() {
    Stage::set().compare(&[
        "describe-user --user-id $ZOE",
        "describe-user",
        "describe-user --user --instance-id $I",
        "describe-user --user-id --instance-id $I",
        "list-users --instance-id $I --colour on",
        "list-users --instance-id $I extra",
        "list-users --instance-id ''",
        "list-users --instance-id $I --page-size 0",
        "list-users --instance-id $I --region 'bad region'",
        "list-users --instance-id $I --profile nobody",
        "list-users --instance-id $I --profile legacy",
    ]);
}

#[test]
fn where_the_two_versions_differ_only_their_words_do() {
    let stage = Stage::set();
    for (line, reason) in DIFFERENT {
        let (ours, theirs) = (stage.run(roster(), line), stage.run(places::debian_aws(), line));
        assert_eq!(
            (ours.code(), &ours.stdout),
            (theirs.code(), &theirs.stdout),
            "{line}"
        );
        assert_ne!(
            in_older_words(&ours.stderr),
            theirs.stderr,
            "{line} no longer differs: {reason}"
        );
    }
}

#[test]
fn a_skeleton_in_yaml_is_the_same_but_for_its_comments() {
    let stage = Stage::set();
    let without_comments = |skeleton: &str| {
        let lines = skeleton
            .lines()
            .map(|line| line.split('#').next().unwrap_or_default().trim_end());
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    for operation in ["update-user-identity-info", "create-user", "list-users"] {
        let line = format!("{operation} --generate-cli-skeleton yaml-input");
        let ours = stage.run(roster(), &line).printed();
        let theirs = stage.run(places::debian_aws(), &line).printed();
        assert_eq!(without_comments(&ours), without_comments(&theirs), "{operation}");
    }
}
