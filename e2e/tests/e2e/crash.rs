//! A server that is killed while it works keeps every promise it has made.

use std::collections::HashMap;
use std::sync::Barrier;
use std::sync::mpsc::{Sender, channel};

use serde_json::{Value, json};

use crate::harness::{
    Connection, INSTANCE, Remains, Roster, Start, Wire, administer, audit, identity_info_of, user,
};

/// How many clients write at once, each to a user of its own.
const CLIENTS: usize = 4;

/// After how many acknowledged updates a server is killed, and how much longer its commits take.
const ROUNDS: [(usize, &str); 4] = [(1, "0"), (60, "0"), (150, "3000"), (200, "0")];

/// What one client knows when the server is gone.
struct Witness {
    user: String,
    /// The number of the last update that was acknowledged.
    acknowledged: usize,
    /// The number of the last update that was sent.
    sent: usize,
    /// The ids of the acknowledged requests, with the numbers they wrote.
    request_ids: Vec<(String, usize)>,
}

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
        check_records(&server, &witnesses);
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
    let mut witness = Witness {
        user: user.to_owned(),
        acknowledged: 0,
        sent: 0,
        request_ids: Vec::new(),
    };
    for number in base + 1.. {
        let body = json!({"IdentityInfo": info(number)});
        let request = wire.signed("POST", &identity_info_of(INSTANCE, user), Some(&body));
        witness.sent = number;
        let Ok(answer) = connection.send(&request) else {
            break;
        };
        assert_eq!(answer.status, 200);
        witness.acknowledged = number;
        let request_id = answer.header("x-amzn-RequestId").expect("an id");
        witness.request_ids.push((request_id.to_owned(), number));
        // Whoever counts may have counted enough.
        let _ = acknowledged.send(());
    }
    witness
}

/// Identity information of which every member tells the same number.
fn info(number: usize) -> Value {
    json!({
        "FirstName": format!("First {number}"),
        "LastName": format!("Last {number}"),
        "Email": format!("n{number}@example.com"),
        "SecondaryEmail": format!("n{number}@example.org"),
        "Mobile": format!("+1{number}"),
    })
}

fn check_records(server: &Roster, witnesses: &[Witness]) {
    let wire = Wire::to(server);
    for witness in witnesses {
        let shown = wire.send("GET", &user(INSTANCE, &witness.user), None).json();
        let shown = &shown["User"]["IdentityInfo"];
        let number = shown["FirstName"]
            .as_str()
            .and_then(|name| name.strip_prefix("First ")?.parse().ok());
        // A client that was cut off before its first answer has nothing to claim.
        if witness.acknowledged == 0 && number != Some(witness.sent) {
            continue;
        }
        let number: usize = number.unwrap_or_else(|| panic!("not written by this test: {shown}"));
        assert_eq!(*shown, info(number), "all of an update or nothing");
        assert!(
            (witness.acknowledged..=witness.sent).contains(&number),
            "{number} is read, but {} was acknowledged and {} was sent last",
            witness.acknowledged,
            witness.sent
        );
    }
}

fn check_audit(records: &[Value], witnesses: &[Witness]) {
    let by_id: HashMap<_, _> = records
        .iter()
        .map(|record| (record["RequestId"].as_str().expect("an id"), record))
        .collect();
    for (request_id, number) in witnesses.iter().flat_map(|witness| &witness.request_ids) {
        let record = by_id.get(request_id.as_str());
        let record = record.unwrap_or_else(|| panic!("update {number} has no record"));
        assert_eq!(record.get("ErrorCode"), None);
        let changes = record["Changes"].as_array().expect("changes");
        let told = json!(format!("First {number}"));
        assert!(
            changes
                .iter()
                .any(|change| change["Member"] == "IdentityInfo.FirstName" && change["After"] == told),
            "{record}"
        );
    }
}

fn new_users(wire: &Wire) -> Vec<String> {
    let (security, routing) = wire.profiles();
    for number in 1..=CLIENTS {
        let body = json!({
            "Username": format!("agent-{number}"),
            "Password": "Correct-Horse-7",
            "IdentityInfo": info(number),
            "SecurityProfileIds": [security],
            "RoutingProfileId": routing,
        });
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
