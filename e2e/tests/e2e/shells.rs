//! What `roster env` prints, taken by the shells and programs that it is for.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use roster_e2e::{places, setup};
use serde_json::Value;

use crate::harness::{Roster, Start, finish, roster};

/// The name of a data directory that every shell could misread.
const NASTY: &str = "it's \"$HOME\" `id` \\ \u{2019}x";

/// What a shell has had to do with AWS before.
const BEFORE: [(&str, &str); 6] = [
    ("AWS_PROFILE", "production"),
    ("AWS_DEFAULT_PROFILE", "production"),
    ("AWS_SESSION_TOKEN", "token"),
    ("AWS_SECURITY_TOKEN", "token"),
    ("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z"),
    ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"),
];

/// A server with TLS, whose authority is in a folder with that name.
fn server(folder: &Path) -> Roster {
    Start::with(&["--tls", "self-signed"]).start_again(&folder.join(NASTY))
}

/// The command line of `roster env`, from within the folder of the data directory.
fn env_command(flag: &str) -> String {
    format!("\"$ROSTER_BINARY\" env {flag} --data-dir \"$PLACE\"")
}

/// The variables of AWS in a program that was started where a shell has taken over the environment.
fn variables(shell: &[&str], script: &str, folder: &Path) -> BTreeMap<String, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let printed = finish(
        Command::new(shell[0])
            .args(&shell[1..])
            .args(["-c", script])
            .env_clear()
            .envs(BEFORE)
            .env("PATH", path)
            // Otherwise fish reads the name of the folder as another one.
            .env("LANG", "C.UTF-8")
            .env("HOME", folder)
            .env("ROSTER_BINARY", roster())
            // Relative, as people give it.
            .env("PLACE", NASTY)
            .current_dir(folder),
    )
    .printed();
    of_aws(&printed)
}

/// The variables of AWS among lines of the form NAME=value.
fn of_aws(printed: &str) -> BTreeMap<String, String> {
    let lines = printed.lines().filter(|line| line.starts_with("AWS_"));
    let pairs = lines.map(|line| line.split_once('=').expect("NAME=value"));
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// The variables that the server's clients need.
fn expected(server: &Roster) -> BTreeMap<String, String> {
    let expected = server.env();
    let ca = server.data_dir().join("ca.pem");
    assert_eq!(expected.get("AWS_CA_BUNDLE").map(Path::new), Some(&*ca));
    assert_eq!(expected["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"], "false");
    expected
}

#[test]
fn posix_shells_take_over_every_value_and_lose_what_leads_elsewhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = server(folder.path());
    let script = format!("eval \"$({})\"; env", env_command(""));

    for shell in [&["sh"][..], &["bash"], &["zsh", "-f"]] {
        let taken = variables(shell, &script, folder.path());

        assert_eq!(taken, expected(&server), "{shell:?}");
    }
}

#[test]
fn fish_takes_over_every_value_and_loses_what_leads_elsewhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = server(folder.path());
    let script = format!("{} | source; env", env_command("--fish"));

    let taken = variables(&["fish", "--no-config"], &script, folder.path());

    assert_eq!(taken, expected(&server));
}

#[test]
fn node_reads_a_dotenv_file() {
    if let Err(error) = setup::require() {
        panic!("{error:#}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let server = Start::with(&["--tls", "self-signed"]).start_again(&folder.path().join("a $HOME # 1"));
    let file = folder.path().join(".env");
    let printed = finish(
        Command::new(roster())
            .args(["env", "--dotenv", "--data-dir"])
            .arg(server.data_dir())
            .env_clear(),
    )
    .printed();
    assert!(
        printed.starts_with("# These must not be set: AWS_SESSION_TOKEN "),
        "{printed}"
    );
    std::fs::write(&file, printed).expect("the file");

    let script = "for (const [name, value] of Object.entries(process.env)) console.log(`${name}=${value}`)";
    let read = finish(
        Command::new(places::node().expect("a virtual environment"))
            .arg(format!("--env-file={}", file.display()))
            .args(["--eval", script])
            .env_clear(),
    )
    .printed();

    assert_eq!(of_aws(&read), expected(&server));
}

#[test]
fn json_is_an_object_with_null_for_what_must_not_be_set() {
    let server = Roster::demo();

    let printed = finish(
        Command::new(roster())
            .args(["env", "--json", "--data-dir"])
            .arg(server.data_dir())
            .env_clear(),
    )
    .printed();

    let object: Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(object["AWS_REGION"], "us-east-1");
    for (name, _) in &BEFORE[..5] {
        assert_eq!(object.get(name), Some(&Value::Null), "{name}");
    }
}

#[test]
fn two_formats_at_once_are_refused() {
    let finished = finish(
        Command::new(roster())
            .args(["env", "--json", "--fish"])
            .env_clear(),
    );

    assert_eq!(finished.code(), 2);
    assert!(finished.stderr.contains("cannot be used with"), "{finished:?}");
}
