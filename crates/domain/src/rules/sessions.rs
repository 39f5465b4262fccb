//! How long a user stays signed in. Sources: OWASP ASVS 5.0, section 7.3; the administrator guide on authentication
//! profiles.

use std::time::Duration;

use roster_model::shapes::Timestamp;

use crate::records::{AuthenticationProfile, UserSession};

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLengths {
    /// Without being used.
    pub idle: Duration,
    /// However much it is used.
    pub absolute: Duration,
}

impl SessionLengths {
    /// What a profile says. Pages cannot renew a session on their own, so that it ends if it was not used for the time in
    /// which it is to be renewed; unless inactivity is handled, which has a time of its own.
    pub fn of(profile: &AuthenticationProfile) -> Self {
        let idle = if profile.session_inactivity_handling_enabled {
            *profile.session_inactivity_duration
        } else {
            *profile.periodic_session_duration
        };
        Self {
            idle: minutes(idle),
            absolute: minutes(*profile.max_session_duration),
        }
    }
}

fn minutes(number: i32) -> Duration {
    Duration::from_mins(u64::try_from(number).unwrap_or_default())
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
    use roster_model::ops::connect::authentication_profiles::{AccessTokenDuration, InactivityDuration};

    use super::*;
    use crate::audit::Hash;
    use crate::id::Id;
    use crate::rules::address_ranges::tests::default_profile;

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
        let lengths = SessionLengths::of(&default_profile());
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
    fn inactivity_has_a_length_of_its_own_if_it_is_handled() {
        for (is_handled, minutes) in [(false, 10), (true, 15)] {
            let lengths = SessionLengths::of(&AuthenticationProfile {
                periodic_session_duration: AccessTokenDuration(10),
                session_inactivity_duration: InactivityDuration(15),
                session_inactivity_handling_enabled: is_handled,
                ..default_profile()
            });
            assert_eq!(lengths.idle, Duration::from_mins(minutes), "{is_handled}");
            assert_eq!(lengths.absolute, Duration::from_hours(12));
        }
    }

    #[test]
    fn use_is_noted_once_a_minute() {
        assert!(!is_to_be_noted(&session(0), at(59_999)));
        assert!(is_to_be_noted(&session(0), at(60_000)));
    }
}
