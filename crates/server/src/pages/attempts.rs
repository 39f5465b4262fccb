//! Limits of attempts. Every failure takes from the bucket of the address, and from that of the account: so a
//! password cannot be guessed, and no user is locked out for good.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use roster_domain::Id;

use crate::bucket::{Bucket, Buckets, Rate};
use crate::request::Request;
use crate::source::Source;

/// Failures of an address: a hundred at once, six a minute. Many people may share it.
const OF_SOURCE: Rate = Rate {
    period: Duration::from_secs(10),
    burst: 100,
};

/// Failures of this machine, where a proxy may stand for all people.
const OF_THIS_MACHINE: Rate = Rate {
    period: Duration::from_millis(100),
    burst: 5_000,
};

/// Failures to sign in to an account: ten at once, one a minute.
const OF_ACCOUNT: Rate = Rate {
    period: Duration::from_mins(1),
    burst: 10,
};

/// Mails to reset a password: three at once, one in five minutes.
const OF_RESETS: Rate = Rate {
    period: Duration::from_mins(5),
    burst: 3,
};

/// What is guessed. Each is counted apart: otherwise sign-ins with the id of a user as username would use up the attempts of
/// that user.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Guessed {
    /// The password of a username, which need not exist.
    Password(String),
    /// The old password of the signed-in user of this id.
    OldPassword(String),
    /// A code of the second factor of the user of this id, who has shown the password.
    Code(String),
}

/// What is guessed, and in which instance.
pub(super) type Account = (Id, Guessed);

/// What is left of the attempts of all addresses and accounts.
#[derive(Default)]
pub(crate) struct Attempts {
    sources: Mutex<Buckets<Source, Bucket>>,
    sign_ins: Mutex<Buckets<Account, Bucket>>,
    resets: Mutex<Buckets<(Id, String), Bucket>>,
}

impl Attempts {
    /// Takes an attempt to sign in. It is given back if it succeeds.
    pub(super) fn take_sign_in(&self, request: &Request, account: &Account) -> bool {
        let now = since_epoch(request.time);
        self.take_of_source(request)
            && of(&self.sign_ins, |buckets| {
                buckets.of(account.clone(), now).take(OF_ACCOUNT, now)
            })
    }

    /// Gives back an attempt that has succeeded.
    pub(super) fn give_back_sign_in(&self, request: &Request, account: &Account) {
        let now = since_epoch(request.time);
        let source = Source::of(request.source);
        of(&self.sources, |buckets| {
            buckets.of(source, now).give_back(rate(source), now);
        });
        of(&self.sign_ins, |buckets| {
            buckets.of(account.clone(), now).give_back(OF_ACCOUNT, now);
        });
    }

    /// Takes an attempt of an address.
    pub(super) fn take_of_source(&self, request: &Request) -> bool {
        let (now, source) = (since_epoch(request.time), Source::of(request.source));
        of(&self.sources, |buckets| {
            buckets.of(source, now).take(rate(source), now)
        })
    }

    /// Takes a mail to reset the password of an account.
    pub(super) fn take_reset(&self, request: &Request, account: &(Id, String)) -> bool {
        let now = since_epoch(request.time);
        of(&self.resets, |buckets| {
            buckets.of(account.clone(), now).take(OF_RESETS, now)
        })
    }
}

fn rate(source: Source) -> Rate {
    if source.is_loopback() {
        OF_THIS_MACHINE
    } else {
        OF_SOURCE
    }
}

fn of<K, T>(buckets: &Mutex<Buckets<K, Bucket>>, use_them: impl FnOnce(&mut Buckets<K, Bucket>) -> T) -> T {
    use_them(&mut buckets.lock().unwrap_or_else(PoisonError::into_inner))
}

fn since_epoch(now: SystemTime) -> Duration {
    now.duration_since(UNIX_EPOCH).unwrap_or_default()
}
