//! A chain of audit records, and who may go on with it.
//!
//! Every committer has a chain of its own, so that nobody waits for another's end. Chains are told
//! of in a chain of their own, the register, when they are opened and when they are closed: only so
//! does it show when all of a chain is missing. The register is locked for that moment only.
//!
//! The stamp of a chain is the version that its last batch wrote. Whoever writes names the stamp it
//! knows, and nobody else can have written since.

use roster_domain::audit::{Head, Left, REGISTER, Registered, Sealed, position};
use roster_domain::random::Random;
use roster_store::StoreError;
use tokio_postgres::Row;

use crate::base::AuditBody;
use crate::connection::{Connection, Parameter, Step};
use crate::failure::Failure;
use crate::session::WRITE;

/// How long a chain may be left alone before somebody else closes it. Its own committer closes it
/// long before.
const EXPIRED: &str = "SELECT chain FROM audit_chain \
    WHERE NOT closed AND chain <> $1 AND renewed < now() - interval '15 minutes'";
/// The chains that are neither closed nor expired.
pub(crate) const IN_USE: &str = "SELECT chain FROM audit_chain \
    WHERE NOT closed AND chain <> $1 AND renewed >= now() - interval '15 minutes'";
const LOCK: &str = "SELECT sequence, hash FROM audit_chain WHERE chain = $1 AND NOT closed FOR UPDATE";
/// In the order of the register, which is locked while a chain is added.
const ADD: &str = "INSERT INTO audit_chain (chain, opened, sequence, hash, stamp, closed, renewed) \
    SELECT $1, 1 + max(opened), 0, $2, 0, false, now() FROM audit_chain";
pub(crate) const APPEND: &str = "INSERT INTO audit (chain, sequence, position, hash, body) \
    SELECT $1::text, x.sequence, x.position, x.hash, x.body \
    FROM unnest($2::bigint[], $3::bigint[], $4::bytea[], $5::bytea[]) AS x (sequence, position, hash, body)";
/// Fails, as the statements on rows do, if somebody else has written or closed the chain.
const GO_ON: &str = "WITH changed AS (UPDATE audit_chain SET sequence = $2, hash = $3, stamp = $4, renewed = now() \
    WHERE chain = $1 AND stamp = $5 AND NOT closed RETURNING 1) \
    SELECT 1 / CASE WHEN count(*) = 1 THEN 1 ELSE 0 END FROM changed";
const MOVE: &str =
    "UPDATE audit_chain SET sequence = $2, hash = $3, closed = $4, renewed = now() WHERE chain = $1";
/// Makes sure that whoever knew another stamp can write no more, and tells the stamp. It writes in any
/// case, so that its commit waits for a standby that has not yet got what it tells of.
const FENCE: &str = "UPDATE audit_chain SET stamp = CASE WHEN stamp = $3 AND NOT closed THEN $2 ELSE stamp END \
    WHERE chain = $1 RETURNING stamp";
const BEFORE: &str =
    "SELECT position, hash, body FROM audit WHERE position < $1 ORDER BY position DESC LIMIT $2";
pub(crate) const LAST_POSITION: &str = "SELECT coalesce(max(position), 0) FROM audit";

/// A chain that is gone on with.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    name: String,
    head: Head,
    stamp: i64,
    /// The day of its first record.
    day: Option<i64>,
    /// The place of its last record among those of all chains.
    position: i64,
}

impl Chain {
    /// Opens a new chain, and tells the register of it.
    pub(crate) async fn open(connection: &mut Connection, random: &dyn Random) -> Result<Self, Failure> {
        let name = format!("{:016x}", number(random));
        let add = Step::Statement(
            ADD,
            vec![Box::new(name.clone()), Box::new(Head::default().hash.0.to_vec())],
        );
        register(connection, &Registered::Opened { chain: name.clone() }, vec![add]).await?;
        let rows = connection.query(LAST_POSITION, Vec::new()).await?;
        Ok(Self {
            position: rows.first().map_or(Ok(0), |row| row.try_get(0))?,
            name,
            head: Head::default(),
            stamp: 0,
            day: None,
        })
    }

