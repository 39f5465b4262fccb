//! What users can be good at. Source: the API references on `AssociateUserProficiencies` and its like, and the quotas of
//! Connect.

use roster_model::ops::connect::users::{UserProficiency, UserProficiencyDisassociate};

use super::breach::{Breach, Fault};
use crate::records::{PredefinedAttribute, folded};

/// The member that proficiencies stand in.
const MEMBER: &str = "UserProficiencies";

/// The most proficiencies of a user.
const MOST: usize = 10;

/// What is wrong with a proficiency in an attribute, if there is such a one.
pub fn in_attribute(
    proficiency: &UserProficiency,
    attribute: Option<&PredefinedAttribute>,
) -> Option<Breach> {
    let value = &proficiency.attribute_value;
    let has_value = |attribute: &PredefinedAttribute| {
        attribute
            .values
            .iter()
            .any(|other| folded(other) == folded(value))
    };
    if attribute.is_some_and(has_value) {
        return None;
    }
    let name = &proficiency.attribute_name;
    Some(Breach {
        member: MEMBER,
        fault: Fault::Unknown {
            value: match attribute {
                None => format!("the predefined attribute {}", name.0),
                Some(_) => format!("the value {} of the predefined attribute {}", value.0, name.0),
            },
        },
    })
}

/// The proficiencies of a user with more of them; those that the user has get the new level.
///
/// # Errors
///
/// If they are more than a user may have.
pub fn add(
    mut all: Vec<UserProficiency>,
    more: &[UserProficiency],
) -> Result<Vec<UserProficiency>, Vec<Breach>> {
    for proficiency in more {
        match all.iter_mut().find(|other| is_same(other, proficiency)) {
            Some(other) => other.level = proficiency.level.clone(),
            None => all.push(proficiency.clone()),
        }
    }
    let actual = all.len();
    if actual > MOST {
        let fault = Fault::TooMany {
            nouns: "proficiencies of the user",
            max: MOST,
            actual,
        };
        return Err(vec![Breach {
            member: MEMBER,
            fault,
        }]);
    }
    Ok(all)
}

/// The proficiencies of a user with new levels of some.
///
/// # Errors
///
/// If the user does not have one of them.
pub fn change(
    mut all: Vec<UserProficiency>,
    changed: &[UserProficiency],
) -> Result<Vec<UserProficiency>, Vec<Breach>> {
    let mut breaches = Vec::new();
    for proficiency in changed {
        match all.iter_mut().find(|other| is_same(other, proficiency)) {
            Some(other) => other.level = proficiency.level.clone(),
            None => breaches.push(not_had(&proficiency.attribute_name, &proficiency.attribute_value)),
        }
    }
    if breaches.is_empty() {
        Ok(all)
    } else {
        Err(breaches)
    }
}

/// The proficiencies of a user without some.
///
/// # Errors
///
/// If the user does not have one of them.
pub fn remove(
    mut all: Vec<UserProficiency>,
    removed: &[UserProficiencyDisassociate],
) -> Result<Vec<UserProficiency>, Vec<Breach>> {
    let mut breaches = Vec::new();
    for proficiency in removed {
        let (name, value) = (&proficiency.attribute_name, &proficiency.attribute_value);
        let before = all.len();
        all.retain(|other| !is_of(other, name, value));
        if all.len() == before {
            breaches.push(not_had(name, value));
        }
    }
    if breaches.is_empty() {
        Ok(all)
    } else {
        Err(breaches)
    }
}

fn is_same(one: &UserProficiency, other: &UserProficiency) -> bool {
    is_of(one, &other.attribute_name, &other.attribute_value)
}

fn is_of(proficiency: &UserProficiency, name: &str, value: &str) -> bool {
    folded(&proficiency.attribute_name) == folded(name)
        && folded(&proficiency.attribute_value) == folded(value)
}

fn not_had(name: &str, value: &str) -> Breach {
    Breach {
        member: MEMBER,
        fault: Fault::NotHad {
            value: format!("{name}: {value}"),
        },
    }
}
