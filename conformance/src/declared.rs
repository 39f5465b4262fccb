//! Cases that follow from an operation's declaration and its example.

use std::collections::BTreeSet;

use roster_model::exception::ExceptionName;
use roster_model::operation::Description;
use roster_model::resource_type::{Parent, ResourceType};
use roster_model::schema::{Kind, Location, Member};
use roster_samples::{Boundary, Constraint, boundaries_around};
use serde_json::{Value, json};

use crate::case::{Case, Check};
use crate::example::{ACCOUNT, Example, INSTANCE, REGION};
use crate::expectation::{Expected, LEADS_NOWHERE, MALFORMED, NOT_FOUND, OF_ANOTHER_TYPE, Refusal};
use crate::scenario::NOBODY;

/// Members whose values obey a rule of their own, so that not every text or number within the declared bounds is a good
/// one.
pub const WITH_RULES_OF_THEIR_OWN: &[(&str, &str)] = &[
    ("Content", "is shorter than its shape says"),
    (
        "IdentityInfo.FirstName",
        "has other bounds on each type of instance",
    ),
    (
        "IdentityInfo.LastName",
        "has other bounds on each type of instance",
    ),
    ("InstanceAlias", "is unique in the world"),
    ("Key", "is a public key in PEM"),
    ("MediaConcurrencies.Concurrency", "is one for calls"),
    ("NextToken", "comes from a list"),
    ("Origin", "is a scheme and a host"),
    ("UserProficiencies.AttributeName", "names a predefined attribute"),
    ("UserProficiencies.AttributeValue", "is one of the attribute's"),
    ("Value", "is true or false"),
];

/// All cases of an operation.
pub fn cases(operation: &'static Description, example: &Example) -> Vec<Case> {
    let input = &example.call.input;
    let mut cases = Cases::default();
    cases.request("The example succeeds", input.clone(), Expected::Success);
    for boundary in boundaries_around(operation, input) {
        if let Some(expected) = expected(operation, input, &boundary) {
            let name = format!("`{}` {}", boundary.member, words(&boundary));
            cases.request(&name, in_plain_letters(boundary.input), expected);
        }
    }
    for member in operation.request().members() {
        references(&mut cases, operation, input, member);
    }
    if let Some(list) = operation.pages {
        let results = example.call.output[list].as_array().map_or(0, Vec::len);
        pages(&mut cases, operation, input, results);
    }
    cases.found
}

#[derive(Default)]
struct Cases {
    found: Vec<Case>,
    names: BTreeSet<String>,
}

impl Cases {
    /// Adds a case, unless one of its name is there: the first of several values says it all.
    fn add(&mut self, name: &str, check: Check) {
        if self.names.insert(name.to_owned()) {
            self.found.push(Case {
                name: name.to_owned(),
                check,
            });
        }
    }

    fn request(&mut self, name: &str, input: Value, expected: Expected) {
        self.add(name, Check::Request { input, expected });
    }

    fn refused(&mut self, name: &str, input: Value, refusals: &'static [Refusal]) {
        self.request(name, input, Expected::Refusal(refusals));
    }
}

fn words(boundary: &Boundary) -> String {
    match boundary.constraint {
        Constraint::Presence | Constraint::Null => "left out".to_owned(),
        Constraint::Type | Constraint::Choice | Constraint::Form => boundary.what.clone(),
        Constraint::Length | Constraint::Size => {
            let what = boundary
                .what
                .strip_suffix('s')
                .filter(|_| boundary.what.starts_with("1 "));
            format!("of {}", what.unwrap_or(&boundary.what))
        }
        Constraint::Range => format!("is {}", boundary.what),
    }
}

/// What must be answered at a boundary; nothing if no declaration says it, or no client sends it.
fn expected(operation: &Description, example: &Value, boundary: &Boundary) -> Option<Expected> {
    let first = boundary.member.split(['.', '[', ' ']).next().unwrap_or_default();
    let member = operation.request().member(first)?;
    // No client sends a path with nothing where an id belongs.
    if member.location == Location::Label && boundary.input[first] == "" {
        return None;
    }
    if !boundary.allowed {
        return match boundary.constraint {
            Constraint::Null => None,
            Constraint::Type => Some(Expected::Refusal(OF_ANOTHER_TYPE)),
            _ => Some(Expected::Refusal(MALFORMED)),
        };
    }
    let is_bound = matches!(boundary.constraint, Constraint::Length | Constraint::Range);
    let is_there = first == boundary.member || !example[first].is_null();
    let is_good = is_bound && is_there && member.location != Location::Label && !has_rules(&boundary.member);
    is_good.then_some(Expected::Success)
}

/// Whether a value within the bounds may be a bad one: it refers to something, or obeys a rule of its own.
fn has_rules(member: &str) -> bool {
    let member = without_indexes(member);
    let refers = ["Id", "Ids", "Arn", "Arns"]
        .iter()
        .any(|end| member.ends_with(end));
    refers || WITH_RULES_OF_THEIR_OWN.iter().any(|(path, _)| *path == member)
}

/// `Items[0].Name` is `Items.Name`.
fn without_indexes(member: &str) -> String {
    let mut parts = member.split('[');
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once(']').map_or("", |(_, rest)| rest));
    first + &rest.collect::<String>()
}

