//! The jobs that deliver mails.

#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use roster_domain::Id;
use roster_domain::clock::{Clock, timeout};
use roster_domain::records::{Job, Mail, MailState};
use roster_jobs::{Changes, Completion, Failure, Handler};
use roster_mail::{MailServer, SendError, Sender};
use roster_store::{BoxFuture, ReadKind, Store, StoreError, Transaction};

use crate::notify::{DELIVER_MAIL, content};
use crate::read_query::{ReadQuery, query};
use crate::secret_cipher::SecretCiphers;

/// Delivers mails to a mail server, at least once each.
pub struct MailDelivery {
    store: Arc<dyn Store>,
    secret_ciphers: Arc<SecretCiphers>,
    clock: Arc<dyn Clock>,
    sender: Sender,
    server: Arc<dyn MailServer>,
    patience: Duration,
    pace: Pace,
}

/// The limits of the delivery.
#[derive(Clone, Copy, Debug)]
pub struct DeliveryLimits {
    /// How long the mail server may take for a mail.
    pub timeout: Duration,
    /// The least time between two mails of this server.
    pub interval: Duration,
}

impl MailDelivery {
    /// A delivery of the mails of a store.
    pub fn new(
        store: Arc<dyn Store>,
        secret_ciphers: Arc<SecretCiphers>,
        clock: Arc<dyn Clock>,
        sender: Sender,
        server: Arc<dyn MailServer>,
        limits: DeliveryLimits,
    ) -> Self {
        Self {
            store,
            secret_ciphers,
            clock,
            sender,
            server,
            patience: limits.timeout,
            pace: Pace::new(limits.interval),
        }
    }

    async fn deliver(&self, job: &Job) -> Result<Completion, Failure> {
        // The id of the job is that of the mail.
        let mail = query(&*self.store, ReadKind::Point, FindMail(job.id.clone())).await;
        let Some(mail) = mail.map_err(|error| Failure::Transient(error.to_string()))? else {
            // It was too old to be kept.
            return Ok(Completion::done());
        };
        let content = content(&self.secret_ciphers, &mail)
            .ok_or_else(|| Failure::Transient("no master key of this server decrypts the mail".to_owned()))?;
        let message = roster_mail::message(&self.sender, &mail, &content)
            .map_err(|error| Failure::Permanent(error.to_string()))?;
        self.pace.wait(&*self.clock).await;
        match timeout(&*self.clock, self.patience, self.server.take(&message)).await {
            Some(Ok(())) => Ok(leaving(&mail.id, MailState::Sent, self.clock.now())),
            Some(Err(SendError::Later(text))) => Err(Failure::Transient(text)),
            Some(Err(SendError::Never(text))) => Err(Failure::Permanent(text)),
            None => Err(Failure::Transient("the mail server is too slow".to_owned())),
        }
    }
}

/// A completion that leaves a mail in a state.
fn leaving(id: &Id, state: MailState, now: SystemTime) -> Completion {
    let (id, state_time) = (id.clone(), now.into());
    let changes: Changes = Box::new(move |transaction| {
        let key = Mail::key_of(&id);
        Box::pin(async move {
            let Some(old) = transaction.get::<Mail>(&key).await? else {
                return Ok(());
            };
            let new = Mail {
                state,
                state_time,
                ..old.clone()
            };
            transaction.update(&old, &new).await
        })
    });
    Completion::done().with_changes(changes)
}

/// What a job leaves that an administrator discards: the mail that it was to deliver has failed.
pub fn left_by_discarded_job(job: &Job, now: SystemTime) -> Completion {
    leaving_mail_of(job, MailState::Failed, now)
}

/// What a dead job leaves that an administrator retries: the mail that it is to deliver is queued, so it is kept.
pub fn left_by_retried_job(job: &Job, now: SystemTime) -> Completion {
    leaving_mail_of(job, MailState::Queued, now)
}

/// A completion that leaves the mail of a job in a state, if the job delivers one.
fn leaving_mail_of(job: &Job, state: MailState, now: SystemTime) -> Completion {
    match job.job_type.as_str() {
        DELIVER_MAIL => leaving(&job.id, state, now),
        _ => Completion::done(),
    }
}

impl Handler for MailDelivery {
    fn job_type(&self) -> &'static str {
        DELIVER_MAIL
    }

    fn run<'a>(&'a self, job: &'a Job) -> BoxFuture<'a, Result<Completion, Failure>> {
        Box::pin(self.deliver(job))
    }

    fn lease(&self) -> Duration {
        // Other attempts may wait for their turn too.
        self.patience + LONGEST_TURN
    }

    /// Some fifteen hours, so that a mail outlives a mail server's bad night.
    fn max_attempts(&self) -> u32 {
        24
    }

    fn gave_up(&self, job: &Job) -> Completion {
        leaving(&job.id, MailState::Failed, self.clock.now())
    }
}

/// How long a mail waits at most for its turn.
const LONGEST_TURN: Duration = Duration::from_mins(5);

struct FindMail(Id);

impl ReadQuery for FindMail {
    type Output = Option<Mail>;

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        transaction.get(&Mail::key_of(&self.0)).await
    }
}

/// The turns of mails, each a while after the one before.
struct Pace {
    interval: Duration,
    /// When the next turn is; none before the first.
    next: Mutex<Option<Instant>>,
}

impl Pace {
    const fn new(interval: Duration) -> Self {
        let next = Mutex::new(None);
        Self { interval, next }
    }

    async fn wait(&self, clock: &dyn Clock) {
        let wait = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let now = clock.instant();
            let turn = next.map_or(now, |next| next.max(now));
            *next = Some(turn + self.interval);
            turn - now
        };
        clock.sleep(wait).await;
    }
}
