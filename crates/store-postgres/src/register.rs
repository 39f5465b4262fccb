//! The register: a chain of the audit that records when other chains are opened and closed.

use roster_domain::audit::{Head, REGISTER, Registered};
use roster_store::StoreError;

use crate::audit_row::to_head;
use crate::connection::{Connection, Step};
use crate::failure::Failure;
use crate::transaction_sql::BEGIN_WRITE;

/// The open chains that were not used for so long that their committer must be dead: it closes an idle chain much
/// earlier.
const EXPIRED: &str = "SELECT chain FROM audit_chain \
    WHERE NOT closed AND chain <> $1 AND renewed < now() - interval '15 minutes'";
/// The chains that are neither closed nor expired.
pub(crate) const IN_USE: &str = "SELECT chain FROM audit_chain \
    WHERE NOT closed AND chain <> $1 AND renewed >= now() - interval '15 minutes'";
const LOCK: &str = "SELECT sequence, hash FROM audit_chain WHERE chain = $1 AND NOT closed FOR UPDATE";
pub(crate) const APPEND: &str = "INSERT INTO audit (chain, sequence, position, hash, body, personal) \
    SELECT $1::text, x.sequence, x.position, x.hash, x.body, x.personal \
    FROM unnest($2::bigint[], $3::bigint[], $4::bytea[], $5::bytea[], $6::bytea[]) \
    AS x (sequence, position, hash, body, personal)";
const SET_HEAD: &str =
    "UPDATE audit_chain SET sequence = $2, hash = $3, closed = $4, renewed = now() WHERE chain = $1";

/// The statements.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[EXPIRED, IN_USE, LOCK, APPEND, SET_HEAD];

/// Closes the chains of dead committers.
pub(crate) async fn close_expired(connection: &mut Connection) -> Result<(), Failure> {
    for row in connection.query(EXPIRED, vec![Box::new(REGISTER)]).await? {
        close(connection, row.try_get(0)?).await?;
    }
    Ok(())
}

/// Closes a chain, and records its head.
pub(crate) async fn close(connection: &mut Connection, chain: &str) -> Result<(), Failure> {
    connection.command(BEGIN_WRITE).await?;
    let closed = close_within(connection, chain).await;
    if closed.is_err() {
        connection.command("ROLLBACK").await?;
    }
    closed
}

async fn close_within(connection: &mut Connection, chain: &str) -> Result<(), Failure> {
    // The chain is locked before the register everywhere, because a batch may hold its chain for a while.
    let rows = connection.query(LOCK, vec![Box::new(chain.to_owned())]).await?;
    let Some(head) = rows.first().map(to_head).transpose()? else {
        return connection.command("ROLLBACK").await;
    };
    let event = Registered::Closed {
        chain: chain.to_owned(),
        head,
    };
    let step = set_head(chain, &head, true);
    append(connection, &event, vec![step]).await
}

/// Records an event in a transaction of its own, with more steps.
pub(crate) async fn record(
    connection: &mut Connection,
    event: &Registered,
    steps: Vec<Step>,
) -> Result<(), Failure> {
    connection.command(BEGIN_WRITE).await?;
    let recorded = append(connection, event, steps).await;
    if recorded.is_err() {
        connection.command("ROLLBACK").await?;
    }
    recorded
}

/// Adds an event to the register, runs more steps, and commits.
async fn append(
    connection: &mut Connection,
    event: &Registered,
    mut steps: Vec<Step>,
) -> Result<(), Failure> {
    let rows = connection.query(LOCK, vec![Box::new(REGISTER)]).await?;
    let head = rows.first().map(to_head).transpose()?.ok_or_else(|| {
        Failure::Refused(StoreError::Corrupt(
            "the register of the audit chains is missing, or `roster copy` has not finished".to_owned(),
        ))
    })?;
    let body = serde_json::to_vec(event).map_err(|error| StoreError::Engine(error.to_string()))?;
    let next = head.link(&body);
    steps.push(Step::Statement(
        APPEND,
        vec![
            Box::new(REGISTER),
            Box::new(vec![next.sequence.cast_signed()]),
            Box::new(vec![None::<i64>]),
            Box::new(vec![next.hash.0.to_vec()]),
            Box::new(vec![body]),
            Box::new(vec![None::<Vec<u8>>]),
        ],
    ));
    steps.push(set_head(REGISTER, &next, false));
    steps.push(Step::Command("COMMIT"));
    let sent = connection.send(&steps).await;
    sent.map(drop).map_err(|(_, failure)| failure)
}

fn set_head(chain: &str, head: &Head, closed: bool) -> Step {
    Step::Statement(
        SET_HEAD,
        vec![
            Box::new(chain.to_owned()),
            Box::new(head.sequence.cast_signed()),
            Box::new(head.hash.0.to_vec()),
            Box::new(closed),
        ],
    )
}
