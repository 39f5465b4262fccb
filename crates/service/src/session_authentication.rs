//! What a request for a page belongs to: the instance that an address names, and the user of the session.

use std::sync::Arc;

use roster_domain::caller::{ConnectUserPrincipal, Principal};
use roster_domain::records::{Instance, UserSession};
use roster_domain::rules::sessions::{self, SessionLengths};
use roster_domain::{Entry, Id, Key, Record as _, SecretToken};
use roster_model::shapes::Timestamp;
use roster_store::{BoxFuture, Rows, StoreError, Transaction, Verdict, Work, WriteError};
use tokio::sync::oneshot;

use crate::read_query::ReadQuery;
use crate::service::Service;

impl Service {
    /// The instance that an address names by its alias, or by its id.
    pub async fn instance_at(&self, name: &str) -> Result<Option<Instance>, StoreError> {
        self.kernel.query(InstanceAt(name.to_owned())).await
    }

    /// The user of the session; none if there is no such session, or it is over. Use is noted, to the
    /// minute.
    pub async fn user_of_session(
        &self,
        instance_id: &Id,
        token: &SecretToken,
        now: Timestamp,
    ) -> Result<Option<Principal>, StoreError> {
        let entry = UserSession::of_token(instance_id, token.hash());
        let Some(session) = self.kernel.query(SessionAt(entry)).await? else {
            return Ok(None);
        };
        if !sessions::goes_on(&session, SessionLengths::default(), now) {
            return Ok(None);
        }
        let principal = Principal::ConnectUser(Arc::new(ConnectUserPrincipal {
            instance_id: session.instance_id.clone(),
            user_id: session.user_id.clone(),
            session_id: session.id.clone(),
        }));
        if sessions::is_to_be_noted(&session, now) {
            self.note_use(session, now).await?;
        }
        Ok(Some(principal))
    }

    async fn note_use(&self, session: UserSession, now: Timestamp) -> Result<(), StoreError> {
        let _place = self.kernel.capacity.change()?;
        let (done, noted) = oneshot::channel();
        self.kernel.store.write(Box::new(UseNote { session, now, done }));
        noted.await.unwrap_or(Err(StoreError::Unknown))
    }
}

/// Asks for an instance by alias or id.
struct InstanceAt(String);

impl ReadQuery for InstanceAt {
    type Output = Option<Instance>;

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        if let Some(id) = Id::parse(&self.0) {
            return transaction.get(&Instance::key_of(&id)).await;
        }
        let entry = Entry {
            index: &Instance::BY_ALIAS,
            key: Key::new().text(&self.0.to_ascii_lowercase()),
        };
        transaction.find(&entry).await
    }
}

/// Asks for a session by the entry of its token.
struct SessionAt(Entry);

impl ReadQuery for SessionAt {
    type Output = Option<UserSession>;

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        transaction.find(&self.0).await
    }
}

/// Notes that a session was used, unless it has ended meanwhile. It is no part of the audit.
struct UseNote {
    session: UserSession,
    now: Timestamp,
    done: oneshot::Sender<Result<(), StoreError>>,
}

impl Work for UseNote {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let mut transaction = Transaction::new(rows);
            let found: Option<UserSession> = transaction.get(&self.session.key()).await?;
            let Some(old) = found.filter(|found| found.last_used < self.now) else {
                return Ok(Verdict::Undo);
            };
            let new = UserSession {
                last_used: self.now,
                ..old.clone()
            };
            match transaction.update(&old, &new).await {
                Ok(()) => Ok(Verdict::Keep),
                Err(WriteError::Store(error)) => Err(error),
                Err(WriteError::Taken(index)) => Err(StoreError::Engine(format!("{} is taken", index.name))),
            }
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        // The receiver is gone if the caller hung up.
        let _ = self.done.send(outcome);
    }
}
