//! Clients that change a directory at once, through several servers, and remember what they were told.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Answer, Connection, INSTANCE, PATIENCE, Roster, Wire, identity_info_of};
use crate::witness::{Witness, check_audit, info, new_user};

/// How many clients there are.
const CLIENTS: usize = 6;
/// One of so many changes makes a user.
const NEW: usize = 5;
/// How long a client waits after a refusal, as SDKs do.
const PAUSE: Duration = Duration::from_millis(50);

/// How a server refuses while its database is out of reach: it knows, or it does not.
pub(super) const UNCHANGED: &str =
    "500 InternalServiceException: Storage failed: nothing was changed; the server's log says why";
pub(super) const UNKNOWN: &str = "500 InternalServiceException: The database was lost at the last moment: \
    whether the change was made is not known; look before trying again";

/// What a client was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Done,
    Refused,
}

/// Clients at work.
pub(super) struct Load {
    clients: Vec<JoinHandle<Told>>,
    /// What each is told, by its number.
    words: Receiver<(usize, Word)>,
    /// The clients work as long as it is there.
    work: Vec<Sender<()>>,
}

/// All that clients were told.
#[derive(Default)]
pub(super) struct Told {
    /// Of the users that were made or changed.
    witnesses: Vec<Witness>,
    pub(super) refusals: Vec<String>,
}

impl Load {
    /// Makes a user for each client, and sets them to work on all servers in turn.
    pub(super) fn on(servers: &[&Roster]) -> Self {
        let wires: Vec<_> = servers.iter().map(|server| Wire::to(server)).collect();
        let profiles = wires[0].profiles();
        let (say, words) = channel();
        let (mut clients, mut work) = (Vec::new(), Vec::new());
        for number in 0..CLIENTS {
            let (worker, working) = channel();
            let client = Client::new(&wires, &profiles, number);
            let say = say.clone();
            clients.push(std::thread::spawn(move || client.work(&working, &say)));
            work.push(worker);
        }
        Self { clients, words, work }
    }

    /// Waits until each client was told this so many times more.
    pub(super) fn until_each_has_answers(&self, word: Word, times: usize) {
        let mut heard: HashMap<usize, usize> = HashMap::new();
        while heard.values().filter(|count| **count >= times).count() < CLIENTS {
            let (client, told) = self.words.recv_timeout(PATIENCE).expect("clients at work");
            if told == word {
                *heard.entry(client).or_default() += 1;
            }
        }
    }

    /// Ends the work.
    pub(super) fn stop(self) -> Told {
        drop(self.work);
        let mut told = Told::default();
        for client in self.clients {
            let of_client = client.join().expect("a client that ends");
            told.witnesses.extend(of_client.witnesses);
            told.refusals.extend(of_client.refusals);
        }
        told
    }
}

impl Told {
    /// Checks that every user is as a client was told, and every acknowledged change in the audit.
    pub(super) fn check(&self, server: &Roster, records: &[Value]) {
        let wire = Wire::to(server);
        for witness in &self.witnesses {
            witness.check_record(&wire);
        }
        check_audit(records, &self.witnesses);
    }

    /// Takes note of a refusal; whether the change may have been made all the same.
    fn refused(&mut self, answer: &Answer) -> bool {
        let refusal = answer.refusal();
        assert!([UNCHANGED, UNKNOWN].contains(&refusal.as_str()), "{refusal}");
        let is_unknown = refusal == UNKNOWN;
        self.refusals.push(refusal);
        is_unknown
    }
}

struct Client {
    number: usize,
    /// A connection to each server.
    doors: Vec<(Wire, Connection)>,
    profiles: (Value, Value),
    /// The first is of the user that is changed again and again.
    told: Told,
}

impl Client {
    fn new(wires: &[Wire], profiles: &(Value, Value), number: usize) -> Self {
        let door = |wire: &Wire| {
            let connection = Connection::to(&wire.address).expect("the server accepts");
            (wire.clone(), connection)
        };
        let mut client = Self {
            number,
            doors: wires.iter().map(door).collect(),
            profiles: profiles.clone(),
            told: Told::default(),
        };
        assert_eq!(client.make(0), Word::Done, "{:?}", client.told.refusals);
        client
    }

    fn work(mut self, working: &Receiver<()>, say: &Sender<(usize, Word)>) -> Told {
        for step in 1.. {
            let word = if step % NEW == 0 {
                self.make(step)
            } else {
                self.change(step)
            };
            // Whoever listens may have heard enough.
            let _ = say.send((self.number, word));
            let is_over = match word {
                Word::Done => working.try_recv() == Err(TryRecvError::Disconnected),
                Word::Refused => working.recv_timeout(PAUSE) == Err(RecvTimeoutError::Disconnected),
            };
            if is_over {
                break;
            }
        }
        self.told
    }

    /// Changes the client's own user.
    fn change(&mut self, step: usize) -> Word {
        let number = self.number_of(step);
        let target = identity_info_of(INSTANCE, &self.told.witnesses[0].user);
        let answer = self.ask(step, "POST", &target, &json!({"IdentityInfo": info(number)}));
        if answer.status == 200 {
            self.told.witnesses[0].got_answer(number, &answer);
            return Word::Done;
        }
        if self.told.refused(&answer) {
            self.told.witnesses[0].got_no_answer(number);
        }
        Word::Refused
    }

    /// Makes a user that nobody changes any more, unless it is the first.
    fn make(&mut self, step: usize) -> Word {
        let number = self.number_of(step);
        let body = new_user(&self.profiles, &format!("agent-{number}"), number);
        let answer = self.ask(step, "PUT", &format!("/users/{INSTANCE}"), &body);
        if answer.status == 200 {
            let mut witness = Witness::of(answer.json()["UserId"].as_str().expect("an id"));
            witness.got_answer(number, &answer);
            self.told.witnesses.push(witness);
            return Word::Done;
        }
        self.told.refused(&answer);
        Word::Refused
    }

    fn ask(&mut self, step: usize, method: &str, target: &str, body: &Value) -> Answer {
        let count = self.doors.len();
        let (wire, connection) = &mut self.doors[step % count];
        let request = wire.signed(method, target, Some(body));
        connection.send(&request).expect("every request is answered")
    }

    /// A number that no other client uses.
    fn number_of(&self, step: usize) -> usize {
        (self.number + 1) * 1_000_000 + step
    }
}
