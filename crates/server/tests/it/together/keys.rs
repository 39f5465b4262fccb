//! A key that is switched off is off with the answer that says so, whoever uses it meanwhile.

use futures_util::future::join_all;
use roster_testkit::{Actor, History, Operation, each_engine_together, linearize};
use serde_json::json;

const CLIENTS: usize = 4;
const SWITCHES: usize = 12;

/// What happened to a key.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Event {
    /// It was switched on, or off.
    Switched(bool),
    /// It was used, and found to be on, or off.
    Used(bool),
}

fn step(is_on: bool, event: &Event) -> Option<bool> {
    match event {
        Event::Switched(on) => Some(*on),
        Event::Used(on) => (*on == is_on).then_some(*on),
    }
}

/// Notes what comes of something.
async fn note(history: &History<Event>, doing: impl Future<Output = Event>) {
    let called = history.now();
    let event = doing.await;
    let answered = Some(history.now());
    history.note(Operation {
        called,
        answered,
        event,
    });
}

async fn switch(root: &Actor<'_>, key: &str, on: bool) -> Event {
    let status = if on { "Active" } else { "Inactive" };
    let input = json!({"UserName": "robot", "AccessKeyId": key, "Status": status});
    root.done("iam:UpdateAccessKey", input).await;
    Event::Switched(on)
}

async fn use_key(holder: &Actor<'_>) -> Event {
    let answer = holder.call("sts:GetCallerIdentity", json!({})).await;
    match answer.error() {
        None => Event::Used(true),
        Some("InvalidClientTokenId") => Event::Used(false),
        Some(_) => panic!("this is no answer to expect: {answer}"),
    }
}

#[test]
fn a_key_that_is_switched_while_it_is_used_is_on_or_off_and_never_both() {
    each_engine_together(async |rosters| {
        // What other rosters remember of a key is good for a second.
        let t = &rosters[0];
        let (root, holder) = (t.root(), t.root().make_iam_user("robot").await);
        let key = holder.key().id;
        let history = History::default();

        let switching = async {
            for turn in 0..SWITCHES {
                note(&history, switch(&root, &key, turn % 2 == 1)).await;
            }
        };
        let using = join_all((0..CLIENTS).map(async |_| {
            for _ in 0..SWITCHES {
                note(&history, use_key(&holder)).await;
            }
        }));
        tokio::join!(switching, using);

        let explained = linearize(&history.operations(), true, |is_on, event| step(*is_on, event));
        assert_eq!(explained, Ok(()));
    });
}
