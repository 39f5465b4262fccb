//! A start that would serve an empty directory in the place of records is refused.

use std::fs;
use std::path::Path;
use std::process::Command;

use roster_store_postgres::cluster;

use crate::harness::{INSTANCE, MARY, Roster, Start, Wire, finish, roster, user};

fn knows_mary(server: &Roster) -> bool {
    Wire::to(server).send("GET", &user(INSTANCE, MARY), None).status == 200
}

fn refusal(arguments: &[&str], data_dir: &Path) -> String {
    let refused = Start::with(arguments).refused(data_dir);
    assert_eq!(refused.code(), 1, "{refused:?}");
    let said = refused.stderr.lines().find(|line| line.starts_with("roster: "));
    let said = said.unwrap_or_else(|| panic!("{refused:?}"));
    said.replace(data_dir.to_str().expect("a path"), "DIR")
}

#[test]
fn without_its_database_a_server_does_not_begin_an_empty_one_on_sqlite() {
    let url = cluster::place();
    let on_postgresql = ["--demo", "--database", &url];
    let remains = Start::with(&on_postgresql).start().stop_keeping_data();
    let data_dir = remains.data_dir();

    assert_eq!(
        refusal(&[], data_dir),
        "roster: the records of DIR are in PostgreSQL, as the last start says, and --database is missing: give it (or ROSTER_DATABASE, \
         or `database` in roster.toml). If they are to be in DIR/roster.db from now on, write sqlite into DIR/engine"
    );

    assert!(!data_dir.join("roster.db").exists());
    let server = Start::with(&["--database", &url]).start_again(data_dir);
    assert!(knows_mary(&server));
}

#[test]
fn a_database_under_another_name_is_named_and_not_replaced_by_an_empty_one() {
    let remains = Roster::demo().stop_keeping_data();
    let data_dir = remains.data_dir();
    let database = data_dir.join("roster.db");
    fs::rename(&database, data_dir.join("restored.db")).expect("another name");

    assert_eq!(
        refusal(&[], data_dir),
        "roster: DIR/roster.db is not there, and the last start had the records in it: restore it, or give its name to one of \
         DIR/restored.db; to begin anew, remove DIR/engine"
    );

    assert!(!database.exists());
    fs::rename(data_dir.join("restored.db"), &database).expect("its name");
    assert!(knows_mary(&Start::with(&[]).start_again(data_dir)));
}

#[test]
fn an_empty_database_is_refused_in_the_place_of_one_with_records() {
    let remains = Roster::demo().stop_keeping_data();
    let data_dir = remains.data_dir();
    let (empty, copied) = (cluster::place(), cluster::place());

    assert_eq!(
        refusal(&["--database", &empty], data_dir),
        "roster: the database of --database is empty, but the last start on DIR had records in sqlite: copy the records first with \
         `roster copy --from DIR --to URL`; to begin anew, remove DIR/engine"
    );

    let from = data_dir.to_str().expect("a path");
    let copy = ["copy", "--from", from, "--to", &copied];
    finish(Command::new(roster()).args(copy).env_clear()).printed();
    let server = Start::with(&["--database", &copied]).start_again(data_dir);
    assert!(knows_mary(&server));
    assert_eq!(server.stop().code(), 0);
    assert_eq!(
        refusal(&["--database", &empty], data_dir),
        "roster: the database of --database is empty, but the last start on DIR had records in postgresql: name the right database or \
         schema, or restore it; to begin anew, remove DIR/engine"
    );
    fs::remove_file(data_dir.join("engine")).expect("the file");
    assert!(!knows_mary(
        &Start::with(&["--database", &empty]).start_again(data_dir)
    ));
}

#[test]
fn records_in_memory_are_begun_anew_at_each_start() {
    let remains = Start::with(&["--demo", "--memory"]).start().stop_keeping_data();

    let remains = Start::with(&["--memory"]).start_again(remains.data_dir()).stop();

    assert_eq!(remains.code(), 0);
}
