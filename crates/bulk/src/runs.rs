//! Runs on disk: a folder for each, with its plan and its journal.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use roster_client::Clock;
use roster_plan::{Counts, Progress, Record, RunState};
use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

use crate::error::Error;
use crate::journal::{Journal, look};
use crate::plan_file::PlanFile;

const PLAN: &str = "plan.json";
const JOURNAL: &str = "journal.jsonl";

/// The folder of all runs.
#[derive(Clone, Debug)]
pub struct Runs {
    folder: PathBuf,
}

/// A run that this process works on.
#[derive(Debug)]
pub struct Run {
    /// The id. Later runs have greater ids.
    pub id: String,
    /// The plan.
    pub plan: PlanFile,
    /// Where its files are.
    pub folder: PathBuf,
    pub(crate) journal: Journal,
    /// What the journal says.
    pub progress: Progress,
}

/// A run in brief.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RunSummary {
    /// The id.
    pub id: String,
    /// Where it stands.
    pub state: RunState,
    /// How many changes stand where.
    #[serde(flatten)]
    pub counts: Counts,
    /// When it was started, in UTC.
    pub started: String,
    /// The instance.
    pub instance_id: String,
    /// The address of the service.
    pub endpoint: String,
    /// The run that it undoes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undoes: Option<String>,
}

impl Runs {
    /// The runs of a folder, which is made when it is needed.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Begins a run of a plan.
    ///
    /// # Errors
    /// Its files cannot be written.
    pub fn begin(&self, plan: &PlanFile, clock: &dyn Clock) -> Result<Run, Error> {
        let id = new_id(clock);
        let folder = self.folder.join(&id);
        let write = || {
            DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
            let mut file = tempfile::NamedTempFile::new_in(&folder)?;
            file.write_all(plan.to_json().as_bytes())?;
            file.as_file().sync_all()?;
            file.persist(folder.join(PLAN)).map_err(|error| error.error)?;
            sync_folder(&folder)?;
            sync_folder(&self.folder)
        };
        write().map_err(|source| Error::Io {
            path: folder.clone(),
            source,
        })?;
        self.open(&id)
    }

    /// Opens a run to go on with it.
    ///
    /// # Errors
    /// There is no such run, another process works on it, or its files cannot be read.
    pub fn open(&self, id: &str) -> Result<Run, Error> {
        let plan = self.plan(id)?;
        let folder = self.folder.join(id);
        let (journal, records) = Journal::open(&folder.join(JOURNAL), id)?;
        sync_folder(&folder).map_err(|source| Error::Io {
            path: folder.clone(),
            source,
        })?;
        Ok(Run {
            id: id.to_owned(),
            progress: Progress::of(plan.len(), &records),
            plan,
            folder,
            journal,
        })
    }

    /// The plan and the progress of a run, to look at.
    ///
    /// # Errors
    /// There is no such run, a process works on it, or its files cannot be read.
    pub fn look(&self, id: &str) -> Result<(PlanFile, Progress), Error> {
        let plan = self.plan(id)?;
        let (records, is_running) = self.records(id)?;
        if is_running {
            return Err(Error::RunIsLocked { id: id.to_owned() });
        }
        let progress = Progress::of(plan.len(), &records);
        Ok((plan, progress))
    }

    /// The id given, or that of the newest run.
    ///
    /// # Errors
    /// There is no run, or the folder cannot be read.
    pub fn id_or_newest(&self, id: Option<&str>) -> Result<String, Error> {
        match id {
            Some(id) => Ok(id.to_owned()),
            None => self.ids()?.pop().ok_or_else(|| Error::NoRun {
                folder: self.folder.clone(),
            }),
        }
    }

    /// All runs, newest first.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn list(&self) -> Result<Vec<RunSummary>, Error> {
        self.ids()?.iter().rev().map(|id| self.summary(id)).collect()
    }

    fn summary(&self, id: &str) -> Result<RunSummary, Error> {
        let plan = self.plan(id)?;
        let (records, is_running) = self.records(id)?;
        let progress = Progress::of(plan.len(), &records);
        let state = match (is_running, progress.is_complete()) {
            (true, _) => RunState::Running,
            (false, true) => RunState::Completed,
            (false, false) => RunState::Interrupted,
        };
        Ok(RunSummary {
            id: id.to_owned(),
            state,
            counts: progress.counts(),
            started: started(id),
            instance_id: plan.instance.id,
            endpoint: plan.endpoint,
            undoes: plan.undoes,
        })
    }

    fn plan(&self, id: &str) -> Result<PlanFile, Error> {
        let path = self.folder.join(id).join(PLAN);
        // The id becomes part of a path.
        if !is_id(id) || !path.is_file() {
            return Err(Error::UnknownRun {
                id: id.to_owned(),
                folder: self.folder.clone(),
            });
        }
        PlanFile::read(&path)
    }

    fn records(&self, id: &str) -> Result<(Vec<Record>, bool), Error> {
        look(&self.folder.join(id).join(JOURNAL))
    }

    /// The ids of all runs with a plan, oldest first. A folder without one is of a run that did not begin.
    fn ids(&self) -> Result<Vec<String>, Error> {
        let read = || {
            let mut ids = Vec::new();
            for entry in fs::read_dir(&self.folder)? {
                let entry = entry?;
                if let Some(id) = entry.file_name().to_str().filter(|name| is_id(name))
                    && entry.path().join(PLAN).is_file()
                {
                    ids.push(id.to_owned());
                }
            }
            ids.sort();
            Ok(ids)
        };
        match read() {
            Err(error) if io::Error::kind(&error) == io::ErrorKind::NotFound => Ok(Vec::new()),
            read => read.map_err(|source| Error::Io {
                path: self.folder.clone(),
                source,
            }),
        }
    }
}

/// An id: the time in UTC, and some letters for runs that start together.
fn new_id(clock: &dyn Clock) -> String {
    let format = format_description!("[year][month][day]T[hour][minute][second].[subsecond digits:3]");
    let time = utc(clock).format(&format).unwrap_or_default();
    let letters: String = std::iter::repeat_with(|| fastrand::alphanumeric().to_ascii_lowercase())
        .take(4)
        .collect();
    format!("{time}-{letters}")
}

fn is_id(text: &str) -> bool {
    text.len() > 4
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.')
        && !text.starts_with('.')
}

/// When a run was started, by its id, in UTC.
pub fn started(id: &str) -> String {
    match (
        id.get(..4),
        id.get(4..6),
        id.get(6..8),
        id.get(9..11),
        id.get(11..13),
        id.get(13..15),
    ) {
        (Some(year), Some(month), Some(day), Some(hour), Some(minute), Some(second)) => {
            format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z")
        }
        _ => id.to_owned(),
    }
}

/// The time in UTC, to the second.
pub fn timestamp(clock: &dyn Clock) -> String {
    let time = utc(clock);
    let time = time.replace_nanosecond(0).unwrap_or(time);
    time.format(&Rfc3339).unwrap_or_default()
}

fn utc(clock: &dyn Clock) -> OffsetDateTime {
    let since_epoch = Duration::try_from_secs_f64(clock.seconds()).unwrap_or_default();
    OffsetDateTime::from(SystemTime::UNIX_EPOCH + since_epoch)
}

/// Makes the names in a folder durable.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
