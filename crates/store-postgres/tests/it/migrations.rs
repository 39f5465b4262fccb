//! Indexes that are added to databases whose records were written without them.

use std::thread;

use roster_domain::Record;
use roster_domain::migrations::{MIGRATIONS, Migration};
use roster_store_postgres::{OpenError, Options, PostgresAudit, PostgresStore, Reason, cluster, copy};
use roster_store_testing::old_records::{
    BY_ROUTING_PROFILE, USERS, WITH_FORMAT, WITH_UNREADABLE_FORMAT, add_users, ids_by_profile, user,
    users_by_profile,
};

use crate::work::{Deed, ended, give, insert};

/// What a server of the layout before migrations has.
const FIRST_LAYOUT: &str = "DROP TABLE migration; DROP TABLE audit_disorder; ALTER TABLE audit DROP COLUMN personal; ALTER TABLE audit_chain DROP COLUMN migration; UPDATE roster SET layout = 1";
const DROP_INDEX: &str = "DROP TABLE user_by_routing_profile";

fn open(url: &str, migrations: &'static [Migration]) -> Result<PostgresStore, OpenError> {
    let options = Options {
        migrations,
        ..Options::default()
    };
    PostgresStore::open(cluster::settings(url), &options)
}

fn refusal(url: &str, migrations: &'static [Migration]) -> Reason {
    open(url, migrations).err().expect("a refusal").reason
}

/// A database with users that were written without the index.
fn old_users() -> String {
    let url = cluster::place();
    let store = open(&url, &[]).expect("a store");
    add_users(&store, 0..USERS);
    drop(store);
    cluster::sql(&url, &format!("{DROP_INDEX}; {FIRST_LAYOUT}"));
    url
}

/// Replaces the body of a user.
fn set_body(url: &str, number: u32, body: &str) {
    let key = user(number).key();
    let key: Vec<_> = key.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let key = key.concat();
    cluster::sql(
        url,
        &format!(r#"UPDATE "user" SET body = convert_to('{body}', 'UTF8') WHERE key = '\x{key}'"#),
    );
}

fn body(number: u32) -> String {
    serde_json::to_string(&user(number)).expect("JSON")
}

fn ana() -> Deed<()> {
    insert("ana".to_owned(), Vec::new())
}

#[test]
fn a_new_index_over_old_records_is_filled() {
    let url = old_users();

    let store = open(&url, &BY_ROUTING_PROFILE).expect("a store");

    assert_eq!(users_by_profile(&store), ids_by_profile(0..USERS));
    add_users(&store, USERS..USERS + 1);
    assert_eq!(users_by_profile(&store), ids_by_profile(0..USERS + 1));
}

#[test]
fn servers_that_start_at_once_fill_it_together() {
    let url = old_users();

    let stores = thread::scope(|scope| {
        let starts: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| open(&url, &BY_ROUTING_PROFILE)))
            .collect();
        let opened = starts
            .into_iter()
            .map(|start| start.join().expect("no panic").expect("a store"));
        opened.collect::<Vec<_>>()
    });

    for store in &stores {
        assert_eq!(users_by_profile(store), ids_by_profile(0..USERS));
    }
    // Each row was filled once.
    cluster::sql(
        &url,
        &format!("SELECT 1 / CASE WHEN filled = {USERS} AND done THEN 1 ELSE 0 END FROM migration"),
    );
}

#[test]
fn filling_that_was_cut_short_goes_on_where_it_was() {
    let url = old_users();
    let last = USERS - 1;
    set_body(&url, last, "{");

    let damaged = Reason::Damaged("a user record cannot be read at byte 1".to_owned());
    assert_eq!(refusal(&url, &BY_ROUTING_PROFILE), damaged);

    // If it began again, it would stumble over the first.
    set_body(&url, last, &body(last));
    set_body(&url, 0, "{");
    drop(open(&url, &BY_ROUTING_PROFILE).expect("a store"));
    set_body(&url, 0, &body(0));
    let store = open(&url, &BY_ROUTING_PROFILE).expect("a store");
    assert_eq!(users_by_profile(&store), ids_by_profile(0..USERS));
}

#[test]
fn a_migration_waits_until_no_older_server_writes() {
    let url = cluster::place();
    let older = open(&url, &[]).expect("a store");
    add_users(&older, 0..10);
    cluster::sql(&url, DROP_INDEX);

    let refused = refusal(&url, &BY_ROUTING_PROFILE);

    assert_eq!(refused, Reason::OlderServer);
    assert!(
        refused
            .to_string()
            .contains("stop every server of the older version"),
        "{refused}"
    );
    drop(older);
    let store = open(&url, &BY_ROUTING_PROFILE).expect("a store");
    assert_eq!(users_by_profile(&store), ids_by_profile(0..10));
}

