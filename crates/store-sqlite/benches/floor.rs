//! How many updates a second SQLite alone does: `cargo bench -p roster-store-sqlite --bench floor --
//! [seconds] [updates to a commit] [rows]`.
//!
//! One thread runs the two statements of an update repeatedly, with a prepared body and audit record, commits, flushes, and
//! runs checkpoints. The engine adds JSON, hashes, the row cache, and threads that wake each other.

use std::fs::File;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Result};

const BODY_BYTES: usize = 400;
const RECORD_BYTES: usize = 480;

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok());
    let mut argument = |default| arguments.next().unwrap_or(default);
    let (seconds, together, rows) = (argument(10), argument(24), argument(100_000));
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("roster.db");
    let connection = fill(&path, rows).expect("a database");
    let log = File::open(path.with_file_name("roster.db-wal")).expect("a log");

    let start = Instant::now();
    let mut updates = 0_i64;
    while start.elapsed() < Duration::from_secs(seconds) {
        commit(&connection, &mut updates, together, rows).expect("a commit");
        log.sync_data().expect("a flush");
    }
    let each = start.elapsed() / u32::try_from(updates).expect("not that many");
    println!("{updates} updates, {each:?} each");
}

/// A database with the engine's settings.
fn fill(path: &Path, rows: u64) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA page_size = 2048; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;
         CREATE TABLE user (key BLOB PRIMARY KEY, body BLOB NOT NULL);
         CREATE TABLE audit (sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL, body BLOB NOT NULL);
         CREATE TABLE audit_head (sequence INTEGER NOT NULL, hash BLOB NOT NULL);
         INSERT INTO audit_head VALUES (0, zeroblob(32));
         BEGIN;",
    )?;
    let mut insert = connection.prepare("INSERT INTO user (key, body) VALUES (?1, ?2)")?;
    for number in 0..rows {
        insert.execute((key(number), [b' '; BODY_BYTES]))?;
    }
    drop(insert);
    connection.execute_batch("COMMIT")?;
    Ok(connection)
}

fn commit(connection: &Connection, updates: &mut i64, together: u64, rows: u64) -> Result<()> {
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    let mut update = connection.prepare_cached("UPDATE user SET body = ?2 WHERE key = ?1")?;
    let mut append =
        connection.prepare_cached("INSERT INTO audit (sequence, hash, body) VALUES (?1, ?2, ?3)")?;
    for _ in 0..together {
        *updates += 1;
        let number = updates.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15) % rows;
        let body = [updates.to_le_bytes()[0]; BODY_BYTES];
        update.execute((key(number), body))?;
        append.execute((*updates, [0; 32], [b' '; RECORD_BYTES]))?;
    }
    let mut head = connection.prepare_cached("UPDATE audit_head SET sequence = ?1, hash = ?2")?;
    head.execute((*updates, [0; 32]))?;
    connection.prepare_cached("COMMIT")?.execute([]).map(drop)
}

/// A key as long as a record's, in random order.
fn key(number: u64) -> Vec<u8> {
    format!("a1b2c3d4{:016x}", number.wrapping_mul(0xd6e8_feb8_6659_fd93)).into_bytes()
}
