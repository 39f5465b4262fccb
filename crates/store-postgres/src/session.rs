//! The transaction in which a batch reads.

use std::collections::BTreeMap;
use std::sync::Mutex;

use roster_domain::Key;
use roster_store::{EntryOfRow, StoreError};
use tokio_postgres::Row;

use crate::batch_state::{BatchState, Snapshot, StoredRow, WantedData, lock};
use crate::connection::{Connection, Parameter, Step};
use crate::failure::Failure;
use crate::mode::Mode;
use crate::range_query::{Found, PendingQuery, PendingScan, QueryResult, RangeQuery};
use crate::row_ids::{EntryId, RowId};
use crate::schema::tables;
use crate::transaction_sql::{BEGIN_READ, BEGIN_WRITE, LOCK_EXCLUSIVE, SAVEPOINT};
use crate::{audit_row, audit_times, write_statements};

/// A transaction on a connection.
pub(crate) struct Session<'c> {
    pub(crate) connection: &'c mut Connection,
    mode: Mode,
    /// Whether it has begun, which it does with the first query.
    pub(crate) begun: bool,
    /// The version of the rows that it writes.
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

    /// Rolls it back.
    pub(crate) async fn roll_back(&mut self) -> Result<(), Failure> {
        if std::mem::take(&mut self.begun) {
            self.connection.command("ROLLBACK").await?;
        }
        Ok(())
    }

    /// Reads everything that work waits for, in one round trip.
    pub(crate) async fn fetch(
        &mut self,
        mut wanted: WantedData,
        state: &Mutex<BatchState>,
    ) -> Result<(), Failure> {
        let mut steps = self.beginning();
        self.write_before_queries(&mut wanted, state, &mut steps);
        let first_read = steps.len();
        let rows = by_table(&wanted);
        let entries = by_index(&wanted);
        for (table, keys) in &rows {
            steps.push(Step::Statement(self.get(*table), vec![Box::new(keys.clone())]));
        }
        for ((table, index), keys) in &entries {
            let sql = &tables()[*table].indexes[*index].find;
            steps.push(Step::Statement(sql, vec![Box::new(keys.clone())]));
        }
        let scans = by_place(std::mem::take(&mut wanted.scans));
        for (place, scans) in &scans {
            steps.push(scan_step(*place, scans));
        }
        for pending in &wanted.queries {
            query_steps(&pending.query, &mut steps);
        }
        let answers = self.connection.send(&steps).await;
        let mut answers = answers
            .map_err(|(_, failure)| failure)?
            .into_iter()
            .skip(first_read);

        let mut state = lock(state);
        note_missing(&wanted, &mut state.snapshot);
        for (table, _) in rows {
            take_rows(table, answers.next().unwrap_or_default(), &mut state.snapshot)?;
        }
        for ((table, index), _) in entries {
            let found = found(table, answers.next().unwrap_or_default(), &mut state.snapshot)?;
            for Found { entry, row, .. } in found {
                state
                    .snapshot
                    .entries
                    .insert(EntryId { table, index, entry }, Some(row.key));
            }
        }
        for ((table, ..), scans) in scans {
            let rows = answers.next().unwrap_or_default();
            for (scan, found) in
                scans
                    .iter()
                    .zip(found_by_scans(table, scans.len(), rows, &mut state.snapshot)?)
            {
                state.results.insert(scan.ticket, QueryResult::Found(found));
            }
        }
        for PendingQuery { ticket, query } in &wanted.queries {
            let result = query_result(query, &mut answers, &mut state.snapshot)?;
            state.results.insert(*ticket, result);
        }
        Ok(())
    }

    /// The statement that reads rows of a table.
    fn get(&self, table: usize) -> &'static str {
        let table = &tables()[table];
        match self.mode {
            Mode::ReadOnly | Mode::Optimistic => &table.get,
            Mode::Exclusive => &table.get_for_update,
        }
    }

    /// The steps that begin the transaction, once.
    fn beginning(&mut self) -> Vec<Step> {
        match (std::mem::replace(&mut self.begun, true), self.mode) {
            (true, _) => Vec::new(),
            (false, Mode::ReadOnly | Mode::Optimistic) => vec![Step::Command(BEGIN_READ)],
            (false, Mode::Exclusive) => vec![
                Step::Command(BEGIN_WRITE),
                Step::Statement(LOCK_EXCLUSIVE, Vec::new()),
                Step::Command(SAVEPOINT),
            ],
        }
    }

    /// Writes what exclusive work has written before its query, so that the query sees it.
    fn write_before_queries(
        &self,
        wanted: &mut WantedData,
        state: &Mutex<BatchState>,
        steps: &mut Vec<Step>,
    ) {
        if self.mode != Mode::Exclusive {
            return;
        }
        let (writes, reads) = std::mem::take(&mut wanted.before);
        let mut state = lock(state);
        steps.extend(write_statements::writes(&state.snapshot, &writes, &reads, self.version).steps);
        state.snapshot.apply(writes, self.version);
    }
}

