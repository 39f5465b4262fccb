//! The storage engines: the only file that names them.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use roster_domain::clock::SystemClock;
use roster_store::copy::{Source, Target};
use roster_store::{AuditLog, Store};
pub(crate) use roster_store_postgres::Examination;
use roster_store_postgres::{PostgresAudit, PostgresReadOnlyStore, PostgresStore, Settings};
use roster_store_sqlite::{SqliteAudit, SqliteReadOnlyStore, SqliteStore};

use crate::arguments::{Data, Records, Serve};
use crate::data_dir::DataDir;
use crate::private_file;
use crate::store_url::StoreUrl;

/// The connections to PostgreSQL of a command: for writes, reads and lists.
const FEW_CONNECTIONS: u16 = 3;

/// Opens the store of a server.
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
        ..roster_store_sqlite::Options::default()
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

/// Opens the store for a command that changes it; an SQLite file only while no server uses it.
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

/// Opens the store read-only, while a server may be writing to it.
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

/// Opens the audit trail, while a server may be writing to it.
pub(crate) fn open_audit(data: &Data, records: &Records) -> anyhow::Result<Box<dyn AuditLog>> {
    Ok(match &records.database {
        Some(url) => Box::new(PostgresAudit::open(&settings(url, records.database_timeout)?)?),
        None => Box::new(SqliteAudit::open(&DataDir::new(&data.data_dir).database())?),
    })
}

/// What PostgreSQL says of the database of --database; none without one.
pub(crate) fn examine_database(records: &Records) -> anyhow::Result<Option<Examination>> {
    let Some(url) = &records.database else {
        return Ok(None);
    };
    Ok(Some(Examination::of(&settings(url, records.database_timeout)?)?))
}

/// Writes the records and the audit trail of a data directory into a new file, while a server may be writing to them.
pub(crate) fn back_up(data: &Data, to: &Path) -> anyhow::Result<()> {
    Ok(roster_store_sqlite::backup(
        &DataDir::new(&data.data_dir).database(),
        to,
    )?)
}

/// Opens a snapshot of the records and the audit trail, while servers may be writing to it.
pub(crate) fn open_snapshot(data: &Data, records: &Records) -> anyhow::Result<Box<dyn Source>> {
    let place = match &records.database {
        Some(url) => StoreUrl::Postgres(url.clone()),
        None => StoreUrl::Sqlite(DataDir::new(&data.data_dir).database()),
    };
    open_source(&place, records.database_timeout)
}

/// Opens the source of a copy, while servers may be writing to it.
pub(crate) fn open_source(place: &StoreUrl, patience: Duration) -> anyhow::Result<Box<dyn Source>> {
    Ok(match place {
        StoreUrl::Postgres(url) => {
            let settings = parsed(url, patience)?;
            Box::new(roster_store_postgres::copy::source(&settings)?)
        }
        StoreUrl::Sqlite(path) if !private_file::is_there(path)? => bail!("{} is not there", path.display()),
        StoreUrl::Sqlite(path) => Box::new(roster_store_sqlite::copy::source(path)?),
    })
}

/// Opens the target of a copy, and creates it if it is missing.
pub(crate) fn open_target(place: &StoreUrl, patience: Duration) -> anyhow::Result<Box<dyn Target>> {
    Ok(match place {
        StoreUrl::Postgres(url) => {
            let settings = parsed(url, patience)?;
            Box::new(roster_store_postgres::copy::target(&settings)?)
        }
        StoreUrl::Sqlite(path) => {
            place.data_dir().iter().try_for_each(DataDir::create)?;
            Box::new(roster_store_sqlite::copy::target(path)?)
        }
    })
}

/// The connection settings of --database.
fn settings(url: &str, patience: Duration) -> anyhow::Result<Settings> {
    parsed(url, patience).context("--database cannot be used")
}

/// The connection settings of a URL. A password that is neither in the URL nor in the file that it names may be in
/// the variable that libpq's programs read.
#[allow(clippy::disallowed_methods, reason = "configuration is read here")]
fn parsed(url: &str, patience: Duration) -> anyhow::Result<Settings> {
    let password = std::env::var("PGPASSWORD").ok();
    Ok(Settings::parse(
        url,
        password.as_deref(),
        patience,
        Arc::new(SystemClock),
    )?)
}
