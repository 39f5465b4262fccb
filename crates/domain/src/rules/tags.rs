//! How many tags a resource has. Source: the tagging guide of Connect.

use roster_model::shapes::TagMap;

use super::breach::{Breach, Fault};

/// The most tags of a resource.
const MOST: usize = 50;

/// What is wrong with the tags that a resource is to have, because of a member of a request.
pub fn breaches(member: &'static str, tags: &TagMap) -> Vec<Breach> {
    let actual = tags.len();
    let fault = Fault::TooMany {
        nouns: "tags of the resource",
        max: MOST,
        actual,
    };
    (actual > MOST)
        .then_some(Breach { member, fault })
        .into_iter()
        .collect()
}
