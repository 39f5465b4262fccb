//! Backups of a data directory.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use serde_json::{Value, json};

use crate::harness::{
    Finished, INSTANCE, MARY, Roster, Start, Wire, administer, finish, identity_info_of, roster, user,
};

/// How many changes there are before the backup.
const CHANGES: usize = 200;

fn rename(wire: &Wire, number: usize) {
    let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": format!("{number}")}});
    let answer = wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
    assert_eq!(answer.status, 200);
}

/// `roster COMMAND FOLDER … --data-dir DIR`.
fn run(command: &str, folder: &Path, more: &[&str], data_dir: &Path) -> Finished {
    finish(
        Command::new(roster())
            .arg(command)
            .arg(folder)
            .args(more)
            .arg("--data-dir")
            .arg(data_dir)
            .env_clear()
            .current_dir("/"),
    )
}

/// The backups in a folder, the oldest first.
fn backups(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut backups: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    backups.sort();
    backups
}

/// A server that was renamed and backed up, and the folder with the backup.
fn backed_up(more: &[&str]) -> (Roster, tempfile::TempDir, PathBuf) {
    let server = Roster::demo();
    rename(&Wire::to(&server), 1);
    let folder = tempfile::tempdir().expect("a folder");
    run("backup", folder.path(), more, server.data_dir()).printed();
    let backup = backups(folder.path()).remove(0);
    (server, folder, backup)
}

#[test]
fn a_backup_that_is_made_while_the_server_works_is_one_moment_of_it() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    (0..CHANGES).for_each(|number| rename(&wire, number));
    let folder = tempfile::tempdir().expect("a folder");
    let noted = administer("audit head", &[], server.data_dir()).printed();

    let (mut changes, data_dir) = (CHANGES, server.data_dir());
    thread::scope(|scope| {
        let backing_up = scope.spawn(|| run("backup", folder.path(), &[], data_dir));
        while !backing_up.is_finished() {
            rename(&wire, changes);
            changes += 1;
        }
        let printed = backing_up.join().expect("the backup").printed();
        assert!(printed.starts_with("Backed up to "), "{printed}");
    });

    let backup = backups(folder.path()).remove(0);
    assert_eq!(fs::metadata(&backup).expect("a folder").mode() & 0o7777, 0o700);
    for file in backups(&backup) {
        assert_eq!(
            fs::metadata(&file).expect("a file").mode() & 0o7777,
            0o600,
            "{}",
            file.display()
        );
    }
    let place = tempfile::tempdir().expect("a folder");
    let data_dir = place.path().join("restored");
    let printed = run("restore", &backup, &["--head", noted.trim()], &data_dir).printed();
    assert!(printed.starts_with("Restored "), "{printed}");
    let restored = Start::with(&[]).start_again(&data_dir);
    let shown = Wire::to(&restored)
        .send("GET", &user(INSTANCE, MARY), None)
        .json();
    let last_name = shown["User"]["IdentityInfo"]["LastName"].as_str();
    let number: usize = last_name.and_then(|name| name.parse().ok()).expect("a number");
    assert!((CHANGES - 1..changes).contains(&number), "{number}");
    let renamed = restored.audit();
    let renamed = renamed
        .iter()
        .filter(|record| record["Operation"] == "UpdateUserIdentityInfo");
    assert_eq!(renamed.count(), number + 1);
}

