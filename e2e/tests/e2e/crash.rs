//! A server that is killed while it works keeps every promise it has made, on every engine.

use std::path::Path;
use std::sync::Barrier;
use std::sync::mpsc::{Sender, channel};

use roster_store_postgres::cluster;
use serde_json::{Value, json};

use crate::harness::{Connection, INSTANCE, Remains, Roster, Start, Wire, administer, identity_info_of};
use crate::witness::{Witness, check_audit, info, new_user};

/// How many clients write at once, each to a user of its own.
const CLIENTS: usize = 4;

/// After how many acknowledged updates a server is killed, and how much longer its commits take.
const ROUNDS: [(usize, &str); 4] = [(1, "0"), (60, "0"), (150, "3000"), (200, "0")];

/// Which engine keeps the records.
#[derive(Clone, Debug)]
enum Engine {
    /// SQLite, in the data directory.
    Sqlite,
    /// PostgreSQL, at this URL.
    Postgres(String),
}

impl Engine {
    /// The flags that every command needs to find the records.
    fn flags(&self) -> Vec<&str> {
        match self {
            Self::Sqlite => Vec::new(),
            Self::Postgres(url) => vec!["--database", url],
        }
    }

    /// `delay` makes SQLite's commits longer, in microseconds; PostgreSQL commits by itself.
    fn start(&self, delay: &str) -> Start {
        Start::with(&[&["--demo", "--commit-delay", delay], &*self.flags()].concat())
    }

    /// Checks the audit chains.
    fn verify(&self, data_dir: &Path) {
        let verified = administer("audit verify", &self.flags(), data_dir);
        assert_eq!(verified.code(), 0, "{verified:?}");
    }

    /// All audit records, oldest first.
    fn audit(&self, data_dir: &Path) -> Vec<Value> {
        let flags = [&["--format", "json"], &*self.flags()].concat();
        let printed = administer("audit list", &flags, data_dir).printed();
        let records = printed.lines().map(serde_json::from_str);
        records.collect::<Result<_, _>>().expect("records in JSON")
    }

    /// Lets the chains that a dead server has left open be so old that the next closes them.
    fn age(&self) {
        if let Self::Postgres(url) = self {
            cluster::sql(url, "UPDATE audit_chain SET renewed = now() - interval '1 hour'");
        }
    }
}

#[test]
fn a_kill_under_load_loses_nothing_acknowledged_and_leaves_nothing_half_done_in_sqlite() {
    kill_again_and_again(&Engine::Sqlite);
}

#[test]
fn a_kill_under_load_loses_nothing_acknowledged_and_leaves_nothing_half_done_in_postgresql() {
    kill_again_and_again(&Engine::Postgres(cluster::place()));
}

fn kill_again_and_again(engine: &Engine) {
    let mut remains: Option<Remains> = None;
    for (number, (updates, delay)) in ROUNDS.into_iter().enumerate() {
        let start = engine.start(delay);
        let server = match &remains {
            Some(remains) => start.start_again(remains.data_dir()),
            None => start.start(),
        };
        let users = match number {
            0 => new_users(&Wire::to(&server)),
            _ => users_of(&Wire::to(&server)),
        };
        let (killed, witnesses) = kill_under_load(server, &users, (number + 1) * 1_000_000, updates);
        engine.verify(killed.data_dir());
        // Every other time the next server finds chains that are still open.
        if number % 2 == 1 {
            engine.age();
        }

        let server = engine.start("0").start_again(killed.data_dir());
        let wire = Wire::to(&server);
        for witness in &witnesses {
            witness.check_record(&wire);
        }
        check_audit(&engine.audit(server.data_dir()), &witnesses);
        engine.verify(server.data_dir());
        drop(server);
        // The folder goes with the first of them.
        remains.get_or_insert(killed);
    }
}

/// Loads the server until it has acknowledged so many updates, and kills it meanwhile.
fn kill_under_load(server: Roster, users: &[String], base: usize, updates: usize) -> (Remains, Vec<Witness>) {
    let wire = Wire::to(&server);
    let all_ready = Barrier::new(CLIENTS);
    std::thread::scope(|scope| {
        let (acknowledged, acknowledgements) = channel();
        let clients: Vec<_> = users
            .iter()
            .map(|user| {
                let (wire, all_ready, acknowledged) = (&wire, &all_ready, acknowledged.clone());
                scope.spawn(move || {
                    let connection = Connection::to(&wire.address).expect("the server accepts");
                    all_ready.wait();
                    update_until_broken_off(wire, connection, user, base, &acknowledged)
                })
            })
            .collect();
        drop(acknowledged);
        assert_eq!(acknowledgements.iter().take(updates).count(), updates);
        let killed = server.kill();
        let witnesses = clients
            .into_iter()
            .map(|client| client.join().expect("a client"))
            .collect();
        (killed, witnesses)
    })
}

fn update_until_broken_off(
    wire: &Wire,
    mut connection: Connection,
    user: &str,
    base: usize,
    acknowledged: &Sender<()>,
) -> Witness {
    let mut witness = Witness::of(user);
    for number in base + 1.. {
        let body = json!({"IdentityInfo": info(number)});
        let request = wire.signed("POST", &identity_info_of(INSTANCE, user), Some(&body));
        let Ok(answer) = connection.send(&request) else {
            witness.got_no_answer(number);
            break;
        };
        assert_eq!(answer.status, 200);
        witness.got_answer(number, &answer);
        // Whoever counts may have counted enough.
        let _ = acknowledged.send(());
    }
    witness
}

fn new_users(wire: &Wire) -> Vec<String> {
    let profiles = wire.profiles();
    for number in 1..=CLIENTS {
        let body = new_user(&profiles, &format!("agent-{number}"), number);
        let made = wire.send("PUT", &format!("/users/{INSTANCE}"), Some(&body));
        assert_eq!(made.status, 200, "{}", made.refusal());
    }
    users_of(wire)
}

fn users_of(wire: &Wire) -> Vec<String> {
    let listed = wire
        .send("GET", &format!("/users-summary/{INSTANCE}"), None)
        .json();
    let users = listed["UserSummaryList"].as_array().expect("users");
    users
        .iter()
        .filter(|user| user["Username"] != "mary")
        .map(|user| user["Id"].as_str().expect("an id").to_owned())
        .collect()
}
