//! What holds however many write at once: in one process, or in several that know nothing of each
//! other, as two stores in one test do not either.

mod common;

use common::{
    Deed, by_name, by_profile, count_up, current, ended, give, insert, keep, key, number, read, verified,
};
use roster_domain::Record;
use roster_domain::records::{RoutingProfile, User};
use roster_store::WriteError;
use roster_store_postgres::{Options, PostgresStore, cluster};

fn options() -> Options {
    Options {
        committers: 3,
        batch_limit: 16,
        ..Options::default()
    }
}

/// Two rosters on the same place.
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
fn two_rosters_that_write_the_same_row_lose_no_update() {
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

#[test]
fn of_two_rosters_that_give_away_the_same_names_each_name_goes_once() {
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

/// Sees one number, and writes it down under another name.
fn note(counter: &'static str, name: &'static str) -> Deed<u64> {
    Box::new(move |rows| {
        Box::pin(async move {
            let seen = number(rows.get(User::KIND, &key(counter)).await?.as_deref());
            let body = seen.to_string();
            rows.update(User::KIND, &key(name), body.as_bytes(), &[], &[])
                .await?;
            Ok(seen)
        })
    })
}

#[test]
fn what_a_roster_has_read_before_it_reads_as_another_has_left_it() {
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
fn a_table_that_grows_is_not_read_as_a_whole() {
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

/// Gives somebody a profile, if it is there.
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

/// Removes a profile, if nobody has it.
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
fn nobody_is_left_with_a_profile_that_another_roster_removes() {
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
fn connections_that_are_cut_lose_nothing_that_was_acknowledged() {
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
fn rosters_that_start_at_once_make_the_tables_once() {
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
