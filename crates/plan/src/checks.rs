//! What the API asks of a row before it is sent: lengths and forms by the declarations, and the rules of the
//! instance's identity management type.

use roster_domain::rules::identity_info;
use roster_model::shapes::{DirectoryType, UserIdentityInfo};
use roster_model::validation::violations;
use serde_json::Value;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::change::Change;
use crate::field::{Field, Part};

/// A broken rule: the field, the rule, and what to do.
pub(crate) struct Fault {
    pub(crate) field: Field,
    pub(crate) rule: String,
    pub(crate) suggestion: Option<String>,
}

/// Finds what the service would refuse about a change, at most one fault for each field.
pub(crate) fn faults(change: &Change, kind: DirectoryType) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut add = |fault: Fault| {
        if faults.iter().all(|known| known.field != fault.field) {
            faults.push(fault);
        }
    };
    for change in change.fields() {
        if let Some(fault) = spelling(change.field, change.after) {
            add(fault);
        }
        if change.field == Field::Email && change.after.is_empty() {
            add(uncleared_address());
        }
    }
    match change.part {
        Part::Identity => identity(change, kind).into_iter().for_each(add),
    }
    faults
}

/// A blank at an end is a mistake of a spreadsheet; a name of blanks alone is what programs write for no name.
fn spelling(field: Field, value: &str) -> Option<Fault> {
    if !is_nfc(value) {
        return Some(Fault {
            field,
            rule: "must be in Unicode Normalization Form C: its accents are separate characters".to_owned(),
            suggestion: Some(format!(
                "write {}, or compose all accents with --nfc",
                value.nfc().collect::<String>()
            )),
        });
    }
    let trimmed = value.trim();
    (trimmed != value && !trimmed.is_empty()).then(|| Fault {
        field,
        rule: "must not begin or end with a blank".to_owned(),
        suggestion: Some(format!("write {trimmed}")),
    })
}

/// The service keeps a primary address that is left out, so a plan that clears it would not come true.
fn uncleared_address() -> Fault {
    Fault {
        field: Field::Email,
        rule: "the primary address cannot be cleared: the service keeps it".to_owned(),
        suggestion: Some("write the new address, or remove the row".to_owned()),
    }
}

fn identity(change: &Change, kind: DirectoryType) -> Vec<Fault> {
    let is_changed = |field: Field| change.before.value(field) != change.after.value(field);
    let request = Value::Object(change.parameters("i", kind));
    let violations = violations(Part::Identity.operation().request(), &request);
    let mut found: Vec<(Field, String)> = Vec::new();
    for violation in violations {
        if let Some(field) = violation
            .member
            .strip_prefix("IdentityInfo.")
            .and_then(Field::named)
        {
            found.push((field, violation.fault.to_string()));
        }
    }
    let text = |field: Field| change.after.value(field).map(str::to_owned);
    let mut wanted = UserIdentityInfo {
        first_name: text(Field::FirstName).map(Into::into),
        last_name: text(Field::LastName).map(Into::into),
        email: text(Field::Email).map(Into::into),
        secondary_email: text(Field::SecondaryEmail).map(Into::into),
        mobile: text(Field::Mobile).map(Into::into),
    };
    if kind == DirectoryType::ExistingDirectory {
        // What the directory keeps is only sent where the file changes it.
        wanted.first_name = wanted.first_name.filter(|_| is_changed(Field::FirstName));
        wanted.last_name = wanted.last_name.filter(|_| is_changed(Field::LastName));
        wanted.email = wanted.email.filter(|_| is_changed(Field::Email));
    }
    let current = UserIdentityInfo::default();
    let breaches = identity_info::replace(kind, &current, wanted, identity_info::OmittedEmail::Keep);
    for breach in breaches.err().into_iter().flatten() {
        if let Some(field) = breach.member.strip_prefix("IdentityInfo.").and_then(Field::named) {
            found.push((field, breach.fault.to_string()));
        }
    }
    let fault = |(field, rule): (Field, String)| {
        let suggestion = if is_changed(field) {
            corrected(field, change.after.text(field)).map(|corrected| format!("did you mean {corrected}?"))
        } else {
            Some(format!(
                "the directory holds a value that the service refuses: add the column {}",
                field.name()
            ))
        };
        Fault {
            field,
            rule,
            suggestion,
        }
    };
    found.into_iter().map(fault).collect()
}

/// A value that fits and is like the one given: without blanks, or with the plus that a spreadsheet took away.
fn corrected(field: Field, value: &str) -> Option<String> {
    let bare: String = value
        .chars()
        .filter(|character| !character.is_whitespace() && !is_invisible(*character))
        .collect();
    let candidates = match field {
        Field::Mobile => {
            let digits: String = bare.chars().filter(char::is_ascii_digit).collect();
            let international = digits.strip_prefix("00").map(str::to_owned);
            vec![format!("+{}", international.unwrap_or(digits))]
        }
        Field::Email | Field::SecondaryEmail => {
            vec![bare.clone(), bare.replace(',', "."), bare.replace("(at)", "@")]
        }
        Field::FirstName | Field::LastName => Vec::new(),
    };
    candidates
        .into_iter()
        .find(|candidate| candidate != value && fits(field, candidate))
}

fn fits(field: Field, value: &str) -> bool {
    let request = serde_json::json!({
        "InstanceId": "i", "UserId": "u", "IdentityInfo": {(field.name()): value},
    });
    violations(Part::Identity.operation().request(), &request).is_empty()
}

fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}')
}
