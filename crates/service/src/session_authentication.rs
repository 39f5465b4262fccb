//! What a request for a page belongs to: the instance that an address names, and the user of the session.

use std::net::IpAddr;
use std::sync::Arc;

use roster_domain::caller::{ConnectUserPrincipal, Principal};
use roster_domain::records::{AuthenticationProfile, Instance, UserSession};
use roster_domain::rules::address_ranges;
use roster_domain::rules::sessions::{self, SessionLengths};
use roster_domain::{Entry, Id, Key, Record as _, SecretToken};
use roster_model::shapes::Timestamp;
use roster_store::{BoxFuture, Rows, StoreError, Transaction, Verdict, Work, WriteError};
use tokio::sync::oneshot;

use crate::authentication_profiles;
use crate::read_query::ReadQuery;
use crate::service::Service;

/// The user of a session that goes on.
pub struct SessionUser {
    /// The user.
    pub principal: Principal,
    /// Whether users of the instance may come from the address of the request.
    pub is_address_allowed: bool,
}

impl Service {
    /// The instance that an address names by its alias, or by its id.
    pub async fn instance_at(&self, name: &str) -> Result<Option<Instance>, StoreError> {
        self.kernel.query(InstanceAt(name.to_owned())).await
    }

    /// The user of the session; none if there is no such session, or it is over. Use from an address that is allowed is
    /// noted, to the minute.
    pub async fn user_of_session(
        &self,
        instance: &Instance,
        token: &SecretToken,
        source: IpAddr,
        now: Timestamp,
    ) -> Result<Option<SessionUser>, StoreError> {
        let query = SessionAt {
            instance: instance.clone(),
            entry: UserSession::of_token(&instance.id, token.hash()),
        };
        let (found, profile) = self.kernel.query(query).await?;
        let lengths = SessionLengths::of(&profile);
        let Some(session) = found.filter(|session| sessions::goes_on(session, lengths, now)) else {
            return Ok(None);
        };
        let principal = Principal::ConnectUser(Arc::new(ConnectUserPrincipal {
            instance_id: session.instance_id.clone(),
            user_id: session.user_id.clone(),
            session_id: session.id.clone(),
        }));
        let is_address_allowed = address_ranges::allow(&profile, source);
        if is_address_allowed && sessions::is_to_be_noted(&session, now) {
            self.note_use(session, now).await?;
        }
        Ok(Some(SessionUser {
            principal,
            is_address_allowed,
        }))
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

/// Asks for a session by the entry of its token, and for the profile that it is under.
struct SessionAt {
    instance: Instance,
    entry: Entry,
}

impl ReadQuery for SessionAt {
    type Output = (Option<UserSession>, AuthenticationProfile);

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        let session = transaction.find(&self.entry).await?;
        let profile = authentication_profiles::of_instance(&mut transaction, &self.instance).await?;
        Ok((session, profile))
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