/// The same with letters that every kind of name may have.
fn in_plain_letters(value: Value) -> Value {
    match value {
        Value::String(text) if !text.is_empty() && text.chars().all(|letter| letter == 'é') => {
            text.replace('é', "a").into()
        }
        Value::Array(items) => items.into_iter().map(in_plain_letters).collect(),
        Value::Object(members) => {
            let members = members.into_iter();
            Value::Object(
                members
                    .map(|(name, value)| (name, in_plain_letters(value)))
                    .collect(),
            )
        }
        other => other,
    }
}

/// Ids and ARNs that lead nowhere, and ARNs in place of ids.
fn references(cases: &mut Cases, operation: &Description, example: &Value, member: &Member) {
    let name = member.name;
    let Some(recorded) = example[name].as_str() else {
        return;
    };
    let with = |text: &str| {
        let mut input = example.clone();
        input[name] = text.into();
        input
    };
    let kind = ResourceType::ALL.iter().find(|kind| {
        kind.service() == operation.service
            && kind.label() == name
            && matches!(kind.parent(), Parent::Instance | Parent::AccountRegion)
    });
    let is_in_path = member.location == Location::Label;
    match kind {
        Some(kind) => {
            let says_so = operation.declares(ExceptionName::ResourceNotFound);
            let not_there = if is_in_path && says_so {
                NOT_FOUND
            } else {
                LEADS_NOWHERE
            };
            cases.refused(&format!("`{name}` that nothing has"), with(NOBODY), not_there);
            cases.refused(&format!("`{name}` that is no id"), with("Mary"), LEADS_NOWHERE);
            let arn = arn(*kind, recorded);
            if has_room(member, &arn) {
                cases.request(&format!("`{name}` as an ARN"), with(&arn), Expected::Success);
                arns_elsewhere(cases, name, &arn, &with);
            }
        }
        // Another service may well have it elsewhere.
        None if name.ends_with("Arn") && ResourceType::of_arn(recorded).is_some() => {
            arns_elsewhere(cases, name, recorded, &with);
        }
        None if is_in_path && is_free_text(member) && !operation.name.starts_with("Create") => {
            let other = format!("{recorded} of nothing");
            cases.refused(&format!("`{name}` that nothing has"), with(&other), NOT_FOUND);
        }
        None => {}
    }
}

fn arns_elsewhere(cases: &mut Cases, name: &str, arn: &str, with: &dyn Fn(&str) -> Value) {
    let last = arn.rsplit('/').next().unwrap_or_default();
    let mut elsewhere = vec![
        ("account", arn.replace(ACCOUNT, "210987654321")),
        ("Region", arn.replace(REGION, "eu-central-1")),
        ("instance", arn.replace(INSTANCE, NOBODY)),
    ];
    if last != INSTANCE {
        elsewhere.push(("resource", arn.replace(last, NOBODY)));
        let word = if arn.contains("/queue/") { "agent" } else { "queue" };
        let instance = arn.split_inclusive(INSTANCE).next().unwrap_or_default();
        elsewhere.push(("type", format!("{instance}/{word}/{last}")));
    }
    for (what, other) in elsewhere {
        let case = format!("`{name}` as an ARN of another {what}");
        cases.refused(&case, with(&other), LEADS_NOWHERE);
    }
}

fn arn(kind: ResourceType, id: &str) -> String {
    let instance = format!("arn:aws:connect:{REGION}:{ACCOUNT}:instance/{INSTANCE}");
    kind.arn_word()
        .map_or(instance.clone(), |word| format!("{instance}/{word}/{id}"))
}

/// Whether a member is long enough for a text.
fn has_room(member: &Member, text: &str) -> bool {
    match &member.target.schema().kind {
        Kind::String { length, .. } => {
            let characters = i64::try_from(text.len()).unwrap_or(i64::MAX);
            length.max.is_none_or(|max| characters <= max)
        }
        _ => false,
    }
}

fn is_free_text(member: &Member) -> bool {
    matches!(member.target.schema().kind, Kind::String { .. })
}

/// Cases of pages. A list of one result shows nothing of how pages are joined.
fn pages(cases: &mut Cases, operation: &Description, example: &Value, results: usize) {
    let has = |name| operation.request().member(name).is_some();
    if !has("NextToken") {
        return;
    }
    if has("MaxResults") && results > 1 {
        cases.add(
            "Pages of one result join to the whole list",
            Check::Pages(example.clone()),
        );
    }
    let mut input = example.clone();
    input["NextToken"] = json!("no token");
    cases.refused("`NextToken` that is none", input, MALFORMED);
    cases.add(
        "`NextToken` of another list",
        Check::TokenOfAnotherList(example.clone()),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::operations;

    #[test]
    fn every_member_with_a_rule_of_its_own_has_bounds_at_an_operation() {
        let mut bounded = BTreeSet::new();
        for operation in operations() {
            let example = Example::read(operation).unwrap();
            let boundaries = boundaries_around(operation, &example.call.input);
            let at_bounds = boundaries.iter().filter(|boundary| {
                boundary.allowed && matches!(boundary.constraint, Constraint::Length | Constraint::Range)
            });
            bounded.extend(at_bounds.map(|boundary| without_indexes(&boundary.member)));
        }
        for (member, _) in WITH_RULES_OF_THEIR_OWN {
            assert!(bounded.contains(*member), "{member} needs no row");
        }
    }
}
