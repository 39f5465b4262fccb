//! A role that needs the code of an MFA device: the command asks for it on the terminal.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::clients::Access;
use crate::harness::{INSTANCE, MARY, Roster, Terminal, finish, roster};

const SERIAL: &str = "arn:aws:iam::123456789012:mfa/ana";

/// `roster …` as the root.
fn as_root(server: &Roster, arguments: &[&str]) -> String {
    let mut command = Command::new(roster());
    Access::to(server).equip(&mut command);
    finish(command.args(arguments)).printed()
}

/// A user with a role, and the file in which the user's profile leads to it.
fn write_profiles(server: &Roster, home: &Path) {
    as_root(server, &["iam", "create-user", "--user-name", "ana"]);
    let key = as_root(server, &["iam", "create-access-key", "--user-name", "ana"]);
    let key: Value = serde_json::from_str(&key).expect("JSON");
    let may_assume = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"},
    ]});
    let policy = [
        "iam",
        "put-user-policy",
        "--user-name",
        "ana",
        "--policy-name",
        "roles",
    ];
    as_root(
        server,
        &[&policy[..], &["--policy-document", &may_assume.to_string()]].concat(),
    );
    let trust = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::123456789012:user/ana"}},
    ]});
    let role = [
        "iam",
        "create-role",
        "--role-name",
        "agents",
        "--assume-role-policy-document",
    ];
    as_root(server, &[&role[..], &[&trust.to_string()]].concat());
    let policy = [
        "--policy-arn",
        "arn:aws:iam::aws:policy/AmazonConnectReadOnlyAccess",
    ];
    as_root(
        server,
        &[
            &["iam", "attach-role-policy", "--role-name", "agents"][..],
            &policy,
        ]
        .concat(),
    );
    let text = |name: &str| key["AccessKey"][name].as_str().expect("a text").to_owned();
    let config = format!(
        "[profile ana]\naws_access_key_id = {}\naws_secret_access_key = {}\n\
         [profile agents]\nregion = us-east-1\nrole_arn = arn:aws:iam::123456789012:role/agents\nsource_profile = ana\nmfa_serial = {SERIAL}\n",
        text("AccessKeyId"),
        text("SecretAccessKey"),
    );
    fs::create_dir(home.join(".aws")).expect("a folder");
    fs::write(home.join(".aws/config"), config).expect("a file");
}

#[test]
fn the_code_of_a_role_is_asked_for_once_and_never_shown() {
    let server = Roster::demo();
    let home = tempfile::tempdir().expect("a folder");
    write_profiles(&server, home.path());
    let mut command = Command::new(roster());
    Access::to(&server).equip(&mut command);
    command
        .args([
            "connect",
            "describe-user",
            "--profile",
            "agents",
            "--instance-id",
            INSTANCE,
        ])
        .args(["--user-id", MARY, "--query", "User.Username"])
        .env("HOME", home.path());

    let terminal = Terminal::run(&command, 120, 10);
    terminal.until_it_shows(&format!("Enter MFA code for {SERIAL}:"));
    terminal.type_text("734519");
    terminal.press("Enter");

    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    let screen = terminal.screen();
    assert!(screen.contains("\"mary\""), "{screen}");
    assert!(!screen.contains("734519"), "{screen}");
    assert_eq!(
        finish(&mut command).printed(),
        "\"mary\"\n",
        "the session is kept"
    );
}
