//! A disk of a few megabytes that can be filled.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::finish;

/// A disk in a mount namespace of its own: whatever is to use it is run within.
pub(crate) struct SmallDisk {
    place: TempDir,
    /// Holds the namespace, for as long as its input is open.
    holder: Child,
}

/// Mounts the disk, says so, and stays.
const MOUNT: &str = r#"mount -t tmpfs -o size="$1" none "$0" && echo mounted && exec cat"#;

impl SmallDisk {
    /// A disk of this size, such as `4m`.
    pub(crate) fn of(size: &str) -> Self {
        let place = tempfile::tempdir().expect("a folder");
        let mut command = Command::new("unshare");
        command.arg("--mount");
        // Root may mount; anybody else may where they are root.
        if !is_root() {
            command.arg("--map-root-user");
        }
        command.args(["sh", "-c", MOUNT]).arg(place.path()).arg(size);
        let mut holder = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("unshare runs");
        let mut said = [0; b"mounted".len()];
        let output = holder.stdout.as_mut().expect("a pipe");
        std::io::Read::read_exact(output, &mut said).expect("the disk is mounted");
        Self { place, holder }
    }

    /// What runs another program where the disk is.
    pub(crate) fn within(&self) -> Vec<String> {
        let pid = self.holder.id().to_string();
        let mut words = vec!["nsenter", "--mount", "--target", &pid];
        if !is_root() {
            words.extend(["--user", "--preserve-credentials"]);
        }
        words.into_iter().map(str::to_owned).collect()
    }

    /// Runs a program where the disk is, to its end; what it printed.
    pub(crate) fn run(&self, words: &[&str]) -> String {
        let within = self.within();
        finish(Command::new(&within[0]).args(&within[1..]).args(words)).printed()
    }

    /// A folder of the disk, as those within see it.
    pub(crate) fn inside(&self, folder: &str) -> PathBuf {
        self.place.path().join(folder)
    }

    /// The same, as it is seen from here.
    pub(crate) fn seen(&self, folder: &str) -> PathBuf {
        let root = PathBuf::from(format!("/proc/{}/root", self.holder.id()));
        let inside = self.inside(folder);
        root.join(inside.strip_prefix(Path::new("/")).expect("an absolute path"))
    }

    /// Takes all the space there is.
    pub(crate) fn fill(&self) {
        let mut file = File::create(self.seen("filler")).expect("a file");
        let block = [0; 4096];
        loop {
            match file.write_all(&block) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => return,
                Err(error) => panic!("{error}"),
            }
        }
    }

    /// Gives back the space that was taken.
    pub(crate) fn free(&self) {
        fs::remove_file(self.seen("filler")).expect("space");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // It ends with its input; what still runs within keeps the disk.
        drop(self.holder.stdin.take());
        let _ = self.holder.wait();
    }
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}