fn by_table(wanted: &WantedData) -> BTreeMap<usize, Vec<Vec<u8>>> {
    let mut keys: BTreeMap<usize, Vec<Vec<u8>>> = BTreeMap::new();
    for row in &wanted.rows {
        keys.entry(row.table)
            .or_default()
            .push(row.key.as_bytes().to_vec());
    }
    keys
}

fn by_index(wanted: &WantedData) -> BTreeMap<(usize, usize), Vec<Vec<u8>>> {
    let mut keys: BTreeMap<(usize, usize), Vec<Vec<u8>>> = BTreeMap::new();
    for entry in &wanted.entries {
        let index = (entry.table, entry.index);
        keys.entry(index)
            .or_default()
            .push(entry.entry.as_bytes().to_vec());
    }
    keys
}

/// Notes everything requested as missing. What the database has replaces that.
fn note_missing(wanted: &WantedData, snapshot: &mut Snapshot) {
    snapshot
        .rows
        .extend(wanted.rows.iter().map(|row| (row.clone(), None)));
    snapshot
        .entries
        .extend(wanted.entries.iter().map(|entry| (entry.clone(), None)));
}

fn take_rows(table: usize, rows: Vec<Row>, snapshot: &mut Snapshot) -> Result<(), Failure> {
    for row in rows {
        let key = Key::from_bytes(row.try_get(0)?);
        let stored = StoredRow {
            version: row.try_get(1)?,
            body: row.try_get(2)?,
        };
        snapshot.rows.insert(RowId { table, key }, Some(stored));
    }
    Ok(())
}

/// The rows that a search of an index has found. They are added to the snapshot.
fn found(table: usize, rows: Vec<Row>, snapshot: &mut Snapshot) -> Result<Vec<Found>, Failure> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let (version, body): (Option<i64>, Option<Vec<u8>>) = (row.try_get(2)?, row.try_get(3)?);
        let (Some(version), Some(body)) = (version, body) else {
            let name = tables()[table].name;
            let text = format!("an entry of a {name} has no row");
            return Err(StoreError::Corrupt(text).into());
        };
        let id = RowId {
            table,
            key: Key::from_bytes(row.try_get(1)?),
        };
        let stored = StoredRow { version, body };
        snapshot.add_unless_read(&id, stored);
        found.push(Found {
            entry: Key::from_bytes(row.try_get(0)?),
            row: id,
        });
    }
    Ok(found)
}

fn entry(row: &Row) -> Result<EntryOfRow, Failure> {
    Ok(EntryOfRow {
        entry: Key::from_bytes(row.try_get(0)?),
        key: Key::from_bytes(row.try_get(1)?),
    })
}

/// The rows in a range of keys. They are added to the snapshot.
fn rows_in(table: usize, rows: Vec<Row>, snapshot: &mut Snapshot) -> Result<Vec<RowId>, Failure> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let key = Key::from_bytes(row.try_get(0)?);
        let id = RowId { table, key };
        let stored = StoredRow {
            version: row.try_get(1)?,
            body: row.try_get(2)?,
        };
        snapshot.add_unless_read(&id, stored);
        found.push(id);
    }
    Ok(found)
}

/// Scans by their table, index and limit: those of one place share a statement.
type Scans = BTreeMap<(usize, usize, usize), Vec<PendingScan>>;

fn by_place(scans: Vec<PendingScan>) -> Scans {
    let mut by_place = Scans::new();
    for scan in scans {
        let place = (scan.range.table, scan.range.index, scan.limit);
        by_place.entry(place).or_default().push(scan);
    }
    by_place
}

