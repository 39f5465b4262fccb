//! `roster login`: a profile in AWS's shared files, for clients that know nothing of Roster.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use roster_e2e::{places, setup};
use tempfile::TempDir;

use crate::harness::{Finished, Key, Roster, Start, finish, roster};

/// The home of a user who has worked with AWS.
fn home() -> TempDir {
    let home = tempfile::tempdir().expect("a folder");
    fs::create_dir(home.path().join(".aws")).expect("a folder");
    fs::write(config(home.path()), OF_AWS).expect("a file");
    home
}

const OF_AWS: &str = "# mine\n[default]\nregion = eu-west-1\n";

fn config(home: &Path) -> PathBuf {
    home.join(".aws/config")
}

fn credentials(home: &Path) -> PathBuf {
    home.join(".aws/credentials")
}

fn run(home: &Path, program: &Path, arguments: &[&str], key: Option<&Key>) -> Finished {
    let mut command = Command::new(program);
    command.args(arguments).env_clear().env("HOME", home);
    if let Some(Key { id, secret, .. }) = key {
        command
            .env("AWS_ACCESS_KEY_ID", id)
            .env("AWS_SECRET_ACCESS_KEY", secret);
    }
    finish(&mut command)
}

fn login(home: &Path, server: &Roster, more: &[&str]) -> Finished {
    let data_dir = server.data_dir().to_str().expect("a path");
    let arguments = [&["login", data_dir][..], more].concat();
    run(home, roster(), &arguments, None)
}

#[test]
fn every_client_reaches_a_server_by_the_profile() {
    if let Err(error) = setup::require() {
        panic!("{error:#}");
    }
    let (home, server) = (home(), Start::with(&["--demo", "--tls", "self-signed"]).start());
    let home = home.path();

    let printed = login(home, &server, &[]).printed();

    assert!(
        printed.starts_with("Wrote profile roster for https://"),
        "{printed}"
    );
    let venv = places::venv().expect("a virtual environment").join("bin");
    let list = [
        "connect",
        "list-instances",
        "--profile",
        "roster",
        "--output",
        "text",
    ];
    let boto3 = "import boto3; \
         print(boto3.Session(profile_name='roster').client('connect').list_instances()['InstanceSummaryList'][0]['Id'])";
    for (program, arguments) in [
        (roster().to_owned(), &list[..]),
        (venv.join("aws"), &list[..]),
        (venv.join("python"), &["-c", boto3][..]),
    ] {
        let listed = run(home, &program, arguments, None).printed();
        assert!(
            listed.contains("a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"),
            "{}: {listed}",
            program.display()
        );
    }
    let identity = [
        "sts",
        "get-caller-identity",
        "--profile",
        "roster",
        "--output",
        "text",
    ];
    let identity = run(home, &venv.join("aws"), &identity, None).printed();
    assert!(identity.contains(":root"), "{identity}");
}

#[test]
fn what_the_user_wrote_stays_and_a_second_login_changes_nothing() {
    let (home, server) = (home(), Roster::demo());
    let home = home.path();
    let files = || [config(home), credentials(home)].map(|file| fs::read_to_string(file).expect("a file"));

    login(home, &server, &[]).printed();
    let first = files();
    login(home, &server, &[]).printed();

    assert!(first[0].starts_with(OF_AWS), "{first:?}");
    assert_eq!(files(), first);
    login(
        home,
        &server,
        &["--profile", "second", "--region", "eu-central-1"],
    )
    .printed();
    let second = files();
    assert!(
        second
            .iter()
            .zip(&first)
            .all(|(second, first)| second.starts_with(first))
    );
    assert!(second[0].contains("[profile second]") && second[0].contains("region = eu-central-1"));
}

#[test]
fn a_profile_of_others_is_replaced_only_if_asked() {
    let (home, server) = (home(), Roster::demo());
    let home = home.path();
    let others = "[roster]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = x\n";
    fs::write(credentials(home), others).expect("a file");

    let refused = login(home, &server, &[]);

    assert_eq!(refused.code(), 1);
    assert!(
        refused
            .stderr
            .contains("has a section [roster] already: give --profile another name, or --replace"),
        "{refused:?}"
    );
    assert_eq!(fs::read_to_string(credentials(home)).expect("a file"), others);
    assert_eq!(fs::read_to_string(config(home)).expect("a file"), OF_AWS);
    login(home, &server, &["--replace"]).printed();
    let keys = fs::read_to_string(credentials(home)).expect("a file");
    assert!(!keys.contains("AKIDEXAMPLE"), "{keys}");
}

#[test]
fn a_server_elsewhere_is_asked_whether_the_key_is_right() {
    let (home, server) = (home(), Roster::demo());
    let home = home.path();
    let right = server.key();
    let wrong = Key {
        secret: "wrong".to_owned(),
        ..server.key()
    };
    let login = |key| run(home, roster(), &["login", &server.endpoint], key);

    let without = login(None);
    let refused = login(Some(&wrong));

    assert!(
        without
            .stderr
            .contains("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
        "{without:?}"
    );
    assert_eq!(refused.code(), 1);
    assert!(
        refused.stderr.contains("nothing was written") && refused.stderr.contains("signature"),
        "{refused:?}"
    );
    assert!(!credentials(home).exists());
    login(Some(&right)).printed();
    let list = ["connect", "list-instances", "--profile", "roster"];
    run(home, roster(), &list, None).printed();
    let other = run(home, roster(), &["login", "http://127.0.0.1:1"], Some(&right));
    assert_eq!(other.code(), 1);
    assert!(other.stderr.contains("http://127.0.0.1:1"), "{other:?}");
}
