//! The files of a data directory, as a server and the commands beside it meet them: keys that are missing,
//! wrong or exchanged, and files that others can read.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::TempDir;

use crate::server::{Server, printed, roster, serve};

/// A data directory of a server that has run and stopped.
fn data_dir() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    started(folder.path()).unwrap().stop();
    folder
}

/// Starts a server; if it refuses to, what it says.
fn started(data_dir: &Path) -> Result<Server, String> {
    crate::server::started(serve(data_dir, &[]))
}

fn refused(command: &str, data_dir: &Path) -> String {
    let output = roster(command, data_dir);
    assert!(!output.status.success(), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_server_starts_only_with_the_master_key_of_its_last_run() {
    let folder = data_dir();
    let (key, away) = (folder.path().join("secret.key"), folder.path().join("away"));
    fs::rename(&key, &away).unwrap();

    let missing = started(folder.path()).err().unwrap();
    assert!(!key.exists());
    fs::write(&key, "ab".repeat(32)).unwrap();
    set_mode(&key, 0o600);
    let wrong = started(folder.path()).err().unwrap();

    let expected = format!(
        "{} is not there, but the database is encrypted with the master key ",
        key.display()
    );
    assert!(missing.contains(&expected), "{missing}");
    assert!(missing.contains("put the right file back"), "{missing}");
    assert!(
        wrong.contains(&format!("but {} holds ", key.display())),
        "{wrong}"
    );
    assert_eq!(fs::read_to_string(&key).unwrap(), "ab".repeat(32));
    fs::rename(&away, &key).unwrap();
    started(folder.path()).unwrap().stop();
}

#[test]
fn a_server_warns_of_files_that_others_can_read() {
    let folder = data_dir();
    let files = ["secret.key", "credentials", "roster.db"].map(|name| folder.path().join(name));
    for file in &files {
        set_mode(file, 0o644);
    }
    set_mode(folder.path(), 0o755);

    let server = started(folder.path()).unwrap();

    let said = server.stop();
    for file in files {
        assert!(said.contains(&format!("chmod 600 {}", file.display())), "{said}");
    }
    assert!(
        said.contains(&format!("chmod 700 {}", folder.path().display())),
        "{said}"
    );
}

#[test]
fn a_server_does_not_start_on_files_that_anyone_can_write() {
    for (name, mode) in [("", 0o777), ("secret.key", 0o606), ("credentials", 0o666)] {
        let folder = data_dir();
        set_mode(&folder.path().join(name), mode);

        let refusal = started(folder.path()).err().unwrap();

        assert!(refusal.contains("anybody on this machine can write"), "{refusal}");
        assert!(refusal.contains(&format!("(mode {mode:04o})")), "{refusal}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_server_leaves_no_core_dump() {
    let folder = data_dir();
    let server = started(folder.path()).unwrap();

    let limits = fs::read_to_string(format!("/proc/{}/limits", server.id())).unwrap();

    let limit = limits.lines().find(|line| line.starts_with("Max core file size"));
    let soft = limit.unwrap().split_whitespace().nth(4);
    assert_eq!(soft, Some("0"), "{limits}");
    server.stop();
}

#[test]
fn the_master_key_is_rotated_while_no_server_uses_the_file() {
    let folder = data_dir();
    let file = || fs::read_to_string(folder.path().join("secret.key")).unwrap();
    let (old, shown) = (file(), printed("key show", folder.path()));
    let server = started(folder.path()).unwrap();

    let refusal = refused("key rotate", folder.path());
    assert!(refusal.contains("another roster is using it"), "{refusal}");
    assert_eq!(file(), old);
    server.stop();
    let rotated = printed("key rotate", folder.path());

    let new = printed("key show", folder.path());
    assert!(
        shown.ends_with(" in use\n") && shown.lines().count() == 1,
        "{shown}"
    );
    assert!(new.ends_with(" in use\n") && new.lines().count() == 1, "{new}");
    assert_ne!(new, shown);
    assert!(rotated.contains(new.trim_end_matches(" in use\n")), "{rotated}");
    assert_ne!(file(), old);
    started(folder.path()).unwrap().stop();
    assert!(printed("audit list", folder.path()).contains("\"roster key rotate\""));
}

#[test]
fn a_key_is_added_before_and_dropped_after_a_rotation() {
    let folder = data_dir();
    let roles = || {
        let shown = printed("key show", folder.path());
        let words = shown
            .lines()
            .map(|line| line.split_whitespace().nth(1).unwrap().to_owned());
        words.collect::<Vec<_>>()
    };

    printed("key add", folder.path());
    assert_eq!(roles(), ["in", "new:"]);
    assert!(refused("key add", folder.path()).contains("run `roster key rotate`"));
    started(folder.path()).unwrap().stop();
    printed("key rotate --keep-old", folder.path());
    assert_eq!(roles(), ["old:", "in"]);
    started(folder.path()).unwrap().stop();
    printed("key drop", folder.path());

    assert_eq!(roles(), ["in"]);
    started(folder.path()).unwrap().stop();
}

#[test]
fn a_replaced_root_key_is_in_the_file_and_in_the_audit() {
    let folder = data_dir();
    let file = || fs::read_to_string(folder.path().join("credentials")).unwrap();
    let old = file().lines().nth(1).unwrap().to_owned();

    let said = printed("account rotate 123456789012 --overlap 1h", folder.path());

    let text = file();
    assert!(text.starts_with("[default]\n"), "{text}");
    assert_ne!(text.lines().nth(1), Some(&*old));
    assert!(
        text.contains(&old) && text.contains("roster_valid_until = "),
        "{text}"
    );
    assert!(said.contains("The audit has a record of it."), "{said}");
    let keys = printed("account list", folder.path());
    let lines: Vec<Vec<&str>> = keys
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let old = old.rsplit(' ').next().unwrap();
    assert_eq!(lines[1][..3], ["default", "123456789012", "aws"], "{keys}");
    assert_eq!((lines[1][4], lines[2][3]), ("-", old), "{keys}");
    assert_ne!((lines[1][3], lines[2][4]), (old, "-"), "{keys}");
    let json = printed("account list --json", folder.path());
    assert!(json.contains(&format!("\"AccessKeyId\": \"{old}\"")), "{json}");
    let secret = |line: &str| line.strip_prefix("aws_secret_access_key = ").map(str::to_owned);
    assert!(
        text.lines()
            .filter_map(secret)
            .all(|secret| !keys.contains(&secret) && !json.contains(&secret))
    );
    let listed = printed("audit list --full", folder.path());
    assert!(listed.contains("by \"roster account rotate\""), "{listed}");
    assert!(listed.contains("root_access_key.Id: "), "{listed}");
    let server = started(folder.path()).unwrap();
    let said = printed("account rotate 123456789012", folder.path());
    assert!(said.contains("Send SIGHUP to the running server"), "{said}");
    assert!(said.contains("The audit has no record of it: "), "{said}");
    server.stop();
}

#[test]
fn a_server_that_has_not_begun_to_listen_is_reported_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let lock = File::create(folder.path().join("lock")).unwrap();
    lock.lock().unwrap();

    let said = refused("env", folder.path());

    let expected = format!(
        "the server on {} does not listen yet: try again in a moment",
        folder.path().display()
    );
    assert!(said.contains(&expected), "{said}");
}
