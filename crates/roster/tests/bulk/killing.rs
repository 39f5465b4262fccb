//! A run that is killed at each of its calls, and resumed: against a stand-in for the service that kills the process.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::administrator::Administrator;
use roster_testkit::{Stub, StubRequest};

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// It is killed before the service does what it asked for.
    KilledBefore,
    /// It is killed after the service did it, and before it gets the answer.
    KilledAfter,
    /// It is interrupted, and gets the answer.
    Interrupted,
}

type People = Arc<Mutex<BTreeMap<String, Value>>>;

const USERS: [&str; 3] = ["ana", "ben", "eva"];

fn identity(user: &str, domain: &str) -> Value {
    json!({"FirstName": user, "LastName": "Santos", "Email": format!("{user}@{domain}")})
}

fn people(domain: &str) -> BTreeMap<String, Value> {
    USERS
        .into_iter()
        .map(|user| (user.to_owned(), identity(user, domain)))
        .collect()
}

/// A plan for the service at an address.
fn plan(endpoint: &str) -> String {
    let changes = USERS.map(|user| {
        json!({
            "UserId": user, "Username": user, "Operation": "UpdateUserIdentityInfo",
            "Before": identity(user, "example.com"), "After": identity(user, "example.net"),
        })
    });
    let instance = json!({"Id": "i", "IdentityManagementType": "CONNECT_MANAGED"});
    json!({"Version": 1, "MadeAt": "", "Endpoint": endpoint, "Instance": instance, "Changes": changes})
        .to_string()
}

/// Describes and updates people.
fn answer(request: &StubRequest, people: &People, updates: &Mutex<Vec<String>>) -> Value {
    let mut people = people.lock().unwrap();
    let user = request.path.split('/').nth(3).unwrap().to_owned();
    if request.method == "POST" {
        let body: Value = serde_json::from_str(&request.body).unwrap();
        people.insert(user.clone(), body["IdentityInfo"].clone());
        updates.lock().unwrap().push(user);
        return json!({});
    }
    json!({"body": {"User": {"Id": user, "Username": user, "IdentityInfo": people[&user]}}})
}

/// A service that ends the process of the first run at a call, by its number, and answers all others.
fn service(at: usize, end: End, people: &People, updates: &Arc<Mutex<Vec<String>>>) -> (Stub, Sender<Pid>) {
    let (sender, process) = channel();
    let (people, updates) = (Arc::clone(people), Arc::clone(updates));
    let stub = Stub::answering(move |request, number| {
        if number != at {
            return answer(request, &people, &updates);
        }
        let process = process.recv().unwrap();
        match end {
            End::KilledBefore => {
                kill_process(process, Signal::KILL).unwrap();
                json!({"status": 500})
            }
            End::KilledAfter => {
                let answer = answer(request, &people, &updates);
                kill_process(process, Signal::KILL).unwrap();
                answer
            }
            End::Interrupted => {
                kill_process(process, Signal::INT).unwrap();
                answer(request, &people, &updates)
            }
        }
    });
    (stub, sender)
}

#[test]
fn a_run_that_is_killed_at_any_call_and_resumed_makes_every_change_once() {
    // Each change looks at the person, changes the address, and looks again.
    for at in 0..3 * USERS.len() {
        for end in [End::KilledBefore, End::KilledAfter, End::Interrupted] {
            let (directory, updates) = (People::default(), Arc::default());
            *directory.lock().unwrap() = people("example.com");
            let (stub, process) = service(at, end, &directory, &updates);
            let endpoint = format!("http://{}", stub.address);
            let admin = Administrator::at(endpoint.clone());
            admin.write("plan.json", plan(&endpoint));

            let mut run = admin
                .command("bulk apply plan.json --yes --in-flight 1")
                .args(["--endpoint-url", &endpoint])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            process.send(Pid::from_child(&run)).unwrap();
            let status = run.wait().unwrap();

            let context = format!("{end:?} at call {at}");
            // An interrupt that comes with the last answer comes too late to stop the run.
            let codes = if end == End::Interrupted {
                [Some(130), Some(0)]
            } else {
                [None; 2]
            };
            assert!(codes.contains(&status.code()), "{context}: {status}");
            let runs = admin.says("bulk runs --json").json();
            let state = if status.success() {
                "COMPLETED"
            } else {
                "INTERRUPTED"
            };
            assert_eq!(runs[0]["State"], state, "{context}");

            let resumed = admin.says("bulk resume");

            assert_eq!(
                resumed.code,
                Some(0),
                "{context}: {} {}",
                resumed.out,
                resumed.error
            );
            assert!(
                resumed.out.contains(": 3 planned, 3 done, 0 skipped, 0 failed\n"),
                "{context}: {}",
                resumed.out
            );
            assert_eq!(*directory.lock().unwrap(), people("example.net"), "{context}");
            let mut once_each = updates.lock().unwrap().clone();
            once_each.sort();
            assert_eq!(once_each, USERS, "{context}");
        }
    }
}
