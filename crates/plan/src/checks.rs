//! What the API asks of a row before it is sent: lengths and forms by the declarations, and the rules of the
//! instance's identity management type.

use roster_domain::rules::{identity_info, phone, username};
use roster_model::ops::connect::users::{CreateUserRequest, UpdateUserPhoneConfigRequest};
use roster_model::shapes::{DirectoryType, UserIdentityInfo};
use roster_model::validation::{Fault as Violated, Violation, violations};
use serde_json::{Map, Value, json};
use unicode_normalization::is_nfc;

use crate::change::Change;
use crate::column::Column;
use crate::fault::CellFault;
use crate::field::Field;
use crate::instance::Instance;
use crate::kind::Kind;
use crate::near::nearest;
use crate::part::Part;
use crate::values::Values;

/// What the service would refuse about a field.
pub(crate) struct Fault {
    pub(crate) field: Field,
    pub(crate) rule: String,
    pub(crate) suggestion: Option<String>,
}

impl Fault {
    /// The fault of a field.
    pub(crate) fn of(field: &Field, fault: CellFault) -> Self {
        Self {
            field: field.clone(),
            rule: fault.rule,
            suggestion: fault.suggestion,
        }
    }
}

/// Finds what the service would refuse about a change, at most one fault for each field.
pub(crate) fn faults(change: &Change, instance: &Instance) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut add = |fault: Fault| {
        if faults.iter().all(|known| known.field != fault.field) {
            faults.push(fault);
        }
    };
    for made in change.fields() {
        if let Some(fault) = spelling(made.field, made.after) {
            add(Fault::of(made.field, fault));
        }
        let is_kept = change.part == Part::Identity;
        if is_kept && made.field.column().is_recovery_address() && made.after.is_empty() {
            add(Fault::of(made.field, uncleared_address()));
        }
    }
    match change.part {
        Part::Identity => {
            let found = [by_shape(change, instance), identity(change, instance)];
            found.into_iter().flatten().for_each(add);
        }
        Part::Phone => {
            let found = [by_shape(change, instance), phone(change, instance)];
            found.into_iter().flatten().for_each(add);
        }
        Part::Creation => {
            let found = [
                by_shape(change, instance),
                items(change, instance),
                creation(change, instance),
            ];
            found.into_iter().flatten().for_each(add);
        }
        Part::SecurityProfiles | Part::RoutingProfile | Part::HierarchyGroup => {
            by_shape(change, instance).into_iter().for_each(add);
        }
        Part::ChangedProficiencies | Part::AddedProficiencies | Part::SetTags => {
            items(change, instance).into_iter().for_each(add);
        }
        Part::RemovedProficiencies | Part::RemovedTags | Part::Deletion => {}
    }
    faults
}

/// A blank at an end is a mistake of a spreadsheet; a name of blanks alone is what programs write for no name.
fn spelling(field: &Field, value: &str) -> Option<CellFault> {
    match field.column().declaration().kind {
        Kind::Name | Kind::Address | Kind::Telephone | Kind::Tags => {}
        // Their cells are read without blanks, and hold nothing but names that there are.
        Kind::Choice
        | Kind::Flag
        | Kind::Number
        | Kind::Reference(_)
        | Kind::References(_)
        | Kind::Proficiencies => return None,
    }
    if !is_nfc(value) {
        return Some(CellFault::not_composed(value));
    }
    let trimmed = value.trim();
    (trimmed != value && !trimmed.is_empty()).then(|| CellFault {
        rule: "must not begin or end with a blank".to_owned(),
        suggestion: Some(format!("write {trimmed}")),
    })
}

/// The service keeps a primary address that is left out, so a plan that clears it would not come true.
fn uncleared_address() -> CellFault {
    CellFault {
        rule: "the primary address cannot be cleared: the service keeps it".to_owned(),
        suggestion: Some("write the new address, or remove the row".to_owned()),
    }
}

/// What breaks the declaration of a call that replaces its part.
fn by_shape(change: &Change, instance: &Instance) -> Vec<Fault> {
    let found = request_violations(change, instance).into_iter();
    found
        .filter_map(|violation| {
            let column = column_of(&violation.member).filter(|column| column.item_prefix().is_none())?;
            let text = change.after.scalar(column);
            let near = match &violation.fault {
                Violated::NotAllowed { values } => nearest(text, values.iter().copied(), 1).pop(),
                Violated::Missing
                | Violated::Type { .. }
                | Violated::Length { .. }
                | Violated::Range { .. }
                | Violated::Form { .. }
                | Violated::NotNormalized => None,
            };
            let near = near.map(|near| format!("did you mean {near}?"));
            Some(fault(change, instance, column, violation.fault.to_string(), near))
        })
        .collect()
}

/// What breaks the declaration of a call that changes items, item by item.
fn items(change: &Change, instance: &Instance) -> Vec<Fault> {
    let single = |field: &Field| Change {
        part: field.column().part("", change.after.text(field)),
        before: Values::default(),
        after: change.after.of([field]),
        ..change.clone()
    };
    let of_items = change
        .fields()
        .filter(|made| made.field.column().item_prefix().is_some());
    let faults = of_items.filter_map(|made| {
        let violation = request_violations(&single(made.field), instance)
            .into_iter()
            .next()?;
        let fault = CellFault {
            rule: violation.fault.to_string(),
            suggestion: None,
        };
        Some(Fault::of(made.field, fault))
    });
    faults.collect()
}

fn request_violations(change: &Change, instance: &Instance) -> Vec<Violation> {
    let request = Value::Object(change.parameters(instance));
    violations(change.part.operation().request(), &request)
}

