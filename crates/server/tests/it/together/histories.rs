//! Whatever clients see of a user, it could have happened one after the other.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

use futures_util::future::join_all;
use roster_testkit::{
    Actor, Answer, Flaw, History, Impossible, MANAGED, Operation, Roster, Setup, each_engine_together,
    linearize, with,
};
use serde_json::{Value, json};

const CLIENTS: usize = 6;
const TURNS: usize = 24;

/// What a client asked of the user that has a name, and was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Event {
    /// It was made, with a number in its identity information, and got an id, if that is known.
    Made(Option<String>, usize),
    /// There was one already.
    Taken,
    /// The user of this id got another number.
    Updated(String, usize),
    /// The user of this id had this number.
    Shown(String, usize),
    /// A search by name found this user, or none.
    Found(Option<(String, usize)>),
    /// The user of this id was deleted.
    Deleted(String),
    /// There was no user of this id.
    Absent(String),
}

/// The user that has the name: the id, if anybody has seen it, and the number.
type State = Option<(Option<String>, usize)>;

/// Where an event leads from a state; none where it could not have been.
fn step(state: &State, event: &Event) -> Option<State> {
    // An id is never given twice: whose id nobody has seen yet may have any.
    let is = |id: &String| matches!(state, Some((own, _)) if own.as_ref().is_none_or(|own| own == id));
    let number = state.as_ref().map(|(_, number)| *number);
    let user = |id: &String, number: usize| Some((Some(id.clone()), number));
    match event {
        Event::Made(id, number) => state.is_none().then(|| Some((id.clone(), *number))),
        Event::Taken => state.is_some().then(|| state.clone()),
        Event::Updated(id, number) => is(id).then(|| user(id, *number)),
        Event::Shown(id, shown) => (is(id) && number == Some(*shown)).then(|| user(id, *shown)),
        Event::Found(None) => state.is_none().then_some(None),
        Event::Found(Some((id, shown))) => (is(id) && number == Some(*shown)).then(|| user(id, *shown)),
        Event::Deleted(id) => is(id).then_some(None),
        Event::Absent(id) => (!matches!(state, Some((Some(own), _)) if own == id)).then(|| state.clone()),
    }
}

/// A name, and what happened to whoever has it.
struct Name {
    username: String,
    new_user: Value,
    history: History<Event>,
    /// The last id that anybody has seen.
    id: Mutex<Option<String>>,
}

/// What a client does.
#[derive(Clone, Copy)]
enum Deed {
    Create,
    Update,
    Describe,
    Search,
    Delete,
}

/// What clients do, turn by turn; each starts at another place.
const DEEDS: [Deed; 11] = [
    Deed::Create,
    Deed::Describe,
    Deed::Update,
    Deed::Describe,
    Deed::Update,
    Deed::Search,
    Deed::Update,
    Deed::Describe,
    Deed::Delete,
    Deed::Create,
    Deed::Search,
];

impl Name {
    async fn new(t: &Roster, name: &str) -> Self {
        Self {
            username: name.to_owned(),
            new_user: t.root().new_user(MANAGED, name).await,
            history: History::default(),
            id: Mutex::new(None),
        }
    }

