//! A head that was noted finds what a person with the whole database in hand does to the audit. Each attack is tried on both
//! engines. The attacker rebuilds every hash, so that the database alone looks as if nothing had happened.

mod attacker;

use std::fs;
use std::path::Path;
use std::process::Command;

use roster_domain::audit::REGISTER;
use roster_store_postgres::cluster;
use serde_json::json;

use crate::harness::{
    Finished, INSTANCE, MARY, Remains, Roster, Start, Wire, administer, finish, identity_info_of, roster,
};

use self::attacker::{Chains, Database};

fn rename(server: &Roster, last_names: &[&str]) {
    let wire = Wire::to(server);
    for last_name in last_names {
        let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": last_name}});
        let answer = wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
        assert_eq!(answer.status, 200);
    }
}

fn on_postgresql(url: &str) -> Start {
    // One connection writes, so that there is one chain for each start.
    Start::with(&["--database", url, "--database-connections", "3", "--demo"])
}

/// An audit that a server has left behind.
struct Audit {
    remains: Remains,
    /// The flags that name its database.
    flags: Vec<String>,
    database: Database,
}

impl Audit {
    /// One chain.
    fn on_sqlite() -> Self {
        let server = Roster::demo();
        rename(&server, &["One", "Two", "Three", "Four"]);
        let remains = server.stop_keeping_data();
        let database = Database::Sqlite(remains.data_dir().join("roster.db"));
        Self {
            remains,
            flags: Vec::new(),
            database,
        }
    }

    /// An open chain, of a server that was killed, and a closed one.
    fn on_postgresql() -> Self {
        let url = cluster::place();
        let server = on_postgresql(&url).start();
        rename(&server, &["One", "Two"]);
        let remains = server.kill();
        let server = on_postgresql(&url).start_again(remains.data_dir());
        rename(&server, &["Three", "Four", "Five"]);
        assert_eq!(server.stop().code(), 0);
        Self {
            remains,
            flags: vec!["--database".to_owned(), url.clone()],
            database: Database::Postgres(url),
        }
    }

    fn run(&self, command: &str, more: &[&str]) -> Finished {
        let flags = self.flags.iter().map(String::as_str);
        let flags: Vec<_> = flags.chain(more.iter().copied()).collect();
        administer(command, &flags, self.remains.data_dir())
    }

    fn head(&self) -> String {
        self.run("audit head", &[]).printed().trim().to_owned()
    }

    fn verify(&self, more: &[&str]) -> Finished {
        self.run("audit verify", more)
    }
}

/// Attacks the audit of each engine. The database alone shows nothing, but the head that was noted before does.
fn assert_found(attack: impl Fn(&mut Chains)) {
    for audit in [Audit::on_sqlite(), Audit::on_postgresql()] {
        assert_found_in(&audit, &attack);
    }
}

fn assert_found_in(audit: &Audit, attack: impl Fn(&mut Chains)) {
    let head = audit.head();
    let file = audit.remains.data_dir().join("noted");
    fs::write(&file, format!("{head}\n")).expect("a file");
    let noted = [head.as_str(), file.to_str().expect("a path")];
    for head in noted {
        assert_eq!(audit.verify(&["--head", head]).code(), 0);
    }

    audit.database.change(attack);

    let alone = audit.verify(&[]);
    assert_eq!(alone.code(), 0, "every hash was rebuilt: {alone:?}");
    for head in noted {
        let found = audit.verify(&["--head", head]);
        assert_eq!(found.code(), 1, "{found:?}");
        assert!(found.stdout.contains("broken: "), "{found:?}");
    }
}

#[test]
fn an_untouched_audit_holds_with_its_head() {
    for audit in [Audit::on_sqlite(), Audit::on_postgresql()] {
        let head = audit.head();

        audit.database.change(|_| {});

        let verified = audit.verify(&["--head", &head]).printed();
        assert!(verified.ends_with(&format!("head {head}\n")), "{verified}");
    }
}

#[test]
fn a_record_that_was_edited_is_found() {
    assert_found(|chains| chains.open()[1].replace("UpdateUserIdentityInfo", "UpdateUserPhoneConfig"));
}

#[test]
fn a_personal_value_that_was_edited_with_its_commitment_is_found() {
    assert_found(|chains| chains.open()[1].replace("One", "Eve"));
}

#[test]
fn the_end_of_an_open_chain_that_was_cut_off_is_found() {
    assert_found(|chains| drop(chains.open().pop()));
}

#[test]
fn a_record_that_was_taken_out_is_found() {
    assert_found(|chains| drop(chains.open().remove(1)));
}

#[test]
fn a_record_that_was_put_in_is_found() {
    assert_found(|chains| {
        let again = chains.open()[1].clone();
        chains.open().insert(1, again);
    });
}

#[test]
fn records_that_changed_places_are_found() {
    assert_found(|chains| chains.open().swap(1, 2));
}

#[test]
fn an_audit_that_was_emptied_is_found() {
    assert_found(Chains::empty);
}

#[test]
fn a_chain_that_was_dropped_with_its_register_entries_is_found() {
    assert_found(|chains| {
        let name = chains.last_name();
        chains.drop(&name);
    });
}

