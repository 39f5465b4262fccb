//! How many security profiles a user has. Source: the bounds of `SecurityProfileIds` in the API reference on `CreateUser`;
//! that they hold for the whole of what several requests give and take is assumed.

use super::breach::{Breach, Fault};
use crate::id::Id;

/// The member that names security profiles.
const MEMBER: &str = "SecurityProfiles";

/// How many a user has at most.
const MOST: usize = 10;

/// Adds security profiles to those of a user.
pub fn associate(profiles: &mut Vec<Id>, added: Vec<Id>) -> Vec<Breach> {
    for profile in added {
        if !profiles.contains(&profile) {
            profiles.push(profile);
        }
    }
    let fault = Fault::TooMany {
        nouns: "security profiles of the user",
        max: MOST,
        actual: profiles.len(),
    };
    breach(profiles.len() > MOST, fault)
}

/// Removes security profiles from those of a user, as far as the user has them.
pub fn disassociate(profiles: &mut Vec<Id>, removed: &[Id]) -> Vec<Breach> {
    profiles.retain(|profile| !removed.contains(profile));
    let nouns = "security profiles";
    breach(profiles.is_empty(), Fault::NoneLeft { nouns })
}

fn breach(is_broken: bool, fault: Fault) -> Vec<Breach> {
    let breach = Breach {
        member: MEMBER,
        fault,
    };
    is_broken.then_some(breach).into_iter().collect()
}
