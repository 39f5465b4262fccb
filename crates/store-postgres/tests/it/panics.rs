//! After the panic of a worker all work fails, and none waits for ever.

use std::sync::mpsc::{self, Receiver, Sender};

use roster_store::{BoxFuture, ReadKind, Rows, Store, StoreError, Verdict, Work};
use roster_store_postgres::cluster::{self, FatalPanic};
use roster_store_postgres::{Options, PostgresStore};

/// Work that ends its thread, or does nothing.
struct Task {
    is_deadly: bool,
    ended: Sender<Result<(), StoreError>>,
}

impl Work for Task {
    fn run<'a>(&'a mut self, _: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async {
            if self.is_deadly {
                std::panic::panic_any(FatalPanic);
            }
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        self.ended.send(outcome).expect("the test waits");
    }
}

/// The ways to give work to a store.
type Way = fn(&PostgresStore, Box<dyn Work>);

const WAYS: [Way; 3] = [
    |store, work| store.write(work),
    |store, work| store.read(ReadKind::Point, work),
    |store, work| store.read(ReadKind::Scan, work),
];

fn give(store: &PostgresStore, way: Way, is_deadly: bool) -> Receiver<Result<(), StoreError>> {
    let (ended, outcome) = mpsc::channel();
    way(store, Box::new(Task { is_deadly, ended }));
    outcome
}

#[test]
fn a_panic_of_a_worker_stops_the_store() {
    for deadly in WAYS {
        let url = cluster::place();
        let options = Options::of_connections(3);
        let store = PostgresStore::open(cluster::settings(&url), &options).expect("a store");
        for way in WAYS {
            assert_eq!(give(&store, way, false).recv(), Ok(Ok(())));
        }
        assert_eq!((store.is_reachable(), store.crash()), (true, None));

        let killed = give(&store, deadly, true);

        let outcome = killed.recv().expect("it hears of its end");
        assert!(matches!(outcome, Err(StoreError::Crashed(_))), "{outcome:?}");
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let runtime = runtime.expect("a runtime");
        runtime.block_on(store.crashed());
        assert!(matches!(store.crash(), Some(StoreError::Crashed(_))));
        assert!(!store.is_reachable());
        for way in WAYS {
            let outcome = give(&store, way, false).recv().expect("it hears of its end");
            assert!(matches!(outcome, Err(StoreError::Crashed(_))), "{outcome:?}");
        }
        runtime.block_on(store.stop());
    }
}

#[test]
fn a_database_without_durable_commits_is_refused() {
    let url = cluster::place().replace(
        "&application_name",
        "%20-csynchronous_commit%3Doff&application_name",
    );
    let opened = PostgresStore::open(cluster::settings(&url), &Options::default());
    let Err(error) = opened else {
        panic!("it was opened");
    };
    let text = error.to_string();
    assert!(text.contains("synchronous_commit is off"), "{text}");
}
