//! Background jobs: work that a server does later, beside requests.
//!
//! A handler of the API calls [`enqueue`] in its transaction, so the job and the change that causes it are kept or
//! undone together. A [`Runner`] in each server finds the jobs that are due, claims each by a lease, and gives it to the
//! [`Handler`] of its type. A job that is completed is removed in the transaction of what it changes; one that fails
//! is tried again later. After its last attempt it is dead, and an administrator can retry or discard it.
//!
//! A job is done at least once: when a server dies, its leases run out, and another attempt begins. So handlers
//! do the same when they do it twice.

mod administration;
mod attempt;
mod backoff;
mod due;
mod enqueue;
mod handler;
mod lifecycle;
mod metrics;
mod notifier;
mod options;
mod replace;
mod runner;
mod schedule;
mod step;

pub use administration::{AdministrationError, discard, list, retry};
pub use enqueue::{enqueue, revive};
pub use handler::{Changes, Completion, Failure, Handler};
pub use metrics::{Counts, JobMetrics, Outcome};
pub use notifier::Notifier;
pub use options::Options;
pub use runner::Runner;
pub use schedule::Schedule;
