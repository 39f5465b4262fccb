//! The files of a data directory, as a server and the commands beside it meet them: keys that are missing,
//! wrong or exchanged, and files that others can read.

use std::fs::{self, File, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

const ROSTER: &str = env!("CARGO_BIN_EXE_roster");

/// A data directory of a server that has run and stopped.
fn data_dir() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    started(folder.path()).unwrap().stop();
    folder
}

/// A server that listens.
struct Server {
    child: Child,
    stderr: TempDir,
}

/// Starts a server; if it refuses to, what it says.
fn started(data_dir: &Path) -> Result<Server, String> {
    let stderr = tempfile::tempdir().unwrap();
    let mut child = Command::new(ROSTER)
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(data_dir)
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(File::create(stderr.path().join("stderr")).unwrap())
        .spawn()
        .unwrap();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let listens = stdout
        .lines()
        .map_while(Result::ok)
        .any(|line| line.starts_with("To use it from a shell"));
    let mut server = Server { child, stderr };
    if listens {
        return Ok(server);
    }
    assert!(!server.child.wait().unwrap().success());
    Err(server.said())
}

impl Server {
    /// What it has said on standard error.
    fn said(&self) -> String {
        fs::read_to_string(self.stderr.path().join("stderr")).unwrap()
    }

    fn stop(mut self) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, Signal::TERM).unwrap();
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command beside a server.
fn roster(command: &str, data_dir: &Path) -> Output {
    Command::new(ROSTER)
        .args(command.split(' '))
        .arg("--data-dir")
        .arg(data_dir)
        .env_clear()
        .output()
        .unwrap()
}

fn printed(command: &str, data_dir: &Path) -> String {
    let output = roster(command, data_dir);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
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

    let said = server.said();
    for file in files {
        assert!(said.contains(&format!("chmod 600 {}", file.display())), "{said}");
    }
    assert!(
        said.contains(&format!("chmod 700 {}", folder.path().display())),
        "{said}"
    );
    server.stop();
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

    let limits = fs::read_to_string(format!("/proc/{}/limits", server.child.id())).unwrap();

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
    let listed = printed("audit list --full", folder.path());
    assert!(listed.contains("by \"roster account rotate\""), "{listed}");
    assert!(listed.contains("root_access_key.Id: "), "{listed}");
    let server = started(folder.path()).unwrap();
    let said = printed("account rotate 123456789012", folder.path());
    assert!(said.contains("Restart the running server"), "{said}");
    assert!(said.contains("The audit has no record of it: "), "{said}");
    server.stop();
}