    /// Closes it, and tells the register where it ends.
    pub(crate) async fn close(self, connection: &mut Connection) -> Result<(), Failure> {
        close(connection, &self.name).await
    }

    /// The statements that add records, and the chain as they leave it.
    pub(crate) fn go_on(&self, records: &[AuditBody], stamp: i64, random: &dyn Random) -> (Vec<Step>, Self) {
        let mut next = self.clone();
        let (mut sequences, mut positions) = (Vec::new(), Vec::new());
        let (mut hashes, mut bodies) = (Vec::new(), Vec::new());
        for record in records {
            next.head = next.head.link(&record.body);
            next.day = next.day.or(Some(record.day()));
            next.position = position(record.milliseconds, next.position, number(random));
            positions.push(Some(next.position));
            sequences.push(next.head.sequence.cast_signed());
            hashes.push(next.head.hash.0.to_vec());
            bodies.push(record.body.clone());
        }
        let mut steps = Vec::new();
        if !records.is_empty() {
            steps.push(Step::Statement(
                APPEND,
                vec![
                    Box::new(self.name.clone()),
                    Box::new(sequences),
                    Box::new(positions),
                    Box::new(hashes),
                    Box::new(bodies),
                ],
            ));
        }
        next.stamp = stamp;
        steps.push(Step::Statement(
            GO_ON,
            vec![
                Box::new(self.name.clone()),
                Box::new(next.head.sequence.cast_signed()),
                Box::new(next.head.hash.0.to_vec()),
                Box::new(stamp),
                Box::new(self.stamp),
            ],
        ));
        (steps, next)
    }

    /// Whether records of another day have come since its first.
    pub(crate) fn is_over(&self, records: &[AuditBody]) -> bool {
        let last = records.last().map(AuditBody::day);
        matches!((self.day, last), (Some(first), Some(last)) if last > first)
    }

    /// Finds out whether a batch was written whose answer never came, and sees to it that it will
    /// not be written any more if not. None if nobody can say.
    pub(crate) async fn settle(
        &mut self,
        next: &Self,
        connection: &mut Connection,
        fence: i64,
    ) -> Result<Option<bool>, Failure> {
        let parameters: Vec<Parameter> =
            vec![Box::new(self.name.clone()), Box::new(fence), Box::new(self.stamp)];
        let steps = [
            Step::Command(WRITE),
            Step::Statement(FENCE, parameters),
            Step::Command("COMMIT"),
        ];
        let answers = match connection.send(&steps).await {
            Ok(answers) => answers,
            Err((_, failure)) => {
                connection.command("ROLLBACK").await?;
                return Err(failure);
            }
        };
        let row = answers.iter().flatten().next();
        let stamp: Option<i64> = row.map(|row| row.try_get(0)).transpose()?;
        Ok(match stamp {
            Some(stamp) if stamp == fence => {
                self.stamp = fence;
                Some(false)
            }
            Some(stamp) if stamp == next.stamp => Some(true),
            // Closed by somebody else, who left the stamp as it was.
            Some(stamp) if stamp == self.stamp => Some(false),
            Some(_) | None => None,
        })
    }
}

/// The statement that reads records of all chains in front of a position, the newest first.
pub(crate) fn before(position: u64, limit: usize) -> Step {
    let position = i64::try_from(position).unwrap_or(i64::MAX);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Step::Statement(BEFORE, vec![Box::new(position), Box::new(limit)])
}

/// A record out of a row of its number, hash and body.
pub(crate) fn to_sealed(row: &Row) -> Result<Sealed, Failure> {
    let head = to_head(row)?;
    Ok(Sealed {
        sequence: head.sequence,
        hash: head.hash,
        body: row.try_get(2)?,
    })
}

/// A number that nobody has used.
pub(crate) fn number(random: &dyn Random) -> i64 {
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    i64::from_be_bytes(bytes)
}

/// Closes what committers have left behind that are no more.
pub(crate) async fn close_expired(connection: &mut Connection) -> Result<(), Failure> {
    for row in connection.query(EXPIRED, vec![Box::new(REGISTER)]).await? {
        close(connection, row.try_get(0)?).await?;
    }
    Ok(())
}