#[test]
fn as_many_backups_stay_as_were_asked_for() {
    let (server, folder, first) = backed_up(&[]);
    let older = ["2024-01-01T000000Z", "2025-01-01T000000Z"].map(|name| folder.path().join(name));
    for older in &older {
        fs::create_dir(older).expect("a folder");
        fs::copy(first.join("backup.json"), older.join("backup.json")).expect("a copy");
    }
    let other = folder.path().join("0-not-a-backup");
    fs::create_dir(&other).expect("a folder");
    // Its name is of this second, too.
    fs::rename(&first, folder.path().join("2026-01-01T000000Z")).expect("another name");

    let printed = run("backup", folder.path(), &["--keep", "2"], server.data_dir()).printed();

    let left = backups(folder.path());
    assert_eq!(left.len(), 3, "{left:?}");
    assert!(
        left.contains(&other) && left.contains(&folder.path().join("2026-01-01T000000Z")),
        "{left:?}"
    );
    for older in &older {
        assert!(
            printed.contains(&format!("Removed {}", older.display())),
            "{printed}"
        );
    }

    // The clock was ahead when this one was made.
    let newest = left.iter().max().expect("the new one");
    fs::rename(newest, folder.path().join("2999-01-01T000000Z")).expect("another name");
    let printed = run("backup", folder.path(), &["--keep", "1"], server.data_dir()).printed();
    let left = backups(folder.path());
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(
        printed.contains(&format!("Backed up to {}", left[1].display())),
        "{printed}"
    );
}

#[test]
fn a_backup_without_keys_says_what_it_lacks_and_serves_again_with_them() {
    let (server, _folder, backup) = backed_up(&["--without-keys"]);
    let place = tempfile::tempdir().expect("a folder");
    let data_dir = place.path().join("restored");

    let printed = run("restore", &backup, &[], &data_dir).printed();

    assert!(
        printed.contains("Put the file of the master keys into "),
        "{printed}"
    );
    let refused = Start::with(&[]).refused(&data_dir);
    assert!(refused.stderr.contains("secret.key"), "{refused:?}");
    fs::copy(server.data_dir().join("secret.key"), data_dir.join("secret.key")).expect("a copy");
    drop(Start::with(&[]).start_again(&data_dir));
}

#[test]
fn a_restore_replaces_nothing_and_takes_no_changed_backup() {
    let (server, _folder, backup) = backed_up(&[]);
    let place = tempfile::tempdir().expect("a folder");
    let data_dir = place.path().join("restored");

    let in_use = run("restore", &backup, &[], server.data_dir());
    assert!(
        in_use.code() != 0 && in_use.stderr.contains("in use by another server"),
        "{in_use:?}"
    );
    let later = {
        rename(&Wire::to(&server), 2);
        administer("audit head", &[], server.data_dir()).printed()
    };
    let lacking = run("restore", &backup, &["--head", later.trim()], &data_dir);
    assert!(
        lacking.code() != 0 && lacking.stderr.contains("The chain is broken"),
        "{lacking:?}"
    );

    let credentials = backup.join("credentials");
    let text = fs::read_to_string(&credentials).expect("a text");
    fs::write(&credentials, text.replace('a', "b")).expect("a file");
    let changed = run("restore", &backup, &[], &data_dir);
    assert!(
        changed.code() != 0 && changed.stderr.contains("is not the file that was backed up"),
        "{changed:?}"
    );
    assert!(!data_dir.join("roster.db").exists());
    fs::write(&credentials, text).expect("a file");

    run("restore", &backup, &[], &data_dir).printed();
    let again = run("restore", &backup, &[], &data_dir);
    assert!(
        again.code() != 0 && again.stderr.contains("a backup replaces nothing"),
        "{again:?}"
    );

    let manifest: Value =
        serde_json::from_slice(&fs::read(backup.join("backup.json")).expect("a file")).expect("JSON");
    assert_eq!(manifest["Files"].as_object().map(serde_json::Map::len), Some(3));
    fs::remove_file(backup.join("backup.json")).expect("a file");
    let incomplete = run("restore", &backup, &[], &place.path().join("other"));
    assert!(
        incomplete.code() != 0 && incomplete.stderr.contains("no complete backup"),
        "{incomplete:?}"
    );
}

#[test]
fn a_database_of_postgresql_is_left_to_its_own_tools() {
    let folder = tempfile::tempdir().expect("a folder");

    let refused = run(
        "backup",
        folder.path(),
        &["--database", "postgres://localhost/roster"],
        folder.path(),
    );

    assert!(
        refused.code() != 0 && refused.stderr.contains("its own tools"),
        "{refused:?}"
    );
}
