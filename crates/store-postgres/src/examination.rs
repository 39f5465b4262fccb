//! What a database says of itself and its server, for an administrator to judge.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use crate::connection::Connection;
use crate::failure::Failure;
use crate::first_connection::on_first_connection;
use crate::open_error::{OpenError, Reason};
use crate::settings::Settings;

/// The settings that decide what an answer is worth.
const SETTINGS: &str = "SELECT name, setting FROM pg_settings WHERE name IN ('archive_mode', 'autovacuum', 'fsync', \
    'full_page_writes', 'max_connections', 'server_encoding', 'server_version', 'synchronous_commit', \
    'synchronous_standby_names')";
const CLOCK: &str = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";
const SIZE: &str = "SELECT pg_database_size(current_database())";
const CONNECTIONS: &str = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'";
const STANDBYS: &str = "SELECT count(*) FROM pg_stat_replication";
/// A Unix socket has no address.
const IS_EXPOSED: &str = "SELECT NOT ssl AND coalesce(NOT inet_server_addr() << '127.0.0.0/8'::inet \
    AND inet_server_addr() <> '::1'::inet, false) FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
const ARCHIVING_FAILS: &str = "SELECT coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) \
    FROM pg_stat_archiver";

/// What a database says of itself and its server.
#[derive(Clone, Debug)]
pub struct Examination {
    /// Settings of the server by their names, as this role and database have them.
    pub settings: BTreeMap<String, String>,
    /// The time of its clock.
    pub clock: SystemTime,
    /// How many bytes the database takes.
    pub bytes: u64,
    /// How many clients are connected to the server.
    pub connections: u64,
    /// How many standbys copy from it.
    pub standbys: u64,
    /// Whether the connection goes over a network and is not encrypted.
    pub is_exposed: bool,
    /// Whether the last attempt to archive the log has failed.
    pub archiving_fails: bool,
}

impl Examination {
    /// Asks a database, with or without records.
    ///
    /// # Errors
    ///
    /// If no server is reached, or it does not answer as PostgreSQL does.
    pub fn of(settings: &Settings) -> Result<Self, OpenError> {
        let mut examination = None;
        on_first_connection(settings, async |connection| {
            examination = Some(Self::on(connection).await?);
            Ok(())
        })?;
        let missing = || Reason::Failed("the database has not answered".to_owned());
        Ok(examination.ok_or_else(missing)?)
    }

    async fn on(connection: &mut Connection) -> Result<Self, Failure> {
        let mut settings = BTreeMap::new();
        for row in connection.query(SETTINGS, Vec::new()).await? {
            settings.insert(row.try_get(0)?, row.try_get(1)?);
        }
        let clock = Duration::from_millis(number(connection, CLOCK).await?);
        Ok(Self {
            settings,
            clock: SystemTime::UNIX_EPOCH + clock,
            bytes: number(connection, SIZE).await?,
            connections: number(connection, CONNECTIONS).await?,
            standbys: number(connection, STANDBYS).await?,
            is_exposed: flag(connection, IS_EXPOSED).await?,
            archiving_fails: flag(connection, ARCHIVING_FAILS).await?,
        })
    }
}

async fn number(connection: &mut Connection, sql: &'static str) -> Result<u64, Failure> {
    let rows = connection.query(sql, Vec::new()).await?;
    let number: i64 = rows.first().map_or(Ok(0), |row| row.try_get(0))?;
    Ok(number.try_into().unwrap_or_default())
}

/// False without a row.
async fn flag(connection: &mut Connection, sql: &'static str) -> Result<bool, Failure> {
    let rows = connection.query(sql, Vec::new()).await?;
    Ok(rows.first().map_or(Ok(false), |row| row.try_get(0))?)
}