#[test]
fn an_open_chain_that_was_dropped_with_its_register_entries_is_found() {
    assert_found(|chains| {
        let name = chains.open_name();
        chains.drop(&name);
    });
}

#[test]
fn a_closed_chain_that_was_cut_with_its_register_entry_is_found() {
    assert_found(|chains| {
        let name = chains.last_name();
        drop(chains.of(&name).pop());
    });
}

#[test]
fn chains_that_changed_names_are_found() {
    assert_found_in(&Audit::on_postgresql(), Chains::rename_each);
}

#[test]
fn an_open_chain_that_was_cut_and_then_closed_is_found() {
    assert_found(|chains| {
        let name = chains.open_name();
        drop(chains.open().pop());
        chains.close(&name);
    });
}

#[test]
fn a_closed_chain_that_was_cut_and_closed_once_more_is_found_without_a_head() {
    let audit = Audit::on_postgresql();

    audit.database.change(|chains| {
        let name = chains.last_name();
        chains.leave_closed(&name);
        drop(chains.of(&name).pop());
        chains.close(&name);
    });

    let found = audit.verify(&[]);
    assert_eq!(found.code(), 1, "{found:?}");
    let fault = "it tells again where another chain begins or ends";
    assert!(found.stdout.contains(fault), "{found:?}");
}

#[test]
fn a_head_holds_after_its_chains_were_closed_and_others_opened() {
    let url = cluster::place();
    let server = on_postgresql(&url).start();
    rename(&server, &["One", "Two"]);
    let flags = ["--database", &url];
    let head = administer("audit head", &flags, server.data_dir()).printed();
    let head = head.trim();
    assert_eq!(
        head.matches(',').count(),
        1,
        "the register and an open chain: {head}"
    );
    assert!(head.starts_with(REGISTER), "{head}");
    rename(&server, &["Three"]);
    let remains = server.stop_keeping_data();
    let server = on_postgresql(&url).start_again(remains.data_dir());
    rename(&server, &["Four"]);

    let flags = ["--database", &url, "--head", head];
    let verified = administer("audit verify", &flags, server.data_dir());

    assert_eq!(verified.code(), 0, "{verified:?}");
}

#[test]
fn heads_hold_through_copies_to_postgresql_and_back() {
    let first = Audit::on_sqlite();
    let url = cluster::place();
    let copy = |from: &str, to: &str| {
        let mut command = Command::new(roster());
        let copied = finish(command.args(["copy", "--from", from, "--to", to]).env_clear());
        assert_eq!(copied.code(), 0, "{copied:?}");
    };
    let path = |folder: &Path| folder.to_str().expect("a path").to_owned();
    let mut heads = vec![first.head()];

    copy(&path(first.remains.data_dir()), &url);
    let there = Audit {
        database: Database::Postgres(url.clone()),
        flags: vec!["--database".to_owned(), url.clone()],
        remains: on_postgresql(&url).start_again(first.remains.data_dir()).kill(),
    };
    heads.push(there.head());
    let back = tempfile::tempdir().expect("a folder");
    copy(&url, &path(back.path()));
    for file in ["credentials", "secret.key"] {
        fs::copy(first.remains.data_dir().join(file), back.path().join(file)).expect("a copy");
    }
    let server = Start::with(&["--demo"]).start_again(back.path());
    rename(&server, &["Six"]);
    heads.push(
        administer("audit head", &[], back.path())
            .printed()
            .trim()
            .to_owned(),
    );
    rename(&server, &["Seven"]);

    for head in &heads {
        let verified = administer("audit verify", &["--head", head], back.path());
        assert_eq!(verified.code(), 0, "{head}: {verified:?}");
    }
}

#[test]
fn the_last_digests_in_a_folder_are_a_head_too() {
    for audit in [Audit::on_sqlite(), Audit::on_postgresql()] {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path().to_str().expect("a path");
        let refused = audit.verify(&["--delivered", folder]);
        assert!(refused.stderr.contains("has no digest files"), "{refused:?}");
        assert_eq!(audit.run("audit deliver", &["--to", folder]).code(), 0);
        assert_eq!(audit.verify(&["--delivered", folder]).code(), 0);

        audit
            .database
            .change(|chains| chains.open()[1].replace("One", "Eve"));

        assert_eq!(audit.verify(&[]).code(), 0);
        let found = audit.verify(&["--delivered", folder]);
        assert_eq!(found.code(), 1, "{found:?}");
    }
}

#[test]
fn what_is_neither_a_head_nor_a_file_of_heads_is_refused() {
    let audit = Audit::on_sqlite();
    let file = audit.remains.data_dir().join("noted");
    let path = file.to_str().expect("a path");
    for (text, reason) in [("", "has no head"), ("12:xyz\n", "line 1 of ")] {
        fs::write(&file, text).expect("a file");
        let refused = audit.verify(&["--head", path]);
        assert_ne!(refused.code(), 0);
        assert!(refused.stderr.contains(reason), "{refused:?}");
    }
    let refused = audit.verify(&["--head", "12:xyz"]);
    assert!(refused.stderr.contains("is neither a head"), "{refused:?}");
}
