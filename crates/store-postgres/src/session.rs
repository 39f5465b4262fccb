//! What a batch asks of the database, between its beginning and its end.

use std::collections::BTreeMap;
use std::sync::Mutex;

use roster_domain::Key;
use roster_store::StoreError;
use tokio_postgres::Row;

use crate::base::{Answer, Base, EntryId, Found, Order, Question, RowId, Shared, Stored, Wanted};
use crate::chain;
use crate::connection::{Connection, Step};
use crate::failure::Failure;
use crate::flush;
use crate::rows::{Mode, lock};
use crate::schema::{Table, tables};

const LOOK: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
/// How long a commit may take is for the client to say: a server that gives up waiting for its
/// standby calls that a success.
pub(crate) const WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = 0";
/// The same, after a transaction that has only looked.
pub(crate) const WRITE_NEXT: &str =
    "COMMIT; BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = 0";
/// Where work that is alone goes back to, if its rows are undone and its audit records are kept.
const MARK: &str = "SAVEPOINT work";
pub(crate) const BACK_TO_MARK: &str = "ROLLBACK TO SAVEPOINT work";
/// Nobody adds or removes rows or entries while somebody holds this.
const LOCK_ALONE: &str = "SELECT layout FROM roster WHERE id = 1 FOR UPDATE";

/// A transaction on a connection.
pub(crate) struct Session<'c> {
    pub(crate) connection: &'c mut Connection,
    mode: Mode,
    /// Whether it has begun, which happens with the first question.
    pub(crate) begun: bool,
    /// The version of what it writes.
    version: i64,
}

impl<'c> Session<'c> {
    pub(crate) fn new(connection: &'c mut Connection, mode: Mode, version: i64) -> Self {
        Self {
            connection,
            mode,
            begun: false,
            version,
        }
    }

    pub(crate) fn mode(&self) -> Mode {
        self.mode
    }

    /// Ends it without a trace.
    pub(crate) async fn roll_back(&mut self) -> Result<(), Failure> {
        if std::mem::take(&mut self.begun) {
            self.connection.command("ROLLBACK").await?;
        }
        Ok(())
    }

    /// Answers everything that is wanted, in one round trip.
    pub(crate) async fn answer(&mut self, mut wanted: Wanted, shared: &Mutex<Shared>) -> Result<(), Failure> {
        let mut steps = self.beginning();
        self.write_first(&mut wanted, shared, &mut steps);
        let questions = steps.len();
        let rows = by_table(&wanted);
        let entries = by_index(&wanted);
        for (table, keys) in &rows {
            steps.push(Step::Statement(
                &tables()[*table].get,
                vec![Box::new(keys.clone())],
            ));
        }
        for ((table, index), keys) in &entries {
            let sql = &tables()[*table].indexes[*index].find;
            steps.push(Step::Statement(sql, vec![Box::new(keys.clone())]));
        }
        for order in &wanted.orders {
            order_steps(order, &mut steps);
        }
        let answers = self.connection.send(&steps).await;
        let mut answers = answers
            .map_err(|(_, failure)| failure)?
            .into_iter()
            .skip(questions);

        let mut shared = lock(shared);
        note_absent(&wanted, &mut shared.base);
        for (table, _) in rows {
            take_rows(table, answers.next().unwrap_or_default(), &mut shared.base)?;
        }
        for ((table, index), _) in entries {
            let found = found(table, answers.next().unwrap_or_default(), &mut shared.base)?;
            for Found { entry, row, .. } in found {
                shared
                    .base
                    .entries
                    .insert(EntryId { table, index, entry }, Some(row.key));
            }
        }
        for order in wanted.orders {
            let answer = order_answer(&order, &mut answers, &mut shared.base)?;
            shared.answers.insert(order.ticket, answer);
        }
        Ok(())
    }

    fn beginning(&mut self) -> Vec<Step> {
        match (std::mem::replace(&mut self.begun, true), self.mode) {
            (true, _) => Vec::new(),
            (false, Mode::Look | Mode::Share) => vec![Step::Command(LOOK)],
            (false, Mode::Alone) => vec![
                Step::Command(WRITE),
                Step::Statement(LOCK_ALONE, Vec::new()),
                Step::Command(MARK),
            ],
        }
    }

    /// What somebody asks about a range is answered with regard to what he has written.
    fn write_first(&self, wanted: &mut Wanted, shared: &Mutex<Shared>, steps: &mut Vec<Step>) {
        if self.mode != Mode::Alone {
            return;
        }
        for order in &mut wanted.orders {
            let (changes, reads) = std::mem::take(&mut order.before);
            let mut shared = lock(shared);
            steps.extend(flush::writes(&shared.base, &changes, &reads, self.version).steps);
            shared.base.apply(changes, self.version);
        }
    }
}

