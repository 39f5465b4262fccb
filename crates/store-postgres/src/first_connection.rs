//! The first connection to a database, before an engine starts.

use crate::connection::Connection;
use crate::failure::Failure;
use crate::open_error::Reason;
use crate::runtime::{block_on, on_other_thread};
use crate::settings::Settings;

/// Does something on a first connection.
pub(crate) fn on_first_connection(
    settings: &Settings,
    act: impl AsyncFnOnce(&mut Connection) -> Result<(), Reason> + Send,
) -> Result<(), Reason> {
    on_other_thread(|| block_on(async { act(&mut Connection::open(settings).await?).await })?)
        .unwrap_or_else(|_| Err(Reason::Failed("the first connection panicked".to_owned())))
}

/// Refuses a database that acknowledges commits before they are durable, and warns of settings that risk losing
/// data in a power failure.
pub(crate) async fn require_durability(connection: &mut Connection) -> Result<(), Reason> {
    const OFF: &str = "SELECT name FROM pg_settings WHERE setting = 'off' \
        AND name IN ('synchronous_commit', 'fsync', 'full_page_writes')";
    for row in connection.query(OFF, Vec::new()).await? {
        let name: String = row.try_get(0).map_err(Failure::from)?;
        if name == "synchronous_commit" {
            return Err(Reason::NotDurable);
        }
        tracing::warn!("{name} is off in this database: a power failure may lose or damage data");
    }
    Ok(())
}
