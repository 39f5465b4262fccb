//! A server that is killed while it works keeps every promise it has made.

use std::sync::Barrier;
use std::sync::mpsc::{Sender, channel};

use serde_json::json;

use crate::harness::{
    Connection, INSTANCE, Remains, Roster, Start, Wire, administer, audit, identity_info_of,
};
use crate::witness::{Witness, check_audit, info, new_user};

/// How many clients write at once, each to a user of its own.
const CLIENTS: usize = 4;

/// After how many acknowledged updates a server is killed, and how much longer its commits take.
const ROUNDS: [(usize, &str); 4] = [(1, "0"), (60, "0"), (150, "3000"), (200, "0")];

#[test]
fn a_kill_under_load_loses_no_acknowledged_update_and_leaves_none_half_done() {
    let mut remains = None;
    for (number, (updates, delay)) in ROUNDS.into_iter().enumerate() {
        let server = start(remains.as_ref(), delay);
        let users = match number {
            0 => new_users(&Wire::to(&server)),
            _ => users_of(&Wire::to(&server)),
        };
        let (killed, witnesses) = kill_under_load(server, &users, (number + 1) * 1_000_000, updates);
        let verified = administer("audit verify", &[], killed.data_dir());
        assert_eq!(verified.code(), 0, "{verified:?}");

        let server = start(Some(&killed), "0");
        let wire = Wire::to(&server);
        for witness in &witnesses {
            witness.check_record(&wire);
        }
        check_audit(&audit(server.data_dir()), &witnesses);
        let verified = administer("audit verify", &[], server.data_dir());
        assert_eq!(verified.code(), 0, "{verified:?}");
        drop(server);
        // The folder goes with the first of them.
        remains.get_or_insert(killed);
    }
}

fn start(remains: Option<&Remains>, delay: &str) -> Roster {
    let start = Start::with(&["--demo", "--commit-delay", delay]);
    match remains {
        Some(remains) => start.start_again(remains.data_dir()),
        None => start.start(),
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
            witness.was_told_nothing(number);
            break;
        };
        assert_eq!(answer.status, 200);
        witness.was_told(number, &answer);
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
