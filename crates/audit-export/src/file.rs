//! A file that events are appended to, one on a line.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::event::Event;
use crate::target::{SendError, Target};

/// A file, which is for its owner only if it is made here. It is opened for each batch, so it may be moved away at any time.
pub(crate) struct AppendedFile {
    path: PathBuf,
}

impl AppendedFile {
    pub(crate) const fn new(path: PathBuf) -> Self {
        Self { path }
    }
}

impl Target for AppendedFile {
    /// Returns when the lines are on disk.
    fn send(&mut self, batch: &[Event]) -> Result<(), SendError> {
        let mut lines = String::new();
        for event in batch {
            lines.push_str(&event.json);
            lines.push('\n');
        }
        append_lines(&self.path, &lines).map_err(|error| match error.kind() {
            // An administrator may make room.
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                SendError::temporary(format!("cannot write {}: {error}", self.path.display()))
            }
            _ => SendError::Permanent(format!("cannot write {}: {error}", self.path.display())),
        })
    }
}

/// Appends lines to a file, which is for its owner only if it is made here. They are on disk when this returns; after an error, no
/// part of them is there.
///
/// # Errors
///
/// If the file cannot be opened or written.
pub fn append_lines(path: &Path, lines: &str) -> io::Result<()> {
    let mut file = open(path)?;
    // Another process may append, too.
    file.lock()?;
    let end = file.seek(SeekFrom::End(0))?;
    let separator = if is_torn(&mut file, end)? { "\n" } else { "" };
    let written = file
        .write_all(separator.as_bytes())
        .and_then(|()| file.write_all(lines.as_bytes()))
        .and_then(|()| file.sync_all());
    if written.is_err() {
        file.set_len(end)?;
    }
    written
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).mode(0o600);
    match options.open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        opened => return opened,
    }
    let file = options.create(true).open(path)?;
    let folder = path
        .parent()
        .filter(|folder| *folder != "")
        .unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()?;
    Ok(file)
}

/// Whether the last line has no end, because a crash of the machine has cut it.
fn is_torn(file: &mut File, end: u64) -> io::Result<bool> {
    let Some(last) = end.checked_sub(1) else {
        return Ok(false);
    };
    let mut byte = [0];
    file.seek(SeekFrom::Start(last))?;
    file.read_exact(&mut byte)?;
    Ok(byte != *b"\n")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::MetadataExt;
    use std::time::SystemTime;

    use super::*;

    fn event(json: &str) -> Event {
        Event {
            id: String::new(),
            chain: String::new(),
            sequence: 1,
            time: SystemTime::UNIX_EPOCH,
            operation: "CreateUser".to_owned(),
            is_refusal: false,
            json: json.to_owned(),
        }
    }

    #[test]
    fn lines_are_appended_to_a_file_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.json");
        let mut target = AppendedFile::new(path.clone());

        target.send(&[event("1"), event("2")]).unwrap();
        target.send(&[event("3")]).unwrap();

        assert_eq!(fs::read_to_string(&path).unwrap(), "1\n2\n3\n");
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o600);
    }

    #[test]
    fn a_line_that_a_crash_has_cut_stays_on_a_line_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.json");
        fs::write(&path, "1\n{\"eve").unwrap();

        AppendedFile::new(path.clone()).send(&[event("2")]).unwrap();

        assert_eq!(fs::read_to_string(&path).unwrap(), "1\n{\"eve\n2\n");
    }

    #[test]
    fn a_file_that_was_moved_away_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.json");
        let mut target = AppendedFile::new(path.clone());
        target.send(&[event("1")]).unwrap();

        fs::rename(&path, folder.path().join("audit.json.1")).unwrap();
        target.send(&[event("2")]).unwrap();

        assert_eq!(fs::read_to_string(&path).unwrap(), "2\n");
    }

    #[test]
    fn a_file_that_cannot_be_written_is_no_failure_that_passes() {
        let folder = tempfile::tempdir().unwrap();
        let mut target = AppendedFile::new(folder.path().to_owned());
        let failed = target.send(&[event("1")]);
        assert!(matches!(failed, Err(SendError::Permanent(_))), "{failed:?}");
    }
}