async fn close(connection: &mut Connection, chain: &str) -> Result<(), Failure> {
    connection.command(WRITE).await?;
    let closed = close_within(connection, chain).await;
    if closed.is_err() {
        connection.command("ROLLBACK").await?;
    }
    closed
}

async fn close_within(connection: &mut Connection, chain: &str) -> Result<(), Failure> {
    // The chain before the register, everywhere: who writes to a chain may hold it for a while.
    let rows = connection.query(LOCK, vec![Box::new(chain.to_owned())]).await?;
    let Some(head) = rows.first().map(to_head).transpose()? else {
        return connection.command("ROLLBACK").await;
    };
    let event = Registered::Closed {
        chain: chain.to_owned(),
        head,
    };
    let step = move_to(chain, &head, true);
    append_to_register(connection, &event, vec![step]).await
}

async fn register(connection: &mut Connection, event: &Registered, steps: Vec<Step>) -> Result<(), Failure> {
    connection.command(WRITE).await?;
    let registered = append_to_register(connection, event, steps).await;
    if registered.is_err() {
        connection.command("ROLLBACK").await?;
    }
    registered
}

/// Adds to the register, does some more steps, and commits.
async fn append_to_register(
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
        ],
    ));
    steps.push(move_to(REGISTER, &next, false));
    steps.push(Step::Command("COMMIT"));
    let sent = connection.send(&steps).await;
    sent.map(drop).map_err(|(_, failure)| failure)
}

fn move_to(chain: &str, head: &Head, closed: bool) -> Step {
    Step::Statement(
        MOVE,
        vec![
            Box::new(chain.to_owned()),
            Box::new(head.sequence.cast_signed()),
            Box::new(head.hash.0.to_vec()),
            Box::new(closed),
        ],
    )
}

/// Where a chain was left, out of a row of its end and its name.
pub(crate) fn to_left(row: &Row) -> Result<Left, Failure> {
    let (head, chain) = (to_head(row)?, row.try_get::<_, String>(2)?);
    if chain.is_empty() {
        // None is ever made, and the register could not tell of it.
        let text = "a chain of the audit has no name".to_owned();
        return Err(StoreError::Corrupt(text).into());
    }
    Ok(Left { chain, head })
}

/// The end of a chain, out of a row of its number and its hash.
pub(crate) fn to_head(row: &Row) -> Result<Head, Failure> {
    let (sequence, hash): (i64, Vec<u8>) = (row.try_get(0)?, row.try_get(1)?);
    let mut head = Head {
        sequence: sequence.cast_unsigned(),
        ..Head::default()
    };
    if hash.len() != head.hash.0.len() {
        let text = "a hash of the audit has not 32 bytes".to_owned();
        return Err(StoreError::Corrupt(text).into());
    }
    head.hash.0.copy_from_slice(&hash);
    Ok(head)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    /// The same numbers in every run. Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
    /// Generators" (SplitMix64).
    #[derive(Default)]
    struct Seeded(AtomicU64);

    impl Random for Seeded {
        fn fill(&self, bytes: &mut [u8]) {
            for chunk in bytes.chunks_mut(size_of::<u64>()) {
                let gamma = 0x9e37_79b9_7f4a_7c15;
                let state = self.0.fetch_add(gamma, Ordering::Relaxed).wrapping_add(gamma);
                let mixed = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
                let number = mixed ^ mixed >> 31;
                chunk.copy_from_slice(&number.to_le_bytes()[..chunk.len()]);
            }
        }
    }

    #[test]
    fn chains_that_are_ahead_of_their_times_seldom_choose_one_position() {
        const BATCH: usize = 64;
        const PAIRS: usize = 10_000;
        let random = Seeded::default();
        let ahead = 1 << 50;
        let batch = || {
            let next = |last: &i64| Some(position(0, *last, number(&random)));
            std::iter::successors(Some(ahead), next)
                .skip(1)
                .take(BATCH)
                .collect::<HashSet<_>>()
        };

        let meet = (0..PAIRS).filter(|_| !batch().is_disjoint(&batch())).count();

        // Of 64 positions that are 8,193 apart on average, one meets one of another 64 in 0.78 % of all cases.
        assert!((60..=100).contains(&meet), "{meet}");
    }
}
