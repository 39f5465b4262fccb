//! No statement reads a whole table that grows with the directory.

use std::time::Duration;

use roster_domain::Record;
use roster_domain::migrations::MIGRATIONS;
use roster_domain::records::User;

use crate::connection::Connection;
use crate::failure::Failure;
use crate::migrate::migrate;
use crate::runtime::block_on;
use crate::schema::{Table, tables};
use crate::transaction_sql::{LOCK_EXCLUSIVE, LOCK_SHARED};
use crate::write_statements::{ERASE, REMOVE};
use crate::{audit_times, chain, cluster, fill, migrations, range_locks, register};

/// As many users and closed chains as make the planner choose as in a large database.
const FILL: &str = "\
    INSERT INTO \"user\" SELECT sha256(n::text::bytea), 1, '' FROM generate_series(1, 10000) AS n; \
    INSERT INTO user_by_username SELECT key, key FROM \"user\"; \
    INSERT INTO audit_chain SELECT n::text, n, 0, '', 0, true, now(), 0 FROM generate_series(1, 10000) AS n; \
    ANALYZE \"user\", user_by_username, audit_chain";
/// How long everything may take.
const LIMIT: Duration = Duration::from_mins(2);
/// It has the few chains that are open.
const OPEN_CHAINS: &str = "using audit_chain_open on";

/// Does something on a connection to a database that is filled.
fn on_full_database<T: Send + 'static>(act: impl AsyncFnOnce(&Connection) -> Result<T, Failure> + Send) -> T {
    let settings = cluster::settings(&cluster::place());
    let done = block_on(async {
        let mut connection = Connection::open(&settings).await?;
        connection.set_deadline(settings.clock.instant() + LIMIT);
        migrate(&mut connection, MIGRATIONS).await.expect("tables");
        connection.command(FILL).await?;
        act(&connection).await
    });
    done.expect("a runtime").expect("an answer of the cluster")
}

/// The steps that read a whole table: a scan that is not of an index, or of an index without a condition.
fn excesses(plan: &[String]) -> Vec<&str> {
    let conditions = plan.iter().skip(1).map(|line| line.contains("Index Cond:"));
    let steps = plan.iter().zip(conditions.chain([false]));
    let is_excess = |(step, has_condition): &(&String, bool)| {
        step.contains("Seq Scan")
            || step.contains("Index")
                && step.contains("Scan")
                && !has_condition
                && !step.contains(OPEN_CHAINS)
    };
    steps.filter(is_excess).map(|(step, _)| step.as_str()).collect()
}

#[test]
fn no_statement_reads_a_whole_table() {
    let of_tables = tables().iter().flat_map(Table::statements);
    let others = [
        audit_times::STATEMENTS,
        chain::STATEMENTS,
        register::STATEMENTS,
        migrations::STATEMENTS,
        fill::STATEMENTS,
        range_locks::STATEMENTS,
        &[LOCK_EXCLUSIVE, LOCK_SHARED, ERASE, REMOVE],
    ];
    let found = on_full_database(async |connection| {
        let mut found = Vec::new();
        for sql in of_tables.chain(others.concat()) {
            let plan = connection.plan(sql).await?;
            found.extend(excesses(&plan).iter().map(|step| format!("{step}: {sql}")));
        }
        Ok(found)
    });
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_statement_without_an_index_is_found() {
    let plan = on_full_database(async |connection| {
        connection.plan("SELECT key FROM \"user\" WHERE body = $1").await
    });
    assert_eq!(excesses(&plan).len(), 1, "{plan:?}");
}

#[test]
fn a_page_of_a_large_table_is_read_without_parallel_workers() {
    let (_, index) = Table::of(User::KIND).index(&User::BY_USERNAME);
    let plan = on_full_database(async |connection| {
        // Makes parallel workers as attractive as in a large table.
        let cheap = "SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; \
            SET min_parallel_table_scan_size = 0; SET min_parallel_index_scan_size = 0";
        connection.command(cheap).await?;
        connection.plan(&index.scan).await
    });
    let plan = plan.join("\n");
    assert!(plan.contains("Index Scan") && !plan.contains("Gather"), "{plan}");
}
