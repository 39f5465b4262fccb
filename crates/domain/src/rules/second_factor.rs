//! Which users sign in with a second factor, and which codes count. Sources: OWASP ASVS 5.0, sections 6.3 and 6.5; RFC
//! 6238, section 5.2.

use std::time::Duration;

use roster_model::shapes::Timestamp;

use crate::records::{PendingSignIn, SecondFactor};
use crate::recovery_code::RecoveryCode;
use crate::totp::TotpSecret;

/// Which users need a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecondFactorPolicy {
    /// No user.
    #[default]
    Off,
    /// Users who may edit users, and users who have a second factor already.
    Editors,
}

/// How long a sign-in waits for the second factor.
pub const WAITS: Duration = Duration::from_mins(5);

/// How many sign-ins of a user may wait. A further one ends the oldest.
pub const MOST_WAITING: usize = 10;

/// How many recovery codes a user gets.
pub const RECOVERY_CODES: usize = 10;

/// Whether a user needs a second factor to sign in. A user who has one needs it even after losing the right to edit users:
/// otherwise a principal could switch the factor off by taking the right away.
pub const fn is_needed(policy: SecondFactorPolicy, may_edit_users: bool, is_enrolled: bool) -> bool {
    match policy {
        SecondFactorPolicy::Off => false,
        SecondFactorPolicy::Editors => may_edit_users || is_enrolled,
    }
}

/// Whether a sign-in still waits.
pub fn waits(sign_in: &PendingSignIn, now: Timestamp) -> bool {
    now < sign_in.expires
}

/// The second factor after a code of the device was shown; none if the code does not count. A code counts once, and none that
/// is older than one that has counted.
pub fn after_code(
    factor: &SecondFactor,
    secret: &TotpSecret,
    shown: &str,
    now: Timestamp,
) -> Option<SecondFactor> {
    let digits: String = shown.chars().filter(|digit| !digit.is_whitespace()).collect();
    let step = secret.step_of(&digits, now)?;
    factor
        .last_step
        .is_none_or(|last| last < step)
        .then(|| SecondFactor {
            last_step: Some(step),
            ..factor.clone()
        })
}

/// The second factor after a recovery code was shown; none if the code is none of the user's, or was used.
pub fn after_recovery_code(factor: &SecondFactor, shown: &RecoveryCode) -> Option<SecondFactor> {
    // How far the hashes are equal tells nothing about the codes.
    let hash = shown.hash();
    factor.recovery_codes.contains(&hash).then(|| {
        let mut left = factor.clone();
        left.recovery_codes.retain(|code| *code != hash);
        left
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use crate::random::SystemEntropy;

    fn secret() -> TotpSecret {
        TotpSecret::from_bytes(&[7; 20]).expect("a secret")
    }

    fn factor() -> SecondFactor {
        let id = Id::from_random([1; 16]);
        SecondFactor {
            instance_id: id.clone(),
            user_id: id,
            secret: String::new(),
            created: at(0),
            enrolling: None,
            last_step: None,
            recovery_codes: Vec::new(),
        }
    }

    const fn at(seconds: i64) -> Timestamp {
        Timestamp {
            milliseconds: seconds * 1000,
        }
    }

    #[test]
    fn editors_and_users_who_have_one_need_it_if_the_policy_says_so() {
        for (may_edit_users, is_enrolled, expected) in [
            (false, false, false),
            (true, false, true),
            (false, true, true),
            (true, true, true),
        ] {
            let needs = |policy| is_needed(policy, may_edit_users, is_enrolled);
            assert_eq!(needs(SecondFactorPolicy::Editors), expected);
            assert!(!needs(SecondFactorPolicy::Off));
        }
    }

    #[test]
    fn a_code_counts_once_and_no_older_one_after_it() {
        let codes = [99, 100, 101].map(|step| secret().code_of(step));

        let after = after_code(&factor(), &secret(), &codes[1], at(3000)).expect("it counts");

        assert_eq!(after.last_step, Some(100));
        for (code, counts) in codes.iter().zip([false, false, true]) {
            let again = after_code(&after, &secret(), code, at(3000));
            assert_eq!(again.is_some(), counts, "{code}");
        }
    }

    #[test]
    fn a_code_may_be_written_in_groups() {
        let code = secret().code_of(100);
        let (start, end) = code.split_at(3);

        assert!(after_code(&factor(), &secret(), &format!("{start} {end} "), at(3000)).is_some());
    }

    #[test]
    fn a_recovery_code_counts_once() {
        let codes = [(); 3].map(|()| RecoveryCode::new(&SystemEntropy::default()));
        let hashes = codes.iter().map(RecoveryCode::hash);
        let factor = SecondFactor {
            recovery_codes: hashes.take(2).collect(),
            ..factor()
        };

        let after = after_recovery_code(&factor, &codes[0]).expect("it counts");

        assert_eq!(after.recovery_codes, [codes[1].hash()]);
        assert!(after_recovery_code(&after, &codes[0]).is_none());
        assert!(after_recovery_code(&after, &codes[1]).is_some());
        assert!(after_recovery_code(&factor, &codes[2]).is_none());
    }

    #[test]
    fn a_sign_in_waits_until_it_expires() {
        let id = Id::from_random([1; 16]);
        let sign_in = PendingSignIn {
            instance_id: id.clone(),
            user_id: id,
            token_hash: crate::audit::Hash::default(),
            created: at(0),
            expires: at(0) + WAITS,
        };

        assert!(waits(&sign_in, at(299)));
        assert!(!waits(&sign_in, at(300)));
    }
}