fn scan_step((table, index, limit): (usize, usize, usize), scans: &[PendingScan]) -> Step {
    let bounds = |bound: fn(&PendingScan) -> &Key| -> Vec<Vec<u8>> {
        scans.iter().map(|scan| bound(scan).as_bytes().to_vec()).collect()
    };
    let parameters: Vec<Parameter> = vec![
        Box::new(bounds(|scan| &scan.range.start)),
        Box::new(bounds(|scan| &scan.range.end)),
        Box::new(i64::try_from(limit).unwrap_or(i64::MAX)),
    ];
    Step::Statement(&tables()[table].indexes[index].scan, parameters)
}

/// What each of some scans has found, in the order of entries.
fn found_by_scans(
    table: usize,
    scans: usize,
    rows: Vec<Row>,
    snapshot: &mut Snapshot,
) -> Result<Vec<Vec<Found>>, Failure> {
    let numbers = rows.iter().map(|row| row.try_get::<_, i64>(4));
    let numbers: Vec<i64> = numbers.collect::<Result<_, _>>()?;
    let mut by_scan: Vec<Vec<Found>> = std::iter::repeat_with(Vec::new).take(scans).collect();
    for (number, found) in numbers.into_iter().zip(found(table, rows, snapshot)?) {
        let place = usize::try_from(number - 1).ok();
        if let Some(scan) = place.and_then(|place| by_scan.get_mut(place)) {
            scan.push(found);
        }
    }
    for scan in &mut by_scan {
        scan.sort_unstable_by(|one, other| one.entry.cmp(&other.entry));
    }
    Ok(by_scan)
}

fn query_steps(query: &RangeQuery, steps: &mut Vec<Step>) {
    let bounds = |start: &Key, end: &Key| -> Vec<Parameter> {
        vec![
            Box::new(start.as_bytes().to_vec()),
            Box::new(end.as_bytes().to_vec()),
        ]
    };
    let first = |start: &Key, end: &Key, limit: usize| {
        let mut parameters = bounds(start, end);
        parameters.push(Box::new(i64::try_from(limit).unwrap_or(i64::MAX)));
        parameters
    };
    match query {
        RangeQuery::Count(range) => {
            let index = &tables()[range.table].indexes[range.index];
            steps.push(Step::Statement(&index.count, bounds(&range.start, &range.end)));
        }
        RangeQuery::Entries {
            range,
            limit,
            containing,
        } => {
            let index = &tables()[range.table].indexes[range.index];
            let mut parameters = first(&range.start, &range.end, *limit);
            let sql = match containing {
                Some(bytes) => {
                    parameters.push(Box::new(bytes.clone()));
                    &index.entries_containing
                }
                None => &index.entries,
            };
            steps.push(Step::Statement(sql, parameters));
        }
        RangeQuery::Rows {
            table,
            start,
            end,
            limit,
        } => steps.push(Step::Statement(
            &tables()[*table].range,
            first(start, end, *limit),
        )),
        RangeQuery::Audited(range) => steps.push(audit_times::before(range)),
    }
}

fn query_result(
    query: &RangeQuery,
    answers: &mut impl Iterator<Item = Vec<Row>>,
    snapshot: &mut Snapshot,
) -> Result<QueryResult, Failure> {
    match query {
        RangeQuery::Entries { .. } => {
            let rows = answers.next().unwrap_or_default();
            let entries: Result<_, Failure> = rows.iter().map(entry).collect();
            Ok(QueryResult::Entries(entries?))
        }
        RangeQuery::Count(_) => {
            let rows = answers.next().unwrap_or_default();
            let count = rows.first().map_or(Ok(0), |row| row.try_get(0))?;
            Ok(QueryResult::Count(count))
        }
        RangeQuery::Audited(_) => {
            let rows = answers.next().unwrap_or_default();
            let chained: Result<_, _> = rows.iter().map(audit_row::to_chained_record).collect();
            Ok(QueryResult::Audited(chained?))
        }
        RangeQuery::Rows { table, .. } => {
            let rows = answers.next().unwrap_or_default();
            Ok(QueryResult::Rows(rows_in(*table, rows, snapshot)?))
        }
    }
}
