//! Records of a newer version, which has members that this one does not know.

use std::sync::mpsc::{self, Sender};

use roster_domain::Record;
use roster_domain::records::User;
use roster_store::{BoxFuture, Rows, Store, StoreError, Transaction, Verdict, Work, WriteError};
use serde_json::{Value, json};

use super::Engine;
use crate::old_records::user;

#[doc(hidden)]
pub fn an_update_keeps_what_a_newer_version_has_written(engine: impl Engine) {
    let old = user(1);
    let mut newer = serde_json::to_value(&old).expect("JSON");
    newer["ShoeSize"] = json!(42);
    newer["IdentityInfo"]["Fax"] = json!({"Number": "+1"});
    let mut new = old.clone();
    new.identity_info.mobile = Some("+15555550100".to_owned().into());
    let mut expected = newer.clone();
    expected["IdentityInfo"]["Mobile"] = json!("+15555550100");

    run(engine.store(), move |rows| {
        let (old, body) = (old.clone(), newer.to_string().into_bytes());
        Box::pin(async move {
            let inserted = rows.insert(User::KIND, &old.key(), &body, &old.entries()).await;
            inserted.map_err(failure)
        })
    });
    run(engine.store(), move |rows| {
        let new = new.clone();
        Box::pin(async move {
            let mut transaction = Transaction::new(rows);
            let old: User = transaction.get(&new.key()).await?.expect("a user");
            transaction.update(&old, &new).await.map_err(failure)?;
            let members: Vec<_> = transaction
                .changes()
                .iter()
                .map(|change| &*change.member)
                .collect();
            assert_eq!(members, ["IdentityInfo.Mobile"]);
            Ok(())
        })
    });
    let (sender, found) = mpsc::channel();
    run(engine.store(), move |rows| {
        let sender = sender.clone();
        Box::pin(async move {
            let body = rows.get(User::KIND, &user(1).key()).await?.expect("a user");
            let body: Value = serde_json::from_slice(&body).expect("JSON");
            // Work may run again.
            _ = sender.send(body);
            Ok(())
        })
    });

    assert_eq!(found.recv(), Ok(expected));
}

fn failure(error: WriteError) -> StoreError {
    StoreError::Engine(format!("{error:?}"))
}

/// What work does with rows.
type Run = Box<dyn for<'a> FnMut(&'a mut dyn Rows) -> BoxFuture<'a, Result<(), StoreError>> + Send>;

/// Does work, and waits until it is kept.
fn run(
    store: &dyn Store,
    run: impl for<'a> FnMut(&'a mut dyn Rows) -> BoxFuture<'a, Result<(), StoreError>> + Send + 'static,
) {
    let (finished, ended) = mpsc::channel();
    let run: Run = Box::new(run);
    store.write(Box::new(Task { run, finished }));
    assert_eq!(ended.recv(), Ok(Ok(())));
}

struct Task {
    run: Run,
    finished: Sender<Result<(), StoreError>>,
}

impl Work for Task {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        let done = (self.run)(rows);
        Box::pin(async move { done.await.map(|()| Verdict::Keep) })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        // After a failure the test waits no more.
        _ = self.finished.send(outcome);
    }
}
