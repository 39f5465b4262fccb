//! An audit chain of a committer.
//!
//! Each committer has its own chain, so that none waits for the end of another's. The register, a chain of its own,
//! records when chains are opened and closed: without it a chain that is missing completely would not be noticed. The
//! register is locked for that moment only.
//!
//! The stamp of a chain is the version of its last batch. A batch names the stamp that its committer knows, and fails if
//! another process has written to the chain since.

use roster_domain::audit::{AuditRecord, Head, Registered, position, time_at};
use roster_domain::random::Random;
use roster_store::StoreError;

use crate::connection::{Connection, Parameter, Step};
use crate::failure::Failure;
use crate::migrations::LAST;
use crate::register::{self, APPEND};
use crate::transaction_sql::BEGIN_WRITE;
use crate::unique_number::unique_number;

/// Adds a chain. `opened` follows the order of the register, which is locked meanwhile. It fails, as the statements on rows
/// do, if a migration was begun that this server does not know.
const ADD: &str = "INSERT INTO audit_chain (chain, opened, sequence, hash, stamp, closed, renewed, migration) \
    SELECT $1, 1 + max(opened) / CASE WHEN (SELECT coalesce(max(number), 0) FROM migration) <= $3 THEN 1 ELSE 0 END, \
    0, $2, 0, false, now(), $3 FROM audit_chain";
/// Sets head and stamp. It fails, as the statements on rows do, if another process has written to the chain or closed it.
const ADVANCE: &str = "WITH changed AS (UPDATE audit_chain SET sequence = $2, hash = $3, stamp = $4, renewed = now() \
    WHERE chain = $1 AND stamp = $5 AND NOT closed RETURNING 1) \
    SELECT 1 / CASE WHEN count(*) = 1 THEN 1 ELSE 0 END FROM changed";
/// Sets a new stamp if the old one is still there, so that a batch in flight can no longer be written, and returns the
/// stamp. It writes in any case, so that its commit waits for a standby that lacks what it returns.
const FENCE: &str = "UPDATE audit_chain SET stamp = CASE WHEN stamp = $3 AND NOT closed THEN $2 ELSE stamp END \
    WHERE chain = $1 RETURNING stamp";
pub(crate) const LAST_POSITION: &str = "SELECT coalesce(max(position), 0) FROM audit";

/// The statements.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[ADD, ADVANCE, FENCE, LAST_POSITION];

const MILLISECONDS_OF_A_DAY: i64 = 86_400_000;

/// An open chain.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    name: String,
    head: Head,
    stamp: i64,
    /// The day of its first record.
    first_day: Option<i64>,
    /// The position of its last record among those of all chains, which also is the time of that record.
    position: i64,
}

impl Chain {
    /// Opens a new chain of a server that knows the migrations up to a number, and records that in the register.
    pub(crate) async fn open(
        connection: &mut Connection,
        random: &dyn Random,
        migration: i32,
    ) -> Result<Self, Failure> {
        refuse_newer_records(connection, migration).await?;
        let name = format!("{:016x}", unique_number(random));
        let add = Step::Statement(
            ADD,
            vec![
                Box::new(name.clone()),
                Box::new(Head::default().hash.0.to_vec()),
                Box::new(migration),
            ],
        );
        let opened = Registered::Opened { chain: name.clone() };
        register::record(connection, &opened, vec![add]).await?;
        let rows = connection.query(LAST_POSITION, Vec::new()).await?;
        Ok(Self {
            position: rows.first().map_or(Ok(0), |row| row.try_get(0))?,
            name,
            head: Head::default(),
            stamp: 0,
            first_day: None,
        })
    }

    /// Closes it, and records its head in the register.
    pub(crate) async fn close(self, connection: &mut Connection) -> Result<(), Failure> {
        register::close(connection, &self.name).await
    }

    /// The statements that add records, and the chain after them.
    pub(crate) fn append_steps(
        &self,
        records: &[AuditRecord],
        stamp: i64,
        random: &dyn Random,
    ) -> Result<(Vec<Step>, Self), StoreError> {
        let mut next = self.clone();
        let (mut sequences, mut positions) = (Vec::new(), Vec::new());
        let (mut hashes, mut bodies, mut personal) = (Vec::new(), Vec::new(), Vec::new());
        for record in records {
            next.position = position(record.time.milliseconds, next.position, unique_number(random));
            let split = record.clone().at(time_at(next.position)).split(random);
            let split = split.map_err(|error| StoreError::Engine(error.to_string()))?;
            next.head = next.head.link(&split.body);
            next.first_day = next.first_day.or(Some(next.last_day()));
            positions.push(Some(next.position));
            sequences.push(next.head.sequence.cast_signed());
            hashes.push(next.head.hash.0.to_vec());
            bodies.push(split.body);
            personal.push(split.personal);
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
                    Box::new(personal),
                ],
            ));
        }
        next.stamp = stamp;
        steps.push(Step::Statement(
            ADVANCE,
            vec![
                Box::new(self.name.clone()),
                Box::new(next.head.sequence.cast_signed()),
                Box::new(next.head.hash.0.to_vec()),
                Box::new(stamp),
                Box::new(self.stamp),
            ],
        ));
        Ok((steps, next))
    }

    /// Whether the last record is of a later day than the first.
    pub(crate) fn is_over(&self) -> bool {
        self.first_day.is_some_and(|first| self.last_day() > first)
    }

    /// The day of the last record, counted from 1970.
    fn last_day(&self) -> i64 {
        time_at(self.position)
            .milliseconds
            .div_euclid(MILLISECONDS_OF_A_DAY)
    }

    /// Finds out whether a batch was committed whose answer was lost, and prevents a later commit if not. `None` if that
    /// cannot be known.
    pub(crate) async fn resolve(
        &mut self,
        next: &Self,
        connection: &mut Connection,
        fence: i64,
    ) -> Result<Option<bool>, Failure> {
        let parameters: Vec<Parameter> =
            vec![Box::new(self.name.clone()), Box::new(fence), Box::new(self.stamp)];
        let steps = [
            Step::Command(BEGIN_WRITE),
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
            // Another process has closed the chain and left the stamp.
            Some(stamp) if stamp == self.stamp => Some(false),
            Some(_) | None => None,
        })
    }
}

/// Fails if a migration was begun that this server does not know: it would write records wrongly.
async fn refuse_newer_records(connection: &mut Connection, migration: i32) -> Result<(), Failure> {
    let rows = connection.query(LAST, Vec::new()).await?;
    let last: i32 = rows.first().map_or(Ok(0), |row| row.try_get(0))?;
    if last > migration {
        return Err(Failure::Refused(StoreError::Engine(
            "a newer roster writes to the database, and has changed how records are stored; stop this one"
                .to_owned(),
        )));
    }
    Ok(())
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
    fn positions_of_two_chains_ahead_of_their_time_seldom_collide() {
        const BATCH: usize = 64;
        const PAIRS: usize = 10_000;
        let random = Seeded::default();
        let ahead = 1 << 50;
        let batch = || {
            let next = |last: &i64| Some(position(0, *last, unique_number(&random)));
            std::iter::successors(Some(ahead), next)
                .skip(1)
                .take(BATCH)
                .collect::<HashSet<_>>()
        };

        let collisions = (0..PAIRS).filter(|_| !batch().is_disjoint(&batch())).count();

        // Two batches of 64 positions, 8,193 apart on average, share one with a probability of 0.78 %.
        assert!((60..=100).contains(&collisions), "{collisions}");
    }
}
