//! Files that only their owner can read. Each appears complete under its name or not at all, and its content and name
//! are on disk when the write returns. A link in its place is not followed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use anyhow::Context;
use tempfile::NamedTempFile;

/// Replaces a file.
pub(crate) fn replace(path: &Path, content: &(impl AsRef<[u8]> + ?Sized)) -> anyhow::Result<()> {
    let write = || {
        draft(path, content.as_ref())?.persist(path)?;
        sync_name(path)
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

/// Creates a file, and returns whether it did: false if the file exists.
pub(crate) fn create(path: &Path, text: &str) -> anyhow::Result<bool> {
    let write = || match draft(path, text.as_bytes())?.persist_noclobber(path) {
        Ok(_) => sync_name(path).map(|()| true),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error.error),
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

/// Copies a file into a new one, which must not be there.
pub(crate) fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    let copy = || {
        let mut draft = new_draft(to)?;
        io::copy(&mut File::open(from)?, &mut draft)?;
        draft.as_file().sync_all()?;
        draft.persist_noclobber(to)?;
        sync_name(to)
    };
    copy().with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}

/// Makes a folder that only its owner can enter, with all that it is in, if it is missing.
pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    let missing = path.ancestors().take_while(|path| *path != "" && !path.exists());
    let missing: Vec<&Path> = missing.collect();
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    missing.into_iter().try_for_each(sync_name)
}

/// The text of a file; none if the file does not exist.
pub(crate) fn read(path: &Path) -> anyhow::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Whether a file is there.
///
/// # Errors
///
/// If that cannot be seen, for instance because the folder belongs to another user.
pub(crate) fn is_there(path: &Path) -> anyhow::Result<bool> {
    path.try_exists()
        .with_context(|| format!("cannot see whether {} is there", path.display()))
}

/// The directory of a file.
pub(crate) fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| *folder != "")
        .unwrap_or(Path::new("."))
}

/// A new file of another name in the same directory, with mode 0600, so that no other user can open it.
fn draft(path: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    let mut draft = new_draft(path)?;
    draft.write_all(content)?;
    draft.as_file().sync_all()?;
    Ok(draft)
}

fn new_draft(path: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(".roster-")
        .tempfile_in(folder(path))
}

/// Makes the name of a file or folder durable.
pub(crate) fn sync_name(path: &Path) -> io::Result<()> {
    File::open(folder(path))?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt, symlink};
    use std::sync::Barrier;

    use super::*;

    #[test]
    fn a_file_is_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");

        replace(&path, "old").unwrap();
        replace(&path, "new").unwrap();

        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o600);
        assert_eq!(read(&path).unwrap().as_deref(), Some("new"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn one_of_many_concurrent_creations_of_a_file_succeeds_and_all_read_the_same() {
        const MANY: usize = 16;
        let folder = tempfile::tempdir().unwrap();
        let path = &folder.path().join("file");
        let together = &Barrier::new(MANY);

        let outcomes: Vec<(bool, Option<String>)> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..MANY)
                .map(|number| {
                    scope.spawn(move || {
                        together.wait();
                        let created = create(path, &number.to_string()).unwrap();
                        (created, read(path).unwrap())
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });

        let winners = outcomes.iter().filter(|(created, _)| *created).count();
        assert_eq!(winners, 1);
        let first = &outcomes[0].1;
        assert!(first.is_some());
        assert!(outcomes.iter().all(|(_, text)| text == first), "{outcomes:?}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_link_is_replaced_and_its_target_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (path, elsewhere) = (folder.path().join("file"), folder.path().join("elsewhere"));
        fs::write(&elsewhere, "theirs").unwrap();
        symlink(&elsewhere, &path).unwrap();

        assert!(!create(&path, "ours").unwrap());
        replace(&path, "ours").unwrap();

        assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "theirs");
        assert_eq!(read(&path).unwrap().as_deref(), Some("ours"));
        assert!(!fs::symlink_metadata(&path).unwrap().is_symlink());
    }

    #[test]
    fn an_unreadable_file_does_not_count_as_missing() {
        let folder = tempfile::tempdir().unwrap();

        assert_eq!(read(&folder.path().join("nothing")).unwrap(), None);
        assert!(read(folder.path()).is_err());
    }
}
