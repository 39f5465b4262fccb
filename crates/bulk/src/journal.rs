//! The journal of a run: a line for each record, written at once, so that it outlives the process. A flush also makes it outlive
//! a failure of the power.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use roster_plan::Record;

use crate::error::Error;

/// A journal that is written by several threads. Records that come together are flushed together.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    state: Mutex<State>,
    /// The end of each flush wakes those that wait for it, and one that waits for the next.
    flushed: [Condvar; 2],
}

#[derive(Debug, Default)]
struct State {
    /// How many flushes have ended.
    flushes: usize,
    is_flushing: bool,
    /// Why there can be no more records.
    failure: Option<io::ErrorKind>,
}

impl Journal {
    /// Opens a journal, or begins it, and reads its records. A line that a killed process did not finish is removed.
    ///
    /// # Errors
    /// The file cannot be used, or another process has it open, or a line is no record.
    pub(crate) fn open(path: &Path, run: &str) -> Result<(Self, Vec<Record>), Error> {
        let failed = |source| Error::Io {
            path: path.to_owned(),
            source,
        };
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .mode(0o600)
            .open(path)
            .map_err(failed)?;
        if file.try_lock().is_err() {
            return Err(Error::RunIsLocked { id: run.to_owned() });
        }
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(failed)?;
        let complete = text
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        let records = records(&text[..complete], path)?;
        if complete < text.len() {
            file.set_len(complete as u64).map_err(failed)?;
            file.seek(SeekFrom::End(0)).map_err(failed)?;
        }
        file.sync_all().map_err(failed)?;
        let journal = Self {
            path: path.to_owned(),
            file,
            state: Mutex::default(),
            flushed: [Condvar::new(), Condvar::new()],
        };
        Ok((journal, records))
    }

    /// Writes a record.
    ///
    /// # Errors
    /// It cannot be written; nothing can from then on.
    pub(crate) fn add(&self, record: &Record) -> Result<(), Error> {
        let mut line = serde_json::to_vec(record).expect("records have text keys only");
        line.push(b'\n');
        // Under the lock, so that nothing is written behind half a line.
        let mut state = self.state();
        if let Some(kind) = state.failure {
            return Err(self.failed(kind.into()));
        }
        (&self.file).write_all(&line).map_err(|error| {
            state.failure = Some(error.kind());
            self.failed(error)
        })
    }

    /// Waits until every record that was added is on disk.
    ///
    /// # Errors
    /// They cannot be; nothing can be written from then on.
    pub(crate) fn flush(&self) -> Result<(), Error> {
        let mut state = self.state();
        // A flush that is under way may have begun before the last records.
        let awaited = state.flushes + if state.is_flushing { 2 } else { 1 };
        while state.flushes < awaited {
            if let Some(kind) = state.failure {
                return Err(self.failed(kind.into()));
            }
            if state.is_flushing {
                let flushed = &self.flushed[awaited % 2];
                state = flushed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            state.is_flushing = true;
            drop(state);
            let flushed = self.file.sync_data();
            state = self.state();
            state.is_flushing = false;
            if let Err(error) = flushed {
                state.failure = Some(error.kind());
                self.flushed.iter().for_each(Condvar::notify_all);
                return Err(self.failed(error));
            }
            state.flushes += 1;
            self.flushed[state.flushes % 2].notify_all();
            self.flushed[(state.flushes + 1) % 2].notify_one();
        }
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, source: io::Error) -> Error {
        Error::Io {
            path: self.path.clone(),
            source,
        }
    }
}

/// The records of a journal that another process may be writing, and whether one is.
pub(crate) fn look(path: &Path) -> Result<(Vec<Record>, bool), Error> {
    let failed = |source| Error::Io {
        path: path.to_owned(),
        source,
    };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Vec::new(), false)),
        Err(error) => return Err(failed(error)),
    };
    let is_running = file.try_lock_shared().is_err();
    let mut text = Vec::new();
    file.read_to_end(&mut text).map_err(failed)?;
    let complete = text
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |end| end + 1);
    Ok((records(&text[..complete], path)?, is_running))
}

fn records(text: &[u8], path: &Path) -> Result<Vec<Record>, Error> {
    let lines = text.split(|byte| *byte == b'\n').enumerate();
    let lines = lines.filter(|(_, line)| !line.is_empty());
    lines
        .map(|(place, line)| {
            serde_json::from_slice(line).map_err(|error| Error::DamagedJournal {
                path: path.to_owned(),
                line: place + 1,
                reason: error.to_string(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(change: usize) -> Record {
        Record::Done { change }
    }

    #[test]
    fn records_of_many_threads_are_all_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let (journal, _) = Journal::open(&path, "r").unwrap();

        std::thread::scope(|scope| {
            for thread in 0..8 {
                let journal = &journal;
                scope.spawn(move || {
                    for place in 0..20 {
                        journal.add(&done(thread * 20 + place)).unwrap();
                        journal.flush().unwrap();
                    }
                });
            }
        });
        drop(journal);

        let (_, mut records) = Journal::open(&path, "r").unwrap();
        records.sort_by_key(|record| match record {
            Record::Done { change } => *change,
            _ => usize::MAX,
        });
        assert_eq!(records, (0..160).map(done).collect::<Vec<_>>());
    }

    #[test]
    fn what_cannot_be_written_is_an_error_for_every_thread() {
        let journal = Journal {
            path: "/dev/full".into(),
            file: OpenOptions::new().append(true).open("/dev/full").unwrap(),
            state: Mutex::default(),
            flushed: [Condvar::new(), Condvar::new()],
        };

        std::thread::scope(|scope| {
            for thread in 0..8 {
                let journal = &journal;
                scope.spawn(move || {
                    for place in 0..20 {
                        let added = journal.add(&done(thread * 20 + place));
                        assert!(matches!(added, Err(Error::Io { .. })));
                        assert!(matches!(journal.flush(), Err(Error::Io { .. })));
                    }
                });
            }
        });
    }

    #[test]
    fn a_line_that_was_not_finished_is_removed_wherever_it_ends() {
        let folder = tempfile::tempdir().unwrap();
        let whole =
            [Record::Begun { change: 0 }, done(0)].map(|record| serde_json::to_string(&record).unwrap());
        let whole = whole.join("\n") + "\n";
        for length in 0..=whole.len() {
            let path = folder.path().join(length.to_string());
            std::fs::write(&path, &whole[..length]).unwrap();

            let (journal, records) = Journal::open(&path, "r").unwrap();
            journal.add(&done(7)).unwrap();
            drop(journal);

            let (again, _) = look(&path).unwrap();
            assert_eq!(records.len(), whole[..length].matches('\n').count());
            assert_eq!(again, [records, vec![done(7)]].concat());
        }
    }

    #[test]
    fn a_damaged_line_is_named_and_nothing_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        std::fs::write(&path, "{\"State\":\"DONE\",\"Change\":0}\nx\n").unwrap();

        assert!(matches!(
            Journal::open(&path, "r"),
            Err(Error::DamagedJournal { line: 2, .. })
        ));
        assert!(std::fs::read_to_string(&path).unwrap().ends_with("x\n"));
    }

    #[test]
    fn a_run_has_one_process() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let (journal, _) = Journal::open(&path, "r").unwrap();

        assert!(matches!(
            Journal::open(&path, "r"),
            Err(Error::RunIsLocked { .. })
        ));
        assert!(look(&path).unwrap().1);
        drop(journal);
        assert!(!look(&path).unwrap().1);
    }
}