    fn id(&self) -> Option<String> {
        self.id.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn saw(&self, id: &str) {
        *self.id.lock().unwrap_or_else(PoisonError::into_inner) = Some(id.to_owned());
    }

    /// Does something, and notes what came of it; `number` is one that nobody has used.
    async fn run(&self, actor: &Actor<'_>, deed: Deed, number: usize) {
        let (deed, id) = match (deed, self.id()) {
            (Deed::Create | Deed::Search, id) => (deed, id.unwrap_or_default()),
            (deed, Some(id)) => (deed, id),
            (Deed::Update | Deed::Describe | Deed::Delete, None) => (Deed::Create, String::new()),
        };
        let (operation, input) = self.request(deed, &id, number);
        let called = self.history.now();
        let answer = actor.call(operation, input).await;
        let answered = Some(self.history.now());
        if let Some(event) = self.event(deed, id, number, &answer) {
            let answered = answered.filter(|_| answer.status != 500);
            self.history.note(Operation {
                called,
                answered,
                event,
            });
        }
    }

    fn request(&self, deed: Deed, id: &str, number: usize) -> (&'static str, Value) {
        let user = json!({"InstanceId": MANAGED, "UserId": id});
        let info = json!({"IdentityInfo": info(number)});
        match deed {
            Deed::Create => ("CreateUser", with(self.new_user.clone(), info)),
            Deed::Update => ("UpdateUserIdentityInfo", with(user, info)),
            Deed::Describe => ("DescribeUser", user),
            Deed::Delete => ("DeleteUser", user),
            Deed::Search => {
                let name =
                    json!({"FieldName": "Username", "Value": self.username, "ComparisonType": "EXACT"});
                let criteria = json!({"StringCondition": name});
                (
                    "SearchUsers",
                    json!({"InstanceId": MANAGED, "SearchCriteria": criteria}),
                )
            }
        }
    }

    /// What an answer tells; none if it tells that nothing was done.
    fn event(&self, deed: Deed, id: String, number: usize, answer: &Answer) -> Option<Event> {
        match (answer.error(), deed) {
            (None, Deed::Create) => {
                let id = text(&answer.json()["UserId"]);
                self.saw(&id);
                Some(Event::Made(Some(id), number))
            }
            (None, Deed::Update) => Some(Event::Updated(id, number)),
            (None, Deed::Describe) => Some(Event::Shown(id, told(&answer.json()["User"]["IdentityInfo"]))),
            (None, Deed::Delete) => Some(Event::Deleted(id)),
            (None, Deed::Search) => {
                let found = answer.json()["Users"]
                    .as_array()
                    .expect("users")
                    .first()
                    .map(|user| (text(&user["Id"]), told(&user["IdentityInfo"])));
                Some(Event::Found(found))
            }
            (Some("DuplicateResourceException"), Deed::Create) => Some(Event::Taken),
            (Some("ResourceNotFoundException"), Deed::Update | Deed::Describe | Deed::Delete) => {
                Some(Event::Absent(id))
            }
            (Some("InternalServiceException"), deed) => {
                if answer.message().contains("nothing was changed") {
                    return None;
                }
                match deed {
                    Deed::Create => Some(Event::Made(None, number)),
                    Deed::Update => Some(Event::Updated(id, number)),
                    Deed::Delete => Some(Event::Deleted(id)),
                    Deed::Describe | Deed::Search => None,
                }
            }
            (Some(_), _) => panic!("this is no answer to expect: {answer}"),
        }
    }

    fn explained(&self) -> Result<(), Impossible<Event, State>> {
        linearize(&self.history.operations(), None, step)
    }
}

/// Identity information of which every member tells the same number.
fn info(number: usize) -> Value {
    json!({
        "FirstName": format!("First {number}"),
        "LastName": format!("Last {number}"),
        "Email": format!("n{number}@example.com"),
    })
}

/// The number that every member tells.
fn told(info: &Value) -> usize {
    let number = info["FirstName"]
        .as_str()
        .and_then(|name| name.strip_prefix("First ")?.parse().ok());
    let number = number.unwrap_or_else(|| panic!("nobody wrote {info}"));
    let whole = self::info(number);
    assert_eq!(info["LastName"], whole["LastName"], "all of an update or nothing");
    assert!(
        info["Email"].is_null() || info["Email"] == whole["Email"],
        "{info}"
    );
    number
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// Lets clients loose on a name, each on a roster of its own as far as there are enough, and
/// `meanwhile` beside them.
async fn let_loose(rosters: &[Roster], name: &Name, meanwhile: impl Fn(usize)) {
    let client = async |client: usize| {
        let actor = rosters[client % rosters.len()].root();
        for turn in 0..TURNS {
            let deed = DEEDS[(turn + 4 * client) % DEEDS.len()];
            name.run(&actor, deed, 1 + turn * CLIENTS + client).await;
            meanwhile(turn * CLIENTS + client);
        }
    };
    join_all((0..CLIENTS).map(client)).await;
}

#[test]
fn what_clients_see_of_a_user_could_have_happened_one_after_the_other() {
    each_engine_together(async |rosters| {
        let names = join_all(["ana", "ben"].map(async |name| Name::new(&rosters[0], name).await)).await;

        join_all(
            names
                .iter()
                .map(async |name| let_loose(&rosters, name, |_| ()).await),
        )
        .await;

        for name in names {
            assert_eq!(name.history.operations().len(), CLIENTS * TURNS);
            assert_eq!(name.explained(), Ok(()));
        }
    });
}

#[test]
fn what_clients_see_could_have_happened_so_even_while_connections_are_cut() {
    each_engine_together(async |rosters| {
        let name = Name::new(&rosters[0], "ana").await;
        let cut = AtomicI64::new(0);

        let_loose(&rosters, &name, |turn| {
            if turn % 50 == 25 {
                cut.fetch_add(rosters[0].cut(), Ordering::Relaxed);
            }
        })
        .await;

        assert_eq!(rosters.len() > 1, cut.into_inner() > 0);
        assert_eq!(name.explained(), Ok(()));
    });
}

/// What is seen of a user of a store with a flaw.
fn seen_with(flaw: Flaw) {
    let setup = Setup {
        flaw,
        ..Setup::default()
    };
    setup.together_in_memory(async |rosters| {
        let name = Name::new(&rosters[0], "ana").await;

        let_loose(&rosters, &name, |_| ()).await;

        assert!(name.explained().is_err());
    });
}

#[test]
fn a_store_whose_reads_are_stale_would_be_noticed() {
    seen_with(Flaw::StaleReads);
}

#[test]
fn a_store_that_loses_updates_would_be_noticed() {
    seen_with(Flaw::LostUpdates);
}
