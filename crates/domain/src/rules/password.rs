//! Passwords that many people have are refused where people choose them. Source: OWASP ASVS 5.0, sections 6.2.4 and
//! 6.2.12; the list is zxcvbn's, of breached passwords and common words.

use zxcvbn::matching::patterns::MatchPattern;

use super::breach::{Breach, Fault};

/// Words of this system, which are no passwords here.
const OWN_WORDS: [&str; 3] = ["roster", "connect", "amazonconnect"];

/// Checks a new password that a person has chosen, in the member of this name.
///
/// A password is common if the whole of it is one word of the list: in any case, with digits for letters, or backwards.
pub fn choose(member: &'static str, password: &str) -> Option<Breach> {
    let estimate = zxcvbn::zxcvbn(password, &OWN_WORDS);
    let is_common = match estimate.sequence() {
        [only] => matches!(only.pattern, MatchPattern::Dictionary(_)),
        _ => false,
    };
    is_common.then_some(Breach {
        member,
        fault: Fault::Common,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_of_the_list_is_refused_however_it_is_written() {
        for password in [
            "Password1",
            "Passw0rd",
            "P@ssw0rd",
            "Qwerty123",
            "Iloveyou1",
            "AmazonConnect",
        ] {
            assert!(choose("Password", password).is_some(), "{password}");
        }
    }

    #[test]
    fn a_password_of_ones_own_is_taken() {
        for password in [
            "Quite-New-1",
            "Correct-Horse-7-Battery",
            "xK9#mQ2$vL5n",
            "Übermut-1x",
        ] {
            assert!(choose("Password", password).is_none(), "{password}");
        }
    }
}
