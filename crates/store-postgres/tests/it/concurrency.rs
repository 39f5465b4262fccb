//! Concurrent writers, in one store and in several: two stores in one process share nothing, like two processes.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use roster_domain::records::{RoutingProfile, User};
use roster_domain::{Entry, Key, Record};
use roster_store::{BoxFuture, Range, Rows, StoreError, WriteError};
use roster_store_postgres::{Options, PostgresStore, cluster};

use crate::work::{
    Deed, Outcome, by_name, by_profile, count_up, current, ended, give, insert, keep, key, number, read,
    verified,
};

fn options() -> Options {
    Options {
        committers: 3,
        batch_limit: 16,
        ..Options::default()
    }
}

/// Two stores on one schema.
fn two() -> (String, [PostgresStore; 2]) {
    let url = cluster::place();
    let stores = [(); 2].map(|()| PostgresStore::open(cluster::settings(&url), &options()).expect("a store"));
    (url, stores)
}

#[test]
fn the_same_row_many_times_in_a_batch_loses_no_update() {
    let url = cluster::place();
    let store = PostgresStore::open(cluster::settings(&url), &Options::of_connections(3)).expect("a store");
    keep(&store, insert("counter".to_owned(), vec![]));

    let given: Vec<_> = (0..200).map(|_| give(&store, count_up("counter"))).collect();

    let mut seen: Vec<_> = given.iter().map(ended).collect();
    seen.sort_unstable();
    assert_eq!(seen, (1..=200).collect::<Vec<_>>());
    assert_eq!(read(&store, current("counter")), 200);
    assert_eq!(verified(&url), 201);
}

#[test]
fn two_stores_that_write_the_same_row_lose_no_update() {
    let (url, stores) = two();
    keep(&stores[0], insert("counter".to_owned(), vec![]));

    let given: Vec<_> = (0..300)
        .map(|turn| give(&stores[turn % 2], count_up("counter")))
        .collect();

    let mut seen: Vec<_> = given.iter().map(ended).collect();
    seen.sort_unstable();
    assert_eq!(seen, (1..=300).collect::<Vec<_>>());
    assert_eq!(verified(&url), 301);
}

/// Increments a number that something else changes after each read.
fn count_up_beside(counter: &'static str, change: impl Fn() + Send + Sync + 'static) -> Deed<u64> {
    let change = Arc::new(change);
    Box::new(move |rows| {
        let change = Arc::clone(&change);
        Box::pin(async move {
            let key = key(counter);
            let next = number(rows.get(User::KIND, &key).await?.as_deref()) + 1;
            change();
            rows.update(User::KIND, &key, &next.to_string().into_bytes().into(), &[], &[])
                .await?;
            Ok(next)
        })
    })
}

#[test]
fn a_row_that_others_change_faster_is_locked_and_then_changed() {
    let url = cluster::place();
    let store = PostgresStore::open(cluster::settings(&url), &options()).expect("a store");
    keep(&store, insert("counter".to_owned(), vec![]));
    let table = User::KIND.name;
    let change = format!(
        r#"UPDATE "{table}" SET version = version # 1
           WHERE key IN (SELECT key FROM "{table}" FOR UPDATE SKIP LOCKED)"#
    );

    let count = keep(
        &store,
        count_up_beside("counter", move || cluster::sql(&url, &change)),
    );

    assert_eq!(count, 1);
    assert_eq!(read(&store, current("counter")), 1);
}

#[test]
fn a_name_that_two_stores_insert_is_inserted_once() {
    const NAMES: usize = 40;
    let (url, stores) = two();

    let given: Vec<_> = (0..4 * NAMES)
        .map(|turn| {
            let id = format!("id{turn}");
            let name = by_name(&format!("name{}", turn / 4));
            give(&stores[turn % 2], insert(id, vec![name]))
        })
        .collect();

    let outcomes = given.iter().map(|done| done.recv().expect("an end"));
    // Whoever comes late is refused by the name that is taken, and does not fail.
    let kept = outcomes.filter(|outcome| outcome.as_ref().expect("no failure").is_some());
    assert_eq!(kept.count(), NAMES);
    assert_eq!(verified(&url), NAMES as u64);
}

