//! A full disk: the caller is told, nothing is lost, and all goes on when there is space again.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::json;

use crate::harness::{
    Answer, Dialect, Finished, INSTANCE, MARY, Roster, Start, Wire, finish, identity_info_of, roster, user,
};

/// What leads into a new mount namespace. Root may mount; anybody else may where they are root.
fn unshare() -> &'static [&'static str] {
    if rustix::process::geteuid().is_root() {
        &["unshare", "--mount"]
    } else {
        &["unshare", "--mount", "--map-root-user"]
    }
}

/// What leads into the mount namespace of a process.
fn enter(pid: u32) -> Command {
    let mut command = Command::new("nsenter");
    command.args(["--mount", "--target", &pid.to_string()]);
    if !rustix::process::geteuid().is_root() {
        command.args(["--user", "--preserve-credentials"]);
    }
    command
}

/// A disk of a few megabytes, in a mount namespace of the server's own.
const SMALL_DISK: &str = r#"mount -t tmpfs -o size=4m none "$0" && exec "$@""#;

struct SmallDisk {
    server: Roster,
    /// The data directory as the server sees it.
    inside: PathBuf,
    /// The data directory as it is seen from here.
    data_dir: PathBuf,
}

impl SmallDisk {
    fn start(place: &Path) -> Self {
        let disk = place.to_str().expect("a path");
        let mount = ["sh", "-c", SMALL_DISK, disk];
        let inside = place.join("data");
        let server = Start::with(&["--demo"])
            .within(&[unshare(), &mount].concat())
            .start_again(&inside);
        let seen = PathBuf::from(format!("/proc/{}/root", server.pid()));
        let data_dir = seen.join(inside.strip_prefix("/").expect("an absolute path"));
        Self {
            server,
            inside,
            data_dir,
        }
    }

    fn wire(&self) -> Wire {
        Wire {
            address: self.server.address().to_owned(),
            key: Roster::key_by(&self.data_dir),
            dialect: Dialect::Botocore,
            late_by: Duration::ZERO,
        }
    }

    /// Checks the audit trail, from within.
    fn verify(&self) -> Finished {
        let mut command = enter(self.server.pid());
        command.arg(roster()).args(["audit", "verify", "--data-dir"]);
        finish(command.arg(&self.inside))
    }

    /// Takes all the space there is; the file that holds it.
    fn fill(&self) -> PathBuf {
        let path = self.data_dir.join("filler");
        let mut file = File::create(&path).expect("a file");
        let block = [0; 4096];
        loop {
            match file.write_all(&block) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => return path,
                Err(error) => panic!("{error}"),
            }
        }
    }
}

fn update(wire: &Wire, number: u32) -> Answer {
    let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": format!("Number {number}")}});
    wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&body))
}

fn last_name(wire: &Wire) -> String {
    let shown = wire.send("GET", &user(INSTANCE, MARY), None).json();
    let name = shown["User"]["IdentityInfo"]["LastName"].as_str();
    name.expect("a name").to_owned()
}

#[test]
fn a_full_disk_refuses_changes_until_there_is_space_again() {
    let place = tempfile::tempdir().expect("a folder");
    let disk = SmallDisk::start(place.path());
    let wire = disk.wire();
    assert_eq!(update(&wire, 0).status, 200);

    let filler = disk.fill();
    // What the database has in reserve it may still use.
    let (done, refused) = (1..)
        .map(|number| (number - 1, update(&wire, number)))
        .take(2000)
        .find(|(_, answer)| answer.status != 200)
        .expect("a disk that is full");

    assert_eq!(
        refused.refusal(),
        "500 InternalServiceException: The directory's disk is full: nothing was changed; try again when there is space"
    );
    assert_eq!(
        refused.header("x-amzn-ErrorType"),
        Some("InternalServiceException")
    );
    assert_eq!(last_name(&wire), format!("Number {done}"), "reading goes on");
    assert_eq!(update(&wire, 9000).status, 500, "and refusing");

    fs::remove_file(filler).expect("space");

    assert_eq!(update(&wire, 9001).status, 200);
    assert_eq!(last_name(&wire), "Number 9001");
    let said = disk.verify().printed();
    assert!(said.starts_with("The chain holds: "), "{said}");
    let finished = disk.server.stop();
    assert_eq!(finished.code(), 0, "{finished:?}");
    assert!(finished.stderr.contains("a request failed"), "{finished:?}");
}
