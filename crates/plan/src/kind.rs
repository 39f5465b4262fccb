//! How values are read from cells, shown, and sent.

use serde_json::{Value, json};

use crate::fault::CellFault;
use crate::list;
use crate::references::{References, Target};

/// How the cells of a column are read, shown and sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name of a person.
    Name,
    /// An e-mail address.
    Address,
    /// A telephone number.
    Telephone,
    /// One of the values that the API allows.
    Choice,
    /// `true` or `false`; `false` if it is left out.
    Flag,
    /// A whole number; 0 if it is left out.
    Number,
    /// The name of something else of the instance.
    Reference(Target),
    /// Names of other things of the instance.
    References(Target),
    /// Tags: keys with values.
    Tags,
    /// Proficiencies: attributes and values with levels.
    Proficiencies,
}

impl Kind {
    /// What a cell says, as values hold it. An empty cell is what the service makes of a member that is left out.
    pub(crate) fn read(self, cell: &str, references: &References) -> Result<String, CellFault> {
        match self {
            Self::Name | Self::Address | Self::Telephone | Self::Tags => Ok(cell.to_owned()),
            Self::Choice => Ok(cell.trim().to_uppercase()),
            Self::Flag => flag(cell.trim()),
            Self::Number => number(cell.trim()),
            Self::Reference(_) if cell.trim().is_empty() => Ok(String::new()),
            Self::Reference(target) => Ok(references.find(target, cell.trim())?.to_owned()),
            Self::References(target) => {
                let given = list::split(cell).into_iter();
                let texts = given.map(|given| name(target, &list::unescaped(given), references));
                Ok(list_of(texts.collect::<Result<_, CellFault>>()?))
            }
            Self::Proficiencies => level(cell.trim()),
        }
    }

    /// What the service answers, as values hold it.
    pub(crate) fn shown(self, answer: &Value, references: &References) -> String {
        match self {
            Self::Name | Self::Address | Self::Telephone | Self::Choice | Self::Tags => {
                text(answer).to_owned()
            }
            Self::Flag => answer.as_bool().unwrap_or_default().to_string(),
            Self::Number => answer.as_i64().unwrap_or_default().to_string(),
            Self::Reference(target) => references.text(target, text(answer)).to_owned(),
            Self::References(target) => {
                let ids = answer.as_array().into_iter().flatten();
                list_of(
                    ids.map(|id| references.text(target, text(id)).to_owned())
                        .collect(),
                )
            }
            Self::Proficiencies => answer
                .as_f64()
                .map_or_else(String::new, |level| level.to_string()),
        }
    }

    /// What is sent for a value; none if the member is left out.
    pub(crate) fn sent(self, value: &str, references: &References) -> Option<Value> {
        if value.is_empty() {
            return None;
        }
        match self {
            Self::Name | Self::Address | Self::Telephone | Self::Choice | Self::Tags => Some(value.into()),
            Self::Flag => (value == "true").then_some(Value::Bool(true)),
            Self::Number => value
                .parse::<i64>()
                .ok()
                .filter(|number| *number != 0)
                .map(Value::from),
            Self::Reference(target) => Some(references.id(target, value).into()),
            Self::References(_) => Some(json!(self.ids(value, references))),
            Self::Proficiencies => value.parse::<f64>().ok().map(Value::from),
        }
    }

    /// The ids of a value of references.
    pub(crate) fn ids(self, value: &str, references: &References) -> Vec<String> {
        let Self::References(target) = self else {
            return Vec::new();
        };
        let names = list::split(value).into_iter().map(list::unescaped);
        names
            .map(|name| references.id(target, &name).to_owned())
            .collect()
    }
}

/// The name of one of several references.
fn name(target: Target, given: &str, references: &References) -> Result<String, CellFault> {
    let found = references.find(target, given).map(str::to_owned);
    found.map_err(|fault| {
        let pieces: Vec<&str> = given.split([';', ',']).map(str::trim).collect();
        let are_names = pieces.iter().all(|piece| references.find(target, piece).is_ok());
        CellFault {
            suggestion: if are_names {
                Some(format!("separate names by |: {}", pieces.join("|")))
            } else {
                fault.suggestion
            },
            ..fault
        }
    })
}

/// The cell of names, in one order, each once.
fn list_of(mut names: Vec<String>) -> String {
    names.sort();
    names.dedup();
    let names = names.iter();
    list::joined(
        &names
            .map(|name| list::escaped(name, &[list::SEPARATOR]))
            .collect::<Vec<_>>(),
    )
}

fn flag(cell: &str) -> Result<String, CellFault> {
    let lower = cell.to_lowercase();
    let meant = match &*lower {
        "true" => return Ok(lower),
        "false" | "" => return Ok(false.to_string()),
        "yes" | "y" | "1" | "on" | "x" | "wahr" | "ja" | "vrai" | "oui" | "sí" => Some(true),
        "no" | "n" | "0" | "off" | "falsch" | "nein" | "faux" | "non" => Some(false),
        _ => None,
    };
    Err(CellFault {
        rule: "must be true or false".to_owned(),
        suggestion: meant.map(|meant| format!("did you mean {meant}?")),
    })
}

fn number(cell: &str) -> Result<String, CellFault> {
    if cell.is_empty() {
        return Ok(0.to_string());
    }
    let whole = cell.parse::<i64>().map(|number| number.to_string());
    whole.map_err(|_| {
        let digits: String = cell.chars().take_while(char::is_ascii_digit).collect();
        CellFault {
            rule: "must be a whole number".to_owned(),
            suggestion: (!digits.is_empty()).then(|| format!("did you mean {digits}?")),
        }
    })
}

fn level(cell: &str) -> Result<String, CellFault> {
    if cell.is_empty() {
        return Ok(String::new());
    }
    let level = cell.parse::<f64>().ok().filter(|level| level.is_finite());
    level.map(|level| level.to_string()).ok_or_else(|| CellFault {
        rule: "must be a level: a number from 1 to 5".to_owned(),
        suggestion: None,
    })
}

fn text(answer: &Value) -> &str {
    answer.as_str().unwrap_or_default()
}
