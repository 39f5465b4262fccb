//! The mark of an unfinished copy: its register is closed.

use roster_domain::audit::REGISTER;

use crate::connection::Connection;
use crate::failure::Failure;
use crate::open_error::Reason;

const CLOSED: &str = "SELECT closed FROM audit_chain WHERE chain = $1";

/// Refuses an unfinished copy.
pub(crate) async fn refuse_unfinished(connection: &mut Connection) -> Result<(), Reason> {
    let rows = connection.query(CLOSED, vec![Box::new(REGISTER)]).await?;
    let closed = rows.first().map(|row| row.try_get(0)).transpose();
    match closed.map_err(Failure::from)? {
        Some(true) => Err(Reason::Unfinished),
        Some(false) | None => Ok(()),
    }
}