/// Reads one number and writes it to another row.
fn note(counter: &'static str, name: &'static str) -> Deed<u64> {
    Box::new(move |rows| {
        Box::pin(async move {
            let seen = number(rows.get(User::KIND, &key(counter)).await?.as_deref());
            let body = seen.to_string();
            rows.update(User::KIND, &key(name), &body.into_bytes().into(), &[], &[])
                .await?;
            Ok(seen)
        })
    })
}

#[test]
fn a_recent_row_that_another_store_has_changed_is_read_again() {
    let (_, [one, other]) = two();
    keep(&one, insert("counter".to_owned(), vec![]));
    keep(&one, insert("note".to_owned(), vec![]));

    for count in 1..=20 {
        keep(&other, count_up("counter"));

        assert_eq!(read(&one, current("counter")), count);
        assert_eq!(keep(&one, note("counter", "note")), count);
        assert_eq!(read(&other, current("note")), count);
    }

    keep(&other, remove("counter"));
    assert_eq!(read(&one, current("counter")), 0);
}

fn remove(name: &'static str) -> Deed<()> {
    Box::new(move |rows| {
        Box::pin(async move {
            rows.delete(User::KIND, &key(name), &[])
                .await
                .map_err(WriteError::from)
        })
    })
}

#[test]
fn a_growing_table_is_not_scanned_sequentially() {
    let url = cluster::place();
    let store = PostgresStore::open(cluster::settings(&url), &options()).expect("a store");

    // The first statements are planned while the table is empty.
    for round in 0..20 {
        let given: Vec<_> = (0..50)
            .map(|turn| {
                let id = format!("id{}", 50 * round + turn);
                give(&store, insert(id.clone(), vec![by_name(&id)]))
            })
            .collect();
        given.iter().for_each(ended);
        keep(&store, count_up("id0"));
        assert_eq!(read(&store, current("id0")), round + 1);
    }
    drop(store);

    assert_eq!(cluster::read_through(&url, User::KIND.name), 0);
}

/// Adds a row that refers to a profile, if the profile exists.
fn join(profile: &'static str, name: String) -> Deed<bool> {
    Box::new(move |rows| {
        let name = name.clone();
        Box::pin(async move {
            if rows.get(RoutingProfile::KIND, &key(profile)).await?.is_none() {
                return Ok(false);
            }
            let entries = [by_profile(profile, &name)];
            rows.insert(User::KIND, &key(&name), b"0", &entries).await?;
            Ok(true)
        })
    })
}

/// Deletes a profile, if no row refers to it.
fn drop_unused(profile: &'static str) -> Deed<bool> {
    Box::new(move |rows| {
        Box::pin(async move {
            let (place, users) = (key(profile), key(profile));
            let used = rows.count(User::KIND, &User::BY_ROUTING_PROFILE, &users).await?;
            if used > 0 || rows.get(RoutingProfile::KIND, &place).await?.is_none() {
                return Ok(false);
            }
            rows.delete(RoutingProfile::KIND, &place, &[]).await?;
            Ok(true)
        })
    })
}

#[test]
fn no_row_refers_to_a_row_that_another_store_deletes() {
    const PROFILES: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    let (_, stores) = two();
    for profile in PROFILES {
        let make: Deed<()> = Box::new(move |rows| {
            Box::pin(async move { rows.insert(RoutingProfile::KIND, &key(profile), b"", &[]).await })
        });
        keep(&stores[0], make);
    }

    for profile in PROFILES {
        let joining = give(&stores[0], join(profile, format!("user of {profile}")));
        let dropping = give(&stores[1], drop_unused(profile));
        let joined = joining
            .recv()
            .expect("an end")
            .expect("no failure")
            .expect("seen");
        let dropped = dropping
            .recv()
            .expect("an end")
            .expect("no failure")
            .expect("seen");

        // Whoever was first decides for both.
        assert_ne!(joined, dropped, "{profile}");
    }
}

