//! The engine that has the records of a data directory: the file `engine` in it says so from the first start on.
//! A start that would serve an empty directory, or an old file, in the place of these records is refused.
//! Why: docs/decisions/0069-a-start-at-the-wrong-place.md.

use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, bail};
use roster_service::rotation::{self, Kept};
use roster_store::Store;

use crate::arguments::Serve;
use crate::data_dir::DataDir;
use crate::private_file;

/// An engine that keeps records on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// The engine that a server with these arguments uses; none if it keeps its records in memory.
    pub(crate) fn of(arguments: &Serve) -> Option<Self> {
        match (arguments.memory, &arguments.records.database) {
            (true, _) => None,
            (false, None) => Some(Self::Sqlite),
            (false, Some(_)) => Some(Self::Postgres),
        }
    }

    const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgresql",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The engine of the last start on a data directory.
pub(crate) struct LastEngine<'d> {
    data_dir: &'d DataDir,
    engine: Option<Engine>,
}

impl<'d> LastEngine<'d> {
    /// Reads the file; directories of older versions have none.
    pub(crate) fn read(data_dir: &'d DataDir) -> anyhow::Result<Self> {
        let path = file(data_dir);
        let engine = match private_file::read(&path)? {
            None => None,
            Some(text) => {
                let engine = Engine::ALL
                    .into_iter()
                    .find(|engine| engine.name() == text.trim());
                Some(engine.with_context(|| {
                    format!(
                        "{} says neither sqlite nor postgresql: write the engine of the records into it",
                        path.display()
                    )
                })?)
            }
        };
        Ok(Self { data_dir, engine })
    }

    /// Refuses a start without `--database` on a directory whose records are elsewhere. Called before a database is
    /// opened, because SQLite makes a missing file.
    pub(crate) fn require_place(&self, engine: Engine) -> anyhow::Result<()> {
        let database = self.data_dir.database();
        match (self.engine, engine) {
            (Some(Engine::Postgres), Engine::Sqlite) => bail!(
                "the records of {} are in PostgreSQL, as the last start says, and --database is missing: give it \
                 (or ROSTER_DATABASE, or `database` in roster.toml). If they are to be in {} from now on, write sqlite into {}",
                self.data_dir.path().display(),
                database.display(),
                file(self.data_dir).display()
            ),
            (Some(Engine::Sqlite), Engine::Sqlite) if !private_file::is_there(&database)? => bail!(
                "{} is not there, and the last start had the records in it: {}",
                database.display(),
                self.way_back()?
            ),
            _ => Ok(()),
        }
    }

    /// Refuses an empty database on a directory that had records.
    pub(crate) async fn require_records(&self, engine: Engine, store: &dyn Store) -> anyhow::Result<()> {
        let Some(last) = self.engine else {
            return Ok(());
        };
        if !matches!(rotation::kept(store).await?, Kept::Nothing) {
            return Ok(());
        }
        let (place, way_back) = match (last, engine) {
            (_, Engine::Sqlite) => (self.data_dir.database().display().to_string(), self.way_back()?),
            (Engine::Postgres, Engine::Postgres) => (
                "the database of --database".to_owned(),
                format!(
                    "name the right database or schema, or restore it; to begin anew, remove {}",
                    file(self.data_dir).display()
                ),
            ),
            (Engine::Sqlite, Engine::Postgres) => (
                "the database of --database".to_owned(),
                format!(
                    "copy the records first with `roster copy --from {} --to URL`; to begin anew, remove {}",
                    self.data_dir.path().display(),
                    file(self.data_dir).display()
                ),
            ),
        };
        bail!(
            "{place} is empty, but the last start on {} had records in {last}: {way_back}",
            self.data_dir.path().display()
        )
    }

    /// What to do about a missing file.
    fn way_back(&self) -> anyhow::Result<String> {
        let anew = format!("to begin anew, remove {}", file(self.data_dir).display());
        Ok(match self.other_databases()?.as_slice() {
            [] => format!("restore it (`roster restore BACKUP --data-dir DIR`); {anew}"),
            others => {
                let others: Vec<_> = others.iter().map(|path| path.display().to_string()).collect();
                format!(
                    "restore it, or give its name to one of {}; {anew}",
                    others.join(", ")
                )
            }
        })
    }

    /// Files in the directory that may be the database under another name.
    fn other_databases(&self) -> anyhow::Result<Vec<PathBuf>> {
        let (folder, own) = (self.data_dir.path(), self.data_dir.database());
        let mut others = Vec::new();
        for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            if path.extension() == Some(OsStr::new("db")) && path != own {
                others.push(path);
            }
        }
        others.sort();
        Ok(others)
    }

    /// Notes that the records are in this engine from now on.
    pub(crate) fn note(&self, engine: Engine) -> anyhow::Result<()> {
        if self.engine == Some(engine) {
            return Ok(());
        }
        private_file::replace(&file(self.data_dir), &format!("{engine}\n"))
    }
}

fn file(data_dir: &DataDir) -> PathBuf {
    data_dir.path().join("engine")
}
