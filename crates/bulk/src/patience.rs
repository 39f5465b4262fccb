//! Calls that wait for their turn, and are repeated where that is safe.

use std::sync::atomic::Ordering;
use std::time::Duration;

use roster_client::{Error, Parameters, TransportErrorKind};
use roster_model::operation::Description;
use serde_json::Value;

use crate::parallel::Work;
use crate::service::Calls;

/// A call that is throttled is repeated so often.
const THROTTLED_ATTEMPTS: u32 = 40;

/// A call without an answer, or with a failure of the service, is repeated so often.
const FAILED_ATTEMPTS: u32 = 5;

/// The longest pause before a call is repeated, in seconds, but for its random part.
const LONGEST_PAUSE: f64 = 10.0;

/// Waits are cut into pieces, so that an interrupt does not wait for their end.
const PIECE: Duration = Duration::from_millis(100);

/// Whether a call can be made twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// It only reads.
    Safe,
    /// It changes something: it is repeated only if the service certainly did not do it.
    IfNotDone,
}

/// Why a call has no result.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The service refused it.
    Refused(Error),
    /// It may have been done or not.
    Unknown(Error),
    /// No other call will succeed either.
    Fatal(Error),
    /// The user interrupted.
    Interrupted,
}

/// What an error says of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Throttled,
    NotSent,
    Unknown,
    Refused,
    Fatal,
}

/// Makes the calls of one thread.
pub(crate) struct Patient<'a> {
    calls: Box<dyn Calls + 'a>,
    work: &'a Work<'a>,
}

impl<'a> Patient<'a> {
    pub(crate) fn new(calls: Box<dyn Calls + 'a>, work: &'a Work<'a>) -> Self {
        Self { calls, work }
    }

    /// Calls an operation when it is its turn.
    pub(crate) fn call(
        &self,
        operation: &'static Description,
        parameters: &Parameters,
        repeat: Repeat,
    ) -> Result<Value, Failure> {
        let mut attempts = 0;
        loop {
            self.wait(self.work.pace.take(self.work.clock))?;
            let error = match self.calls.call(operation, parameters) {
                Ok(answer) => {
                    self.work.pace.speed_up();
                    return Ok(answer);
                }
                Err(error) => error,
            };
            attempts += 1;
            let may_repeat = match kind(&error) {
                Kind::Throttled => {
                    self.work.pace.slow_down(self.work.clock);
                    attempts < THROTTLED_ATTEMPTS
                }
                Kind::NotSent => attempts < FAILED_ATTEMPTS,
                Kind::Unknown => repeat == Repeat::Safe && attempts < FAILED_ATTEMPTS,
                Kind::Refused | Kind::Fatal => false,
            };
            if !may_repeat {
                return Err(match kind(&error) {
                    Kind::Throttled | Kind::Refused => Failure::Refused(error),
                    Kind::Unknown => Failure::Unknown(error),
                    Kind::NotSent | Kind::Fatal => Failure::Fatal(error),
                });
            }
            self.pause(attempts)?;
        }
    }

    /// Waits before a call is repeated: longer each time, and by chance not as long as others.
    pub(crate) fn pause(&self, attempts: u32) -> Result<(), Failure> {
        let bound = (0.1 * f64::from(2_u32.saturating_pow(attempts.min(16)))).min(LONGEST_PAUSE);
        self.wait(Duration::from_secs_f64(bound * (0.5 + 0.5 * fastrand::f64())))
    }

    fn wait(&self, duration: Duration) -> Result<(), Failure> {
        let mut left = duration;
        while !left.is_zero() && !self.is_interrupted() {
            let piece = left.min(PIECE);
            self.work.clock.wait(piece);
            left -= piece;
        }
        if self.is_interrupted() {
            return Err(Failure::Interrupted);
        }
        Ok(())
    }

    fn is_interrupted(&self) -> bool {
        self.work.interrupt.load(Ordering::Relaxed)
    }
}

fn kind(error: &Error) -> Kind {
    match error {
        Error::Service(refusal) if refusal.is_throttling() => Kind::Throttled,
        Error::Service(refusal) if refusal.status >= 500 => Kind::Unknown,
        Error::Service(refusal) if refusal.is_about_credentials() => Kind::Fatal,
        Error::Service(_) | Error::InvalidParameters(_) | Error::HeaderValue(_) | Error::RepeatedToken(_) => {
            Kind::Refused
        }
        // A proxy may have answered in place of the service.
        Error::UnreadableResponse(_) => Kind::Unknown,
        Error::Config(_) | Error::Credentials(_) | Error::Signing(_) => Kind::Fatal,
        Error::Transport(error) => match error.kind {
            TransportErrorKind::ReadTimeout | TransportErrorKind::ConnectionClosed => Kind::Unknown,
            TransportErrorKind::ConnectTimeout
            | TransportErrorKind::Tls
            | TransportErrorKind::ProxyConnectionFailed
            | TransportErrorKind::Unreachable => Kind::NotSent,
        },
    }
}

/// The words of a service about a call, for reports.
pub(crate) fn words(error: &Error) -> String {
    match error {
        Error::Service(refusal) => format!("{}: {}", refusal.code, refusal.message),
        error => error.to_string(),
    }
}
