//! Which person a row is about.

use std::collections::HashMap;

use crate::person::Account;
use crate::refusal::Refusal;
use crate::sheet::{KeyColumn, Row, Sheet};

/// A name of less similarity is no suggestion. From 0 to 1, as Jaro and Winkler measure.
const SIMILAR: f64 = 0.85;

/// Near names are looked for in so many rows, because each looks at the whole directory.
const SUGGESTIONS: usize = 100;

/// The people of the rows.
#[derive(Clone, Debug, Default)]
pub struct Resolution {
    /// The place in the accounts for each row, in order; none for a row that is refused.
    pub matches: Vec<Option<usize>>,
    /// Why rows have nobody.
    pub refusals: Vec<Refusal>,
}

/// Finds the person of each row. A row is refused if its key is empty, unknown, ambiguous or that of a row before.
pub fn resolve(sheet: &Sheet, accounts: &[Account]) -> Resolution {
    let index = index(sheet.key, accounts);
    let mut resolution = Resolution::default();
    let mut first_rows: HashMap<usize, usize> = HashMap::new();
    let mut suggestions = 0;
    for row in &sheet.rows {
        let found = find(row, sheet.key, accounts, &index).and_then(|place| {
            match first_rows.insert(place, row.number) {
                Some(first) => {
                    first_rows.insert(place, first);
                    Err(Miss::SecondRow { first })
                }
                None => Ok(place),
            }
        });
        resolution.matches.push(found.as_ref().ok().copied());
        if let Err(miss) = found {
            let near = match miss {
                Miss::Unknown if suggestions < SUGGESTIONS => {
                    suggestions += 1;
                    nearest(&row.key, sheet.key, accounts)
                }
                Miss::Unknown
                | Miss::Empty
                | Miss::Ambiguous
                | Miss::SecondRow { .. }
                | Miss::OtherUsername { .. } => None,
            };
            resolution.refusals.push(miss.refusal(row, sheet, near));
        }
    }
    resolution
}

/// Why a row has nobody.
enum Miss {
    Empty,
    Unknown,
    Ambiguous,
    SecondRow { first: usize },
    OtherUsername { username: String },
}

impl Miss {
    fn refusal(self, row: &Row, sheet: &Sheet, near: Option<&str>) -> Refusal {
        let key = sheet.key.name();
        let (rule, suggestion) = match self {
            Self::Empty => ("must not be empty: it says who the row is about".to_owned(), None),
            Self::Unknown => (
                format!("no person of the instance has this {key}"),
                Some(near.map_or_else(
                    || "create the person first, or remove the row".to_owned(),
                    |near| format!("did you mean {near}?"),
                )),
            ),
            Self::Ambiguous => (
                format!("several people of the instance have this {key}"),
                Some("use the column Username or UserId as the key".to_owned()),
            ),
            Self::SecondRow { first } => (
                format!("row {first} is about the same person"),
                Some("keep one of the two rows".to_owned()),
            ),
            Self::OtherUsername { username } => (
                format!("the username of this person is {username}, and no call changes usernames"),
                Some(format!("write {username}, or remove the column Username")),
            ),
        };
        Refusal {
            row: row.number,
            column: sheet.key_heading.clone(),
            value: row.key.clone(),
            rule,
            suggestion,
        }
    }
}

/// Accounts by key; none for a key of several.
type Index<'a> = HashMap<&'a str, Option<usize>>;

fn index(key: KeyColumn, accounts: &[Account]) -> Index<'_> {
    let mut index = Index::with_capacity(accounts.len());
    for (place, account) in accounts.iter().enumerate() {
        if let Some(text) = key_of(key, account) {
            index
                .entry(text)
                .and_modify(|place| *place = None)
                .or_insert(Some(place));
        }
    }
    index
}

fn key_of(key: KeyColumn, account: &Account) -> Option<&str> {
    match key {
        KeyColumn::UserId => Some(&account.id),
        KeyColumn::Username => Some(&account.username),
        KeyColumn::Email => account.email.as_deref(),
    }
}

fn find(row: &Row, key: KeyColumn, accounts: &[Account], index: &Index<'_>) -> Result<usize, Miss> {
    if row.key.is_empty() {
        return Err(Miss::Empty);
    }
    let place = match index.get(&*row.key) {
        None => return Err(Miss::Unknown),
        Some(None) => return Err(Miss::Ambiguous),
        Some(Some(place)) => *place,
    };
    let username = &accounts[place].username;
    match &row.username {
        Some(other) if key == KeyColumn::UserId && other != username => Err(Miss::OtherUsername {
            username: username.clone(),
        }),
        Some(_) | None => Ok(place),
    }
}

/// The key of the directory that is most like a text, if one is like it.
fn nearest<'a>(text: &str, key: KeyColumn, accounts: &'a [Account]) -> Option<&'a str> {
    let wanted = text.trim().to_lowercase();
    let keys = accounts.iter().filter_map(|account| key_of(key, account));
    let similarities = keys.map(|known| (strsim::jaro_winkler(&known.to_lowercase(), &wanted), known));
    let nearest = similarities.max_by(|(one, _), (other, _)| one.total_cmp(other));
    nearest
        .filter(|(similarity, _)| *similarity >= SIMILAR)
        .map(|(_, known)| known)
}