#[test]
fn a_server_that_was_killed_does_not_hold_up_a_migration_for_ever() {
    let url = cluster::place();
    let killed = open(&url, &[]).expect("a store");
    add_users(&killed, 0..10);
    cluster::sql(&url, DROP_INDEX);
    cluster::sql(
        &url,
        "UPDATE audit_chain SET renewed = now() - interval '16 minutes'",
    );

    let store = open(&url, &BY_ROUTING_PROFILE).expect("a store");

    assert_eq!(users_by_profile(&store), ids_by_profile(0..10));
}

#[test]
fn an_older_server_that_still_runs_cannot_write() {
    let url = cluster::place();
    let idle = open(&url, &[]).expect("a store");
    drop(open(&url, &BY_ROUTING_PROFILE).expect("a store"));

    let refused = give(&idle, ana()).recv().expect("an end").expect_err("a refusal");

    assert!(
        refused
            .to_string()
            .contains("a newer roster writes to the database"),
        "{refused}"
    );
    assert_eq!(refusal(&url, &[]), Reason::NewerRecords { found: 1, known: 0 });
}

#[test]
fn an_older_server_does_not_write_records_of_a_newer_format() {
    let url = cluster::place();
    let older = open(&url, &BY_ROUTING_PROFILE).expect("a store");
    add_users(&older, 0..10);
    assert_eq!(refusal(&url, &WITH_FORMAT), Reason::OlderServer);
    drop(older);
    let idle = open(&url, &BY_ROUTING_PROFILE).expect("a store");

    let newer = open(&url, &WITH_FORMAT).expect("a store");

    assert_eq!(users_by_profile(&newer), ids_by_profile(0..10));
    let refused = give(&idle, ana()).recv().expect("an end").expect_err("a refusal");
    assert!(refused.to_string().contains("stop this one"), "{refused}");
    let newer_records = Reason::NewerRecords { found: 2, known: 1 };
    assert_eq!(refusal(&url, &BY_ROUTING_PROFILE), newer_records);
}

#[test]
fn an_older_roster_reads_what_a_newer_one_writes_unless_the_format_forbids_it() {
    let url = cluster::place();
    drop(open(&url, MIGRATIONS).expect("a store"));
    let known = i32::try_from(MIGRATIONS.len()).expect("a few");
    let found = known + 1;
    cluster::sql(
        &url,
        &format!(
            "INSERT INTO migration (number, index_name, after, filled, done) VALUES ({found}, '', '', 0, true)"
        ),
    );
    let read = || PostgresAudit::open(&cluster::settings(&url)).map(drop);
    assert!(read().is_ok());
    let copied = copy::source(&cluster::settings(&url)).map(drop);
    assert_eq!(
        copied.expect_err("a refusal").reason,
        Reason::NewerRecords { found, known }
    );

    cluster::sql(&url, &format!("INSERT INTO required_to_read VALUES ({found})"));

    assert_eq!(
        read().expect_err("a refusal").reason,
        Reason::UnreadableRecords { found, known }
    );
}

#[test]
fn a_format_that_older_versions_cannot_read_is_noted_as_such() {
    let url = cluster::place();
    drop(open(&url, &WITH_UNREADABLE_FORMAT).expect("a store"));
    cluster::sql(
        &url,
        "SELECT 1 / CASE WHEN array_agg(migration) = '{3}' THEN 1 ELSE 0 END FROM required_to_read",
    );
}

#[test]
fn a_server_of_the_first_layout_cannot_add_a_chain() {
    let url = cluster::place();
    drop(open(&url, &[]).expect("a store"));
    cluster::sql(&url, FIRST_LAYOUT);
    let add = "INSERT INTO audit_chain (chain, opened, sequence, hash, stamp, closed, renewed) \
        SELECT 'old', 1 + max(opened), 0, '', 0, false, now() FROM audit_chain";
    cluster::sql(&url, add);
    assert_eq!(refusal(&url, &BY_ROUTING_PROFILE), Reason::OlderServer);
    cluster::sql(&url, "DELETE FROM audit_chain WHERE chain = 'old'");
    let store = open(&url, &BY_ROUTING_PROFILE).expect("a store");

    let refused = format!(
        "DO $$ BEGIN {add}; RAISE 'it was added'; EXCEPTION WHEN not_null_violation THEN NULL; END $$"
    );
    cluster::sql(&url, &refused);

    ended(&give(&store, ana()));
}

#[test]
fn records_that_share_an_entry_of_the_new_index_are_refused() {
    let url = old_users();
    set_body(&url, 1, &body(0));
    assert_eq!(
        refusal(&url, &BY_ROUTING_PROFILE),
        Reason::Ambiguous("user_by_routing_profile".to_owned())
    );
}
