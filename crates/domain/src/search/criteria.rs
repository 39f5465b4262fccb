//! Criteria: conditions within conditions.

use std::ops::RangeInclusive;

use roster_model::shapes::{StringComparisonType, StringCondition, TagCondition};

use super::Condition;
use super::texts::comparison;
use crate::rules::{Breach, Fault};

/// What records must meet. All that is there must hold.
pub trait Criteria: Sized {
    /// Alternatives, of which one must hold.
    fn any(&self) -> Option<&[Self]>;

    /// Criteria that must all hold.
    fn all(&self) -> Option<&[Self]>;

    /// A text in a field.
    fn text(&self) -> Option<&StringCondition>;

    /// How many conditions there are besides.
    fn others(&self) -> usize {
        0
    }
}

/// How many conditions a search may have, and how deep they may stand within each other. Each record is compared
/// with each condition. AWS documents no limit.
const CONDITIONS: usize = 100;
const DEPTH: usize = 10;
/// How long a text may be that is searched for, in characters: longer than any field. AWS documents 25 for some.
const TEXT: usize = 512;

/// What is wrong with a search that has fields of these names: what there is too much of, and unknown fields.
pub(super) fn breaches<C: Criteria>(
    criteria: Option<&C>,
    tags: &[&TagCondition],
    fields: &'static [&'static str],
) -> Vec<Breach> {
    let mut breaches = excesses(criteria, tags);
    if criteria.is_some_and(|criteria| names_unknown_field(criteria, fields)) {
        breaches.push(Breach {
            member: "SearchCriteria.StringCondition.FieldName",
            fault: Fault::NotOneOf { values: fields },
        });
    }
    breaches
}

fn excesses<C: Criteria>(criteria: Option<&C>, tags: &[&TagCondition]) -> Vec<Breach> {
    let extent = criteria.map(extent).unwrap_or_default();
    let text = |condition: &Option<String>| condition.as_ref().map_or(0, |text| text.chars().count());
    let longest_tag = tags
        .iter()
        .map(|tag| text(&tag.tag_key).max(text(&tag.tag_value)))
        .max();
    let too_many = |member, actual| {
        let fault = Fault::TooManyConditions {
            max: CONDITIONS,
            actual,
        };
        (actual > CONDITIONS).then_some(Breach { member, fault })
    };
    let too_long = |member, actual| {
        let fault = Fault::TooLong { max: TEXT, actual };
        (actual > TEXT).then_some(Breach { member, fault })
    };
    let too_deep = (extent.depth > DEPTH).then_some(Breach {
        member: "SearchCriteria",
        fault: Fault::TooDeep { max: DEPTH },
    });
    let excesses = [
        too_many("SearchCriteria", extent.conditions),
        too_deep,
        too_long("SearchCriteria.StringCondition.Value", extent.longest_text),
        too_many("SearchFilter", tags.len()),
        too_long("SearchFilter.TagFilter.TagCondition", longest_tag.unwrap_or(0)),
    ];
    excesses.into_iter().flatten().collect()
}

/// How much criteria are.
#[derive(Clone, Copy, Default)]
struct Extent {
    conditions: usize,
    depth: usize,
    longest_text: usize,
}

fn extent<C: Criteria>(criteria: &C) -> Extent {
    let text = criteria.text().and_then(|condition| condition.value.as_ref());
    let own = Extent {
        conditions: 1 + criteria.others(),
        depth: 1,
        longest_text: text.map_or(0, |text| text.chars().count()),
    };
    children(criteria).map(extent).fold(own, |sum, child| Extent {
        conditions: sum.conditions + child.conditions,
        depth: sum.depth.max(child.depth + 1),
        longest_text: sum.longest_text.max(child.longest_text),
    })
}

/// The criteria within criteria.
fn children<C: Criteria>(criteria: &C) -> impl Iterator<Item = &C> {
    [criteria.any(), criteria.all()].into_iter().flatten().flatten()
}

/// Whether a text that is to be contained has too few or too many characters.
pub(super) fn contains_out_of_range<C: Criteria>(criteria: &C, characters: &RangeInclusive<usize>) -> bool {
    let is_out = |condition: &StringCondition| {
        let value = condition.value.as_deref().unwrap_or_default();
        comparison(condition) == StringComparisonType::Contains
            && !characters.contains(&value.chars().count())
    };
    criteria.text().is_some_and(is_out)
        || children(criteria).any(|criteria| contains_out_of_range(criteria, characters))
}

/// The text that a field must equal for criteria to hold, if they say so.
pub(super) fn exact_text<'c, C: Criteria>(criteria: &'c C, field: &str) -> Option<&'c str> {
    let is_exact = |condition: &&StringCondition| {
        condition.field_name.as_deref() == Some(field) && comparison(condition) == StringComparisonType::Exact
    };
    let own = criteria.text().filter(is_exact);
    let all = || {
        criteria
            .all()?
            .iter()
            .find_map(|criteria| exact_text(criteria, field))
    };
    let only = || match criteria.any()? {
        [only] => exact_text(only, field),
        _ => None,
    };
    own.and_then(|condition| condition.value.as_deref())
        .or_else(all)
        .or_else(only)
}

fn names_unknown_field<C: Criteria>(criteria: &C, fields: &[&str]) -> bool {
    let field = criteria
        .text()
        .and_then(|condition| condition.field_name.as_deref());
    field.is_some_and(|field| !fields.contains(&field))
        || children(criteria).any(|criteria| names_unknown_field(criteria, fields))
}

/// Whether criteria hold, if `own` says whether what stands directly in criteria does.
pub(super) fn meets<C: Criteria>(criteria: &C, own: &impl Fn(&C) -> bool) -> bool {
    own(criteria)
        && criteria
            .any()
            .is_none_or(|any| any.iter().any(|criteria| meets(criteria, own)))
        && criteria
            .all()
            .is_none_or(|all| all.iter().all(|criteria| meets(criteria, own)))
}

/// What entries show of criteria, if `own` is what they show of what stands directly in criteria.
pub(super) fn condition<C: Criteria>(criteria: &C, own: &impl Fn(&C) -> Vec<Condition>) -> Condition {
    let any = criteria.any().map(|any| {
        let conditions = any.iter().map(|criteria| condition(criteria, own));
        Condition::Any(conditions.collect())
    });
    let all = criteria.all().into_iter().flatten();
    let all = all.map(|criteria| condition(criteria, own));
    Condition::all(any.into_iter().chain(all).chain(own(criteria)))
}
