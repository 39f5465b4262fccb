//! How long a user stays signed in. Sources: OWASP ASVS 5.0, section 7.3; the API reference on `AuthenticationProfile`
//! for the twelve hours.

use std::time::Duration;

use roster_model::shapes::Timestamp;

use crate::records::UserSession;

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLengths {
    /// Without being used.
    pub idle: Duration,
    /// However much it is used.
    pub absolute: Duration,
}

impl Default for SessionLengths {
    fn default() -> Self {
        Self {
            idle: Duration::from_hours(1),
            absolute: Duration::from_hours(12),
        }
    }
}

/// How many sessions a user may have. A further one ends the one that was not used for the longest time.
pub const MOST: usize = 20;

/// How exactly the last use of a session is noted.
pub const NOTED_EVERY: Duration = Duration::from_mins(1);

/// Whether a session goes on at this time.
pub fn goes_on(session: &UserSession, lengths: SessionLengths, now: Timestamp) -> bool {
    now < session.expires && now < session.last_used + lengths.idle
}

/// Whether the use of a session at this time is to be noted.
pub fn is_to_be_noted(session: &UserSession, now: Timestamp) -> bool {
    now >= session.last_used + NOTED_EVERY
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Hash;
    use crate::id::Id;

    const HOUR: i64 = 3_600_000;

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp { milliseconds }
    }

    fn session(last_used: i64) -> UserSession {
        let id = Id::from_random([1; 16]);
        UserSession {
            id: id.clone(),
            instance_id: id.clone(),
            user_id: id,
            token_hash: Hash::default(),
            created: at(0),
            last_used: at(last_used),
            expires: at(12 * HOUR),
            source_address: "192.0.2.1".to_owned(),
            user_agent: None,
        }
    }

    #[test]
    fn a_session_ends_an_hour_after_its_last_use_and_twelve_after_its_beginning() {
        let lengths = SessionLengths::default();
        for (last_used, now, expected) in [
            (0, HOUR - 1, true),
            (0, HOUR, false),
            (HOUR, 2 * HOUR - 1, true),
            (12 * HOUR - 2, 12 * HOUR - 1, true),
            (12 * HOUR - 2, 12 * HOUR, false),
        ] {
            assert_eq!(
                goes_on(&session(last_used), lengths, at(now)),
                expected,
                "{last_used} {now}"
            );
        }
    }

    #[test]
    fn use_is_noted_once_a_minute() {
        assert!(!is_to_be_noted(&session(0), at(59_999)));
        assert!(is_to_be_noted(&session(0), at(60_000)));
    }
}
