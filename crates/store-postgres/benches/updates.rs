//! Updates per second and their latencies with many in flight, on the cluster that `ROSTER_TEST_POSTGRES` names:
//! `cargo bench -p roster-store-postgres --features cluster --bench updates -- [seconds] [in flight]
//! [rows] [batch limit] [committers]`.

use std::time::Duration;

use roster_store_postgres::{Options, PostgresStore, cluster};
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
    let usual = Options::default();
    let count = |number: u64| usize::try_from(number).expect("a small number");
    let options = Options {
        batch_limit: count(argument(usual.batch_limit as u64)),
        committers: count(argument(usual.committers as u64)),
        ..usual
    };

    let store = PostgresStore::open(cluster::settings(&cluster::place()), &options).expect("a store");
    println!("{}", updates(&store, &load));
}
