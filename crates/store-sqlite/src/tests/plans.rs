//! No statement reads a whole table that grows with the directory.

use roster_domain::Record;
use roster_domain::records::User;
use rusqlite::{Connection, StatementStatus};

use crate::schema::{Table, tables};
use crate::{imported_chains, migrations, open, own_chain};

/// The step of a statement that asks whether something exists.
const CONSTANT: &str = "SCAN CONSTANT ROW";

/// The steps of a statement's plan.
fn plan(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let steps = statement.raw_query().mapped(|row| row.get("detail"));
    steps.collect::<Result<_, _>>().unwrap()
}

/// The statements that read a whole table or sort what they have read, with the step that does.
fn excesses<'s>(connection: &Connection, statements: impl IntoIterator<Item = &'s str>) -> Vec<String> {
    let excess = |sql: &str| {
        let steps = plan(connection, sql).into_iter();
        let is_excess =
            |step: &String| step.starts_with("SCAN") && step != CONSTANT || step.contains("TEMP B-TREE");
        let mut excesses = steps.filter(is_excess);
        excesses.next().map(|step| format!("{step}: {sql}"))
    };
    statements.into_iter().filter_map(excess).collect()
}

#[test]
fn every_statement_on_records_and_entries_is_a_search() {
    let connection = open::in_memory(&[]).unwrap().connection;
    let statements = tables().flat_map(|table| table.statements());
    assert_eq!(excesses(&connection, statements), [""; 0]);
}

#[test]
fn every_statement_on_the_audit_is_a_search() {
    let connection = open::in_memory(&[]).unwrap().connection;
    let statements = [
        own_chain::STATEMENTS,
        imported_chains::STATEMENTS,
        migrations::STATEMENTS,
    ]
    .concat();
    assert_eq!(excesses(&connection, statements), [""; 0]);
}

#[test]
fn a_statement_on_a_range_is_planned_once() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("roster.db");
    drop(open::to_write(&path, &[]).unwrap());
    let connections = [
        open::in_memory(&[]).unwrap().connection,
        open::reader(&path).unwrap(),
        open::to_write(&path, &[]).unwrap().connection,
    ];
    let index = Table::of(User::KIND).index(&User::BY_TERM);
    for connection in connections {
        for sql in [&index.entries, &index.scan] {
            let mut statement = connection.prepare(sql).unwrap();
            for start in [b"a", b"b"] {
                let found = statement.query_map((start, b"c", 10), |_| Ok(())).unwrap();
                assert_eq!(found.count(), 0);
            }
            assert_eq!(statement.get_status(StatementStatus::RePrepare), 0, "{sql}");
        }
    }
}

#[test]
fn a_search_without_an_index_is_found() {
    let connection = open::in_memory(&[]).unwrap().connection;
    for sql in [
        "SELECT key FROM user WHERE body = ?1",
        "SELECT body FROM user WHERE key > ?1 ORDER BY body",
    ] {
        assert_eq!(excesses(&connection, [sql]).len(), 1, "{sql}");
    }
}