#[test]
fn terminated_connections_lose_nothing_acknowledged() {
    const COUNTERS: [&str; 4] = ["a", "b", "c", "d"];
    let (url, stores) = two();
    for counter in COUNTERS {
        keep(&stores[0], insert(counter.to_owned(), vec![]));
    }

    let (mut given, mut cut) = (Vec::new(), 0);
    for turn in 0..400 {
        given.push(give(&stores[turn % 2], count_up(COUNTERS[turn % 4])));
        if turn % 80 == 40 {
            // What was given before is done, and what was given since is on its way.
            ended(&given[turn - 20]);
            cut += cluster::cut(&url);
        }
    }

    assert!(cut > 0);
    for (turn, done) in given.iter().enumerate() {
        if turn % 80 != 20 {
            ended(done);
        }
    }
    let total: u64 = COUNTERS
        .iter()
        .map(|counter| read(&stores[0], current(counter)))
        .sum();
    assert_eq!(total, 400);
    assert_eq!(verified(&url), 404);
}

#[test]
fn stores_that_open_concurrently_make_the_tables_once() {
    let url = cluster::place();
    let opened = std::thread::scope(|scope| {
        let opening: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| PostgresStore::open(cluster::settings(&url), &Options::of_connections(3)))
            })
            .collect();
        opening
            .into_iter()
            .map(|opening| opening.join().expect("no panic").is_ok())
            .collect::<Vec<_>>()
    });
    assert_eq!(opened, [true; 4]);
}

/// Adds a row if another is missing.
fn add_unless(instance: &'static str, other: String, name: String) -> Deed<bool> {
    Box::new(move |rows| {
        let (other, name) = (of(instance, &other), of(instance, &name));
        Box::pin(async move {
            let other = Entry {
                index: &User::BY_USERNAME,
                key: other,
            };
            if rows.find(User::KIND, &other).await?.is_some() {
                return Ok(false);
            }
            add(rows, &name).await?;
            Ok(true)
        })
    })
}

/// Adds a row if there are fewer than a limit.
fn add_below(limit: u64, instance: &'static str, name: String) -> Deed<bool> {
    Box::new(move |rows| {
        let (all, name) = (Key::new().text(instance), of(instance, &name));
        Box::pin(async move {
            if rows.count(User::KIND, &User::BY_USERNAME, &all).await? >= limit {
                return Ok(false);
            }
            add(rows, &name).await?;
            Ok(true)
        })
    })
}

async fn add(rows: &mut dyn Rows, name: &Key) -> Result<(), WriteError> {
    let own = [Entry {
        index: &User::BY_USERNAME,
        key: name.clone(),
    }];
    rows.insert(User::KIND, name, b"0", &own).await
}

fn of(instance: &str, name: &str) -> Key {
    Key::new().text(instance).text(name)
}

fn kept(done: &Receiver<Outcome<Option<bool>>>) -> bool {
    done.recv()
        .expect("an end")
        .expect("no failure")
        .expect("nothing was taken")
}

#[test]
fn one_of_two_inserts_that_each_require_the_others_absence_is_kept() {
    const INSTANCES: [&str; 2] = ["acme", "globex"];
    let (_, stores) = two();

    let given: Vec<_> = (0..100)
        .map(|turn| {
            let (left, right) = (format!("left{turn}"), format!("right{turn}"));
            let instance = INSTANCES[turn % 2];
            [
                give(&stores[0], add_unless(instance, left.clone(), right.clone())),
                give(&stores[1], add_unless(instance, right, left)),
            ]
        })
        .collect();

    for (turn, pair) in given.iter().enumerate() {
        assert_eq!(
            pair.each_ref().map(kept).iter().filter(|kept| **kept).count(),
            1,
            "{turn}"
        );
    }
}

