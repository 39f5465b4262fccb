//! Of which members a request must have one. Source: the API references on `UpdateRoutingProfileName` and
//! `UpdateQueueName`.

use super::breach::{Breach, Fault};

/// What is wrong with a request that has a name or not, and a description or not.
pub fn renaming(has_name: bool, has_description: bool) -> Vec<Breach> {
    one_of(["Name", "Description"], [has_name, has_description])
}

/// What is wrong with a request that must have one of two members.
pub fn one_of([member, other]: [&'static str; 2], are_there: [bool; 2]) -> Vec<Breach> {
    let fault = Fault::OneRequired { other };
    let breach = (!are_there.contains(&true)).then_some(Breach { member, fault });
    breach.into_iter().collect()
}
