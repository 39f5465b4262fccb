//! A copy of a whole file at one moment, which a server may be writing to.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::open::{self, reader, require_undamaged};
use crate::open_error::{OpenError, Reason};

/// Writes the state of a file at one moment into a new file, durably, and checks that one. The new file is for its owner only.
///
/// # Errors
///
/// If a file cannot be opened, read or written, or is damaged.
pub fn backup(from: &Path, to: &Path) -> Result<(), OpenError> {
    let source = open::to_read(from)?;
    let write = || {
        // SQLite would make the file as the umask says; an empty one it takes as it is.
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(to)?;
        let not_text = || Reason::Failed("its path is no text".to_owned());
        let name = to.to_str().ok_or_else(not_text)?;
        source.execute("VACUUM INTO ?1", [name])?;
        file.sync_all()?;
        require_undamaged(&reader(to)?)
    };
    write().map_err(|reason| OpenError::new(to, reason))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::MetadataExt;

    use super::*;
    use crate::{Options, SqliteStore};

    #[test]
    fn a_copy_is_for_its_owner_only_and_replaces_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let [from, to] = ["roster.db", "copy.db"].map(|name| folder.path().join(name));
        drop(SqliteStore::open(&from, Options::default()).unwrap());

        backup(&from, &to).unwrap();

        assert_eq!(fs::metadata(&to).unwrap().mode() & 0o7777, 0o600);
        let before = fs::read(&to).unwrap();
        assert!(matches!(
            backup(&from, &to).unwrap_err().reason,
            Reason::Failed(_)
        ));
        assert_eq!(fs::read(&to).unwrap(), before);
        drop(SqliteStore::open(&to, Options::default()).unwrap());
    }

    #[test]
    fn what_is_damaged_is_not_copied_in_silence() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second, third] =
            ["roster.db", "second.db", "third.db"].map(|name| folder.path().join(name));
        drop(SqliteStore::open(&first, Options::default()).unwrap());
        backup(&first, &second).unwrap();
        let mut bytes = fs::read(&second).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle..].fill(0xff);
        fs::write(&second, bytes).unwrap();

        assert!(backup(&second, &third).is_err());
    }
}
