//! Updates per second and their latencies with many in flight:
//! `cargo bench -p roster-store-sqlite --bench updates -- [seconds] [in flight] [rows] [batch limit]`.
//!
//! The figures are for durable commits, checkpoints included.

use std::time::Duration;

use roster_store_sqlite::{Options, SqliteStore};
use roster_store_testing::load::{Load, updates};

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok());
    let mut argument = |default| arguments.next().unwrap_or(default);
    let load = Load {
        time: Duration::from_secs(argument(10)),
        in_flight: argument(64),
        rows: argument(100_000),
    };
    let options = Options {
        batch_limit: usize::try_from(argument(512)).expect("a small number"),
        ..Options::default()
    };

    let directory = tempfile::tempdir().expect("a directory");
    let store = SqliteStore::open(&directory.path().join("roster.db"), options).expect("a store");
    println!("{}", updates(&store, &load));
}
