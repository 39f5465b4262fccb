//! The engines, by name: nothing else knows which of them keeps the records.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use roster_store::copy::{Source, Target};
use roster_store::{AuditLog, Store};
use roster_store_postgres::{PostgresAudit, PostgresReadOnlyStore, PostgresStore, Settings};
use roster_store_sqlite::{SqliteAudit, SqliteReadOnlyStore, SqliteStore};

use crate::arguments::{Data, Records, Serve};
use crate::data_dir::DataDir;
use crate::place::Place;

/// How many connections to PostgreSQL a command needs: to write, to read, and for lists.
const FEW_CONNECTIONS: u16 = 3;

/// Opens what the server works on.
pub(crate) fn open_store(arguments: &Serve, data_dir: &DataDir) -> anyhow::Result<Arc<dyn Store>> {
    let batch_limit = usize::from(arguments.commit_batch);
    if let Some(url) = &arguments.records.database {
        let mut options = roster_store_postgres::Options::of_connections(arguments.database_connections);
        options.batch_limit = options.batch_limit.min(batch_limit);
        let settings = settings(url, arguments.records.database_timeout)?;
        return Ok(Arc::new(PostgresStore::open(settings, &options)?));
    }
    let options = roster_store_sqlite::Options {
        batch_limit,
        flush_hook: flush_hook(arguments),
    };
    let store = if arguments.memory {
        SqliteStore::in_memory(options)?
    } else {
        SqliteStore::open(&data_dir.database(), options)?
    };
    Ok(Arc::new(store))
}

/// A hook that makes each commit take longer, as on a slow disk.
#[cfg(feature = "slow-disk")]
fn flush_hook(arguments: &Serve) -> Option<roster_store_sqlite::FlushHook> {
    let delay = Duration::from_micros(arguments.commit_delay);
    #[expect(clippy::disallowed_methods, reason = "it imitates a slow disk")]
    let sleep = move || std::thread::sleep(delay);
    (!delay.is_zero()).then(|| roster_store_sqlite::FlushHook::new(sleep))
}

#[cfg(not(feature = "slow-disk"))]
fn flush_hook(_: &Serve) -> Option<roster_store_sqlite::FlushHook> {
    None
}

/// Opens the records for a command that changes them: SQLite's only while no server uses them.
pub(crate) fn open_to_administer(data: &Data, records: &Records) -> anyhow::Result<Arc<dyn Store>> {
    Ok(match &records.database {
        Some(url) => {
            let options = roster_store_postgres::Options::of_connections(FEW_CONNECTIONS);
            let settings = settings(url, records.database_timeout)?;
            Arc::new(PostgresStore::open(settings, &options)?)
        }
        None => {
            let database = DataDir::new(&data.data_dir).database();
            Arc::new(SqliteStore::open(
                &database,
                roster_store_sqlite::Options::default(),
            )?)
        }
    })
}

/// Opens the records to look at, while a server may be writing to them.
pub(crate) fn open_read_only(data: &Data, records: &Records) -> anyhow::Result<Box<dyn Store>> {
    Ok(match &records.database {
        Some(url) => Box::new(PostgresReadOnlyStore::open(settings(
            url,
            records.database_timeout,
        )?)?),
        None => Box::new(SqliteReadOnlyStore::open(
            &DataDir::new(&data.data_dir).database(),
        )?),
    })
}

/// Opens the audit trail, which a server may be writing to.
pub(crate) fn open_audit(data: &Data, records: &Records) -> anyhow::Result<Box<dyn AuditLog>> {
    Ok(match &records.database {
        Some(url) => Box::new(PostgresAudit::open(&settings(url, records.database_timeout)?)?),
        None => Box::new(SqliteAudit::open(&DataDir::new(&data.data_dir).database())?),
    })
}

/// Opens what is to be copied, which servers may be writing to.
pub(crate) fn open_source(place: &Place, patience: Duration) -> anyhow::Result<Box<dyn Source>> {
    Ok(match place {
        Place::Postgres(url) => {
            let settings = parsed(url, patience)?;
            Box::new(roster_store_postgres::copy::source(&settings)?)
        }
        Place::Sqlite(path) if !path.exists() => bail!("{} is not there", path.display()),
        Place::Sqlite(path) => Box::new(roster_store_sqlite::copy::source(path)?),
    })
}

/// Opens what is to become a copy, and makes it if it is not there.
pub(crate) fn open_target(place: &Place, patience: Duration) -> anyhow::Result<Box<dyn Target>> {
    Ok(match place {
        Place::Postgres(url) => {
            let settings = parsed(url, patience)?;
            Box::new(roster_store_postgres::copy::target(&settings)?)
        }
        Place::Sqlite(path) => {
            place.data_dir().iter().try_for_each(DataDir::create)?;
            Box::new(roster_store_sqlite::copy::target(path)?)
        }
    })
}

/// How to reach the database of --database.
fn settings(url: &str, patience: Duration) -> anyhow::Result<Settings> {
    parsed(url, patience).context("--database cannot be used")
}

/// How to reach the database of a URL. A password that is neither in it nor in the file it names may
/// be where libpq's programs look for it.
#[allow(clippy::disallowed_methods, reason = "configuration is read here")]
fn parsed(url: &str, patience: Duration) -> anyhow::Result<Settings> {
    let password = std::env::var("PGPASSWORD").ok();
    Ok(Settings::parse(url, password.as_deref(), patience)?)
}
