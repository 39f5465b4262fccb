//! Records that were written before an index was there, for tests of migrations.

use std::sync::mpsc::{self, Sender};

use roster_domain::migrations::Migration;
use roster_domain::records::User;
use roster_domain::{Id, Key, Record};
use roster_store::{BoxFuture, ReadKind, Rows, Store, StoreError, Transaction, Verdict, Work};

/// A migration that adds the index of users by routing profile.
pub static BY_ROUTING_PROFILE: [Migration; 1] = [Migration::index::<User>(1, &User::BY_ROUTING_PROFILE)];

/// The same, and a format of users that older versions can read.
pub static WITH_FORMAT: [Migration; 2] = [BY_ROUTING_PROFILE[0], Migration::format(2, User::KIND, true)];

/// The same, and a format that they cannot read.
pub static WITH_UNREADABLE_FORMAT: [Migration; 3] = [
    BY_ROUTING_PROFILE[0],
    Migration::format(2, User::KIND, true),
    Migration::format(3, User::KIND, false),
];

/// More than two slices of any engine.
pub const USERS: u32 = 12_000;

/// The user of a number. Keys have the order of numbers.
///
/// # Panics
///
/// Never: the text is that of a user.
pub fn user(number: u32) -> User {
    let user = serde_json::json!({
        "Id": id(7, number),
        "InstanceId": id(1, 0),
        "Username": format!("agent{number}"),
        "IdentityInfo": {},
        "SecurityProfileIds": [],
        "RoutingProfileId": id(5, number % 3),
        "LastModifiedTime": 0,
        "LastModifiedRegion": "us-east-1",
    });
    serde_json::from_value(user).expect("a user")
}

fn id(kind: u32, number: u32) -> String {
    format!("a1b2c3d4-5678-90ab-{kind:04x}-{number:012x}")
}

/// Adds users to a store.
///
/// # Panics
///
/// If that fails.
pub fn add_users(store: &dyn Store, numbers: std::ops::Range<u32>) {
    let (finished, added) = mpsc::channel();
    for number in numbers.clone() {
        let (user, finished) = (user(number), finished.clone());
        store.write(Box::new(Add { user, finished }));
    }
    for _ in numbers {
        added.recv().expect("an end").expect("a user that is kept");
    }
}

/// The ids of the users of the three routing profiles, as the index finds them.
///
/// # Panics
///
/// If that fails.
pub fn users_by_profile(store: &dyn Store) -> Vec<Id> {
    let (finished, found) = mpsc::channel();
    let ids = Vec::new();
    store.read(ReadKind::Scan, Box::new(Find { ids, finished }));
    found.recv().expect("an end").expect("users")
}

/// The ids that [`users_by_profile`] finds if the index is complete.
pub fn ids_by_profile(numbers: std::ops::Range<u32>) -> Vec<Id> {
    let mut users: Vec<_> = numbers.map(user).collect();
    users.sort_by_key(|user| (user.routing_profile_id.clone(), user.id.clone()));
    users.into_iter().map(|user| user.id).collect()
}

struct Add {
    user: User,
    finished: Sender<Result<(), StoreError>>,
}

impl Work for Add {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let inserted = Transaction::new(rows).insert(&self.user).await;
            inserted.map_err(|error| StoreError::Engine(format!("{error:?}")))?;
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        // After a failure the test waits no more.
        _ = self.finished.send(outcome);
    }
}

struct Find {
    ids: Vec<Id>,
    finished: Sender<Result<Vec<Id>, StoreError>>,
}

impl Work for Find {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let mut transaction = Transaction::new(rows);
            let users = transaction
                .all::<User>(&User::BY_ROUTING_PROFILE, &Key::new())
                .await?;
            self.ids = users.into_iter().map(|user| user.id).collect();
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self { ids, finished } = *self;
        // After a failure the test waits no more.
        _ = finished.send(outcome.map(|()| ids));
    }
}