/// What breaks the rules of identity.
fn identity(change: &Change, instance: &Instance) -> Vec<Fault> {
    let mut wanted = Map::new();
    for (field, value) in change.after.iter() {
        let column = field.column();
        // What an external directory keeps is only sent where the file changes it.
        let is_kept = instance.kind == DirectoryType::ExistingDirectory
            && matches!(column, Column::FirstName | Column::LastName | Column::Email);
        if !is_kept || change.before.text(field) != value {
            wanted.insert(column.name().to_owned(), value.into());
        }
    }
    let Ok(wanted) = serde_json::from_value(Value::Object(wanted)) else {
        return Vec::new();
    };
    let current = UserIdentityInfo::default();
    let replaced = identity_info::replace(instance.kind, &current, wanted, identity_info::OmittedEmail::Keep);
    let breaches = replaced.err().into_iter().flatten();
    breaches
        .filter_map(|breach| {
            let column = column_of(breach.member)?;
            Some(fault(change, instance, column, breach.fault.to_string(), None))
        })
        .collect()
}

/// What breaks the rules of telephones.
fn phone(change: &Change, instance: &Instance) -> Vec<Fault> {
    let request = Value::Object(change.parameters(instance));
    // What cannot be read breaks the declaration, which is said already.
    let Ok(request) = serde_json::from_value::<UpdateUserPhoneConfigRequest>(request) else {
        return Vec::new();
    };
    let breaches = phone::breaches((&request).into()).into_iter();
    breaches
        .filter_map(|breach| {
            let column = column_of(breach.member)?;
            Some(fault(change, instance, column, breach.fault.to_string(), None))
        })
        .collect()
}

/// What breaks the rules of new users, and what a person cannot begin without.
fn creation(change: &Change, instance: &Instance) -> Vec<Fault> {
    let mut found = Vec::new();
    let email = change.after.scalar(Column::Email);
    if instance.kind == DirectoryType::ConnectManaged && email.is_empty() {
        let rule = "is required to create a person, who sets the password by a mail to it";
        found.push((Column::Email, rule.to_owned()));
    }
    let mut request = change.parameters(instance);
    // That these are missing breaks the declaration, which is said already; the rules are about the others.
    request.entry("SecurityProfileIds").or_insert_with(|| json!([]));
    request.entry("RoutingProfileId").or_insert_with(|| "".into());
    if let Ok(request) = serde_json::from_value::<CreateUserRequest>(Value::Object(request)) {
        let identity = request.identity_info.clone().unwrap_or_default();
        let broken = identity_info::create(instance.kind, identity).err();
        let breaches = broken
            .into_iter()
            .flatten()
            .chain(phone::breaches((&request).into()));
        found.extend(
            breaches.filter_map(|breach| Some((column_of(breach.member)?, breach.fault.to_string()))),
        );
    }
    let faults = found.into_iter();
    faults
        .map(|(column, rule)| fault(change, instance, column, rule, None))
        .collect()
}

/// What is wrong with the username of a new person.
pub(crate) fn username_fault(username: &str, instance: &Instance) -> Option<String> {
    let breaches = username::create(instance.kind, username).into_iter();
    breaches.map(|breach| breach.fault.to_string()).next()
}

/// The column of a member that a violation names.
fn column_of(member: &str) -> Option<Column> {
    let columns = Column::ALL.iter().copied();
    columns.into_iter().find(|column| {
        let rest = member.strip_prefix(column.declaration().member);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
    })
}

/// The fault of a column, with a suggestion if one is near.
fn fault(
    change: &Change,
    instance: &Instance,
    column: Column,
    rule: String,
    suggestion: Option<String>,
) -> Fault {
    let (before, after) = (change.before.scalar(column), change.after.scalar(column));
    let fault = |suggestion| Fault::of(&column.into(), CellFault { rule, suggestion });
    if before == after && !after.is_empty() {
        return fault(Some(format!(
            "the directory holds a value that the service refuses: add the column {}",
            column.name()
        )));
    }
    if after.is_empty() && change.part == Part::Creation {
        return fault(Some(format!("write a value into the column {}", column.name())));
    }
    if after.is_empty() && column.target().is_some() {
        return fault(Some("write a name, or remove the column".to_owned()));
    }
    fault(suggestion.or_else(|| {
        let corrected = corrected(change, instance, column, after);
        corrected.map(|corrected| format!("did you mean {corrected}?"))
    }))
}

/// A value that fits and is like the one given: without blanks, or with the plus that a spreadsheet took away.
fn corrected(change: &Change, instance: &Instance, column: Column, value: &str) -> Option<String> {
    let bare: String = value
        .chars()
        .filter(|character| !character.is_whitespace() && !is_invisible(*character))
        .collect();
    let candidates = match column.declaration().kind {
        Kind::Telephone => {
            let digits: String = bare.chars().filter(char::is_ascii_digit).collect();
            let international = digits.strip_prefix("00").map(str::to_owned);
            vec![format!("+{}", international.unwrap_or(digits))]
        }
        Kind::Address => {
            vec![bare.clone(), bare.replace(',', "."), bare.replace("(at)", "@")]
        }
        Kind::Name
        | Kind::Choice
        | Kind::Flag
        | Kind::Number
        | Kind::Reference(_)
        | Kind::References(_)
        | Kind::Tags
        | Kind::Proficiencies => Vec::new(),
    };
    let fits = |candidate: &String| {
        let tried = Change {
            after: Values::from_iter([(column, &**candidate)]),
            ..change.clone()
        };
        let found = request_violations(&tried, instance);
        found
            .iter()
            .all(|violation| column_of(&violation.member) != Some(column))
    };
    candidates
        .into_iter()
        .find(|candidate| candidate != value && fits(candidate))
}

fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}')
}