#[test]
fn a_counted_limit_holds_in_every_instance_under_concurrent_inserts() {
    const LIMIT: u64 = 10;
    const INSTANCES: [&str; 2] = ["acme", "globex"];
    let (_, stores) = two();

    let mut others = Vec::new();
    let mut counted = Vec::new();
    for turn in 0..40 {
        let instance = INSTANCES[turn % 2];
        let store = &stores[turn / 2 % 2];
        counted.push((
            instance,
            give(store, add_below(LIMIT, instance, format!("user{turn}"))),
        ));
        let nobody = format!("nobody{turn}");
        others.push(give(store, add_unless("initech", nobody, format!("user{turn}"))));
    }

    for instance in INSTANCES {
        let added = counted.iter().filter(|(of, _)| *of == instance);
        assert_eq!(
            added.filter(|(_, done)| kept(done)).count() as u64,
            LIMIT,
            "{instance}"
        );
    }
    assert!(others.iter().all(kept));
}

/// Sees how many rows an instance has.
type Size = for<'a> fn(&'a mut dyn Rows, &'a Key) -> BoxFuture<'a, Result<u64, StoreError>>;

/// The ways to see it.
const SIZES: [Size; 2] = [
    |rows, prefix| rows.count(User::KIND, &User::BY_USERNAME, prefix),
    |rows, prefix| {
        Box::pin(async move {
            let range = Range {
                prefix,
                after: None,
                limit: 10,
            };
            let listed = rows.scan(User::KIND, &User::BY_USERNAME, range).await?;
            Ok(listed.len() as u64)
        })
    },
];

/// Adds a row to an instance that has none, when something has happened since the first look.
fn add_first(size: Size, happens: impl FnOnce() + Send + 'static) -> Deed<bool> {
    let mut happens = Some(happens);
    Box::new(move |rows| {
        let happens = happens.take();
        Box::pin(async move {
            let found = size(rows, &Key::new().text("acme")).await?;
            if let Some(happens) = happens {
                happens();
            }
            if found > 0 {
                return Ok(false);
            }
            add(rows, &of("acme", "first")).await?;
            Ok(true)
        })
    })
}

#[test]
fn a_range_that_another_store_has_changed_since_is_read_again() {
    for size in SIZES {
        let (_, [one, other]) = two();
        let change = move || assert!(keep(&other, add_below(1, "acme", "earlier".to_owned())));

        let added = keep(&one, add_first(size, change));

        assert!(!added);
    }
}

fn hexadecimal(key: &Key) -> String {
    key.as_bytes().iter().fold(String::new(), |mut digits, byte| {
        write!(digits, "{byte:02x}").expect("a text takes everything");
        digits
    })
}

#[test]
fn a_range_is_not_relied_on_while_another_transaction_changes_it() {
    for size in SIZES {
        let (url, [store, _]) = two();
        let name = hexadecimal(&of("acme", "earlier"));
        // The locks of a server that adds an entry, and those of all other ranges.
        let change = format!(
            r#"SELECT * FROM roster FOR SHARE; SELECT * FROM range_lock FOR SHARE;
               INSERT INTO "user" VALUES ('\x{name}', 1, '0');
               INSERT INTO user_by_username VALUES ('\x{name}', '\x{name}')"#
        );
        let changing = cluster::begin(&url, &change);

        let adding = give(&store, add_first(size, || ()));
        while cluster::waiting(&url) == 0 {
            assert!(adding.try_recv().is_err(), "it did not wait");
        }
        changing.commit();

        assert!(!kept(&adding));
    }
}

#[test]
fn a_missing_row_stays_missing_after_many_lookups() {
    let (_, stores) = two();
    let given: Vec<_> = (0..60)
        .map(|turn| {
            let adding = add_unless("acme", "nobody".to_owned(), format!("user{turn}"));
            give(&stores[turn % 2], adding)
        })
        .collect();
    assert!(given.iter().all(kept));

    let nobody = add_unless("acme", "somebody".to_owned(), "nobody".to_owned());
    assert!(keep(&stores[0], nobody));
    let too_late = add_unless("acme", "nobody".to_owned(), "somebody".to_owned());
    assert!(!keep(&stores[1], too_late));
}
