//! Checks which other users can read and write the files of a server.

use std::fmt;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::data_dir::DataDir;

/// The permissions of all users but the owner.
const OF_OTHERS: u32 = 0o077;
const ANYBODY_WRITES: u32 = 0o002;
/// In a directory with this bit, users cannot replace the files of others.
const STICKY: u32 = 0o1000;

/// A file or folder that others can read, or write as members of its group.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Open {
    path: PathBuf,
    mode: u32,
    right_mode: u32,
}

impl fmt::Display for Open {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            mode,
            right_mode,
        } = self;
        let path = path.display();
        write!(
            formatter,
            "others than its owner can read or write {path} (mode {mode:04o}): chmod {right_mode:o} {path}"
        )
    }
}

/// Refuses files that anyone can write, and warns about files that others can read.
pub(crate) fn examine(data_dir: &DataDir, secret_key: &Path) -> anyhow::Result<()> {
    for Open {
        path,
        mode,
        right_mode,
    } in open(data_dir, secret_key)?
    {
        tracing::warn!(
            path = %path.display(),
            mode = %format_args!("{mode:04o}"),
            "others than its owner can read or write this: chmod {right_mode:o} {}",
            path.display()
        );
    }
    Ok(())
}

/// The files that others can read. An error if anyone can write one.
pub(crate) fn open(data_dir: &DataDir, secret_key: &Path) -> anyhow::Result<Vec<Open>> {
    let database = data_dir.database();
    let log = database.with_extension("db-wal");
    let files = [
        data_dir.path(),
        &data_dir.credentials(),
        secret_key,
        &data_dir.private_key(),
        &database,
        &log,
    ];
    let mut open = Vec::new();
    for path in files {
        let metadata = match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            metadata => metadata.with_context(|| format!("cannot look at {}", path.display()))?,
        };
        let mode = metadata.mode() & 0o7777;
        let right_mode = if metadata.is_dir() { 0o700 } else { 0o600 };
        if anybody_writes(&metadata) {
            bail!(
                "anybody on this machine can write {} (mode {mode:04o}), and so become root of every account: chmod {right_mode:o} {}",
                path.display(),
                path.display()
            );
        }
        if mode & OF_OTHERS != 0 {
            open.push(Open {
                path: path.to_owned(),
                mode,
                right_mode,
            });
        }
    }
    Ok(open)
}

fn anybody_writes(metadata: &Metadata) -> bool {
    let mode = metadata.mode();
    mode & ANYBODY_WRITES != 0 && !(metadata.is_dir() && mode & STICKY != 0)
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    use tempfile::TempDir;

    use super::*;

    /// A data directory with all its files, for their owner only.
    fn private() -> (TempDir, DataDir) {
        let folder = tempfile::tempdir().unwrap();
        set_mode(folder.path(), 0o700);
        let data_dir = DataDir::new(folder.path());
        for name in [
            "credentials",
            "secret.key",
            "server.key",
            "roster.db",
            "roster.db-wal",
        ] {
            let path = folder.path().join(name);
            fs::write(&path, "").unwrap();
            set_mode(&path, 0o600);
        }
        (folder, data_dir)
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn there_is_no_warning_about_files_that_only_their_owner_can_read() {
        let (_folder, data_dir) = private();

        assert_eq!(open(&data_dir, &data_dir.secret_key()).unwrap(), []);
    }

    #[test]
    fn a_file_that_others_can_read_is_named_with_its_mode() {
        for (name, mode, right_mode) in [
            ("", 0o755, 0o700),
            ("", 0o1777, 0o700),
            ("credentials", 0o644, 0o600),
            ("secret.key", 0o640, 0o600),
            ("server.key", 0o660, 0o600),
            ("roster.db", 0o644, 0o600),
            ("roster.db-wal", 0o604, 0o600),
        ] {
            let (folder, data_dir) = private();
            let path = match name {
                "" => folder.path().to_owned(),
                name => folder.path().join(name),
            };
            set_mode(&path, mode);

            let found = open(&data_dir, &data_dir.secret_key()).unwrap();

            assert_eq!(
                found,
                [Open {
                    path,
                    mode,
                    right_mode
                }]
            );
        }
    }

    #[test]
    fn a_file_that_anyone_can_write_is_refused() {
        for (name, mode, right_mode) in [
            ("", 0o777, "700"),
            ("credentials", 0o646, "600"),
            ("secret.key", 0o602, "600"),
            ("roster.db", 0o666, "600"),
        ] {
            let (folder, data_dir) = private();
            let path = match name {
                "" => folder.path().to_owned(),
                name => folder.path().join(name),
            };
            set_mode(&path, mode);

            let refusal = examine(&data_dir, &data_dir.secret_key())
                .unwrap_err()
                .to_string();

            let advice = format!(
                "(mode {mode:04o}), and so become root of every account: chmod {right_mode} {}",
                path.display()
            );
            assert!(refusal.contains(&advice), "{refusal}");
        }
    }
}