fn by_table(wanted: &Wanted) -> BTreeMap<usize, Vec<Vec<u8>>> {
    let mut keys: BTreeMap<usize, Vec<Vec<u8>>> = BTreeMap::new();
    for row in &wanted.rows {
        keys.entry(row.table)
            .or_default()
            .push(row.key.as_bytes().to_vec());
    }
    keys
}

fn by_index(wanted: &Wanted) -> BTreeMap<(usize, usize), Vec<Vec<u8>>> {
    let mut keys: BTreeMap<(usize, usize), Vec<Vec<u8>>> = BTreeMap::new();
    for entry in &wanted.entries {
        let place = (entry.table, entry.index);
        keys.entry(place)
            .or_default()
            .push(entry.entry.as_bytes().to_vec());
    }
    keys
}

/// What is asked for and does not come is not there.
fn note_absent(wanted: &Wanted, base: &mut Base) {
    base.rows
        .extend(wanted.rows.iter().map(|row| (row.clone(), None)));
    base.entries
        .extend(wanted.entries.iter().map(|entry| (entry.clone(), None)));
}

fn take_rows(table: usize, rows: Vec<Row>, base: &mut Base) -> Result<(), Failure> {
    for row in rows {
        let key = Key::from_bytes(row.try_get(0)?);
        let stored = Stored {
            version: row.try_get(1)?,
            body: row.try_get(2)?,
        };
        base.rows.insert(RowId { table, key }, Some(stored));
    }
    Ok(())
}

/// Rows found through an index; they are known from now on.
fn found(table: usize, rows: Vec<Row>, base: &mut Base) -> Result<Vec<Found>, Failure> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let (version, body): (Option<i64>, Option<Vec<u8>>) = (row.try_get(2)?, row.try_get(3)?);
        let (Some(version), Some(body)) = (version, body) else {
            let name = tables()[table].name;
            let text = format!("an entry of a {name} leads to nothing");
            return Err(StoreError::Corrupt(text).into());
        };
        let id = RowId {
            table,
            key: Key::from_bytes(row.try_get(1)?),
        };
        let stored = Stored {
            version,
            body: body.clone(),
        };
        // Whoever has seen a row before goes on seeing that: it is checked at the end.
        let known = base.rows.entry(id.clone()).or_insert(None);
        known.get_or_insert(stored);
        found.push(Found {
            entry: Key::from_bytes(row.try_get(0)?),
            row: id,
            body,
        });
    }
    Ok(found)
}

fn order_steps(order: &Order, steps: &mut Vec<Step>) {
    let table: &'static Table = &tables()[order.table];
    let bounds = || -> Vec<crate::connection::Parameter> {
        vec![
            Box::new(order.start.as_bytes().to_vec()),
            Box::new(order.end.as_bytes().to_vec()),
        ]
    };
    let indexes = &table.indexes;
    match (&order.question, order.index) {
        (Question::Scan { limit }, Some(index)) => {
            let mut parameters = bounds();
            parameters.push(Box::new(i64::try_from(*limit).unwrap_or(i64::MAX)));
            steps.push(Step::Statement(&indexes[index].scan, parameters));
        }
        (Question::Count, Some(index)) => steps.push(Step::Statement(&indexes[index].count, bounds())),
        (Question::DeleteAll, _) => {
            steps.push(Step::Statement(&table.delete_all, bounds()));
            let indexes = indexes.iter();
            steps.extend(indexes.map(|index| Step::Statement(&index.delete_all, bounds())));
        }
        (Question::Audited { before, limit }, _) => steps.push(chain::before(*before, *limit)),
        (Question::Scan { .. } | Question::Count, None) => {}
    }
}

fn order_answer(
    order: &Order,
    answers: &mut impl Iterator<Item = Vec<Row>>,
    base: &mut Base,
) -> Result<Answer, Failure> {
    match order.question {
        Question::Scan { .. } => Ok(Answer::Found(found(
            order.table,
            answers.next().unwrap_or_default(),
            base,
        )?)),
        Question::Count => {
            let rows = answers.next().unwrap_or_default();
            let count: i64 = rows.first().map_or(Ok(0), |row| row.try_get(0))?;
            Ok(Answer::Count(count.cast_unsigned()))
        }
        Question::Audited { .. } => {
            let rows = answers.next().unwrap_or_default();
            let sealed: Result<_, _> = rows.iter().map(chain::to_sealed).collect();
            Ok(Answer::Audited(sealed?))
        }
        Question::DeleteAll => {
            for _ in 0..=tables()[order.table].indexes.len() {
                answers.next();
            }
            base.forget(order.table, &order.start, &order.end);
            Ok(Answer::Done)
        }
    }
}
