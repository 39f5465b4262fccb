//! PostgreSQL with fewer connections than the store has workers.

use std::sync::Arc;

use roster_domain::clock::SystemClock;
use roster_store::{Store, StoreError};
use roster_store_postgres::{Options, PostgresStore, Settings, cluster};

use crate::network::PATIENCE;
use crate::work::{count_up, current, ended, give, insert, keep, read, verified};

/// A role with a connection limit. A superuser's connections do not count.
struct Guest {
    /// The URL of the schema for the role.
    url: String,
    /// The URL of the schema for a superuser.
    owner: String,
    name: String,
}

impl Guest {
    fn new() -> Self {
        let owner = cluster::place();
        let name = owner.rsplit('=').next().expect("a name of its own").to_owned();
        let guest = Self {
            url: owner.replacen("roster@", &format!("{name}@"), 1),
            owner,
            name,
        };
        guest.tell("CREATE ROLE guest LOGIN; GRANT ALL ON SCHEMA guest TO guest");
        guest
    }

    fn tell(&self, sql: &str) {
        cluster::sql(&self.owner, &sql.replace("guest", &self.name));
    }

    fn may_have(&self, connections: i32) {
        self.tell(&format!("ALTER ROLE guest CONNECTION LIMIT {connections}"));
    }

    fn open(&self, connections: u16) -> PostgresStore {
        let settings = Settings::parse(&self.url, None, PATIENCE, Arc::new(SystemClock)).expect("a URL");
        PostgresStore::open(settings, &Options::of_connections(connections)).expect("a store")
    }
}

#[test]
fn workers_with_a_connection_do_the_work_of_the_others() {
    let guest = Guest::new();
    let store = guest.open(8);
    keep(&store, insert("counter".to_owned(), vec![]));

    // Two of seven have none from now on: three write, three read, and one is for lists. There are no long ones.
    guest.may_have(5);
    cluster::cut(&guest.owner);
    for turn in 0..40 {
        let given: Vec<_> = (0..30).map(|_| give(&store, count_up("counter"))).collect();
        for _ in 0..30 {
            let seen = read(&store, current("counter"));
            assert!((30 * turn..=30 * (turn + 1)).contains(&seen), "{seen}");
        }
        for done in given {
            ended(&done);
        }
    }

    assert_eq!(read(&store, current("counter")), 1200);
    assert!(store.is_reachable());
    drop(store);
    assert_eq!(verified(&guest.owner), 1201);
}

#[test]
fn work_fails_without_a_connection_and_succeeds_with_one() {
    let guest = Guest::new();
    let store = guest.open(3);
    keep(&store, insert("counter".to_owned(), vec![]));

    guest.may_have(0);
    cluster::cut(&guest.owner);
    let given: Vec<_> = (0..100).map(|_| give(&store, count_up("counter"))).collect();
    for done in given {
        let failed = done.recv().expect("an end");
        assert!(matches!(failed, Err(StoreError::Engine(_))), "{failed:?}");
    }
    assert!(!store.is_reachable());

    guest.may_have(3);
    assert_eq!(keep(&store, count_up("counter")), 1);
    assert_eq!(read(&store, current("counter")), 1);
}
