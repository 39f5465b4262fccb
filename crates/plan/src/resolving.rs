//! Which person a row is about.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::near::nearest;
use crate::person::Account;
use crate::refusal::Refusal;
use crate::sheet::{KeyColumn, Row, Sheet};

/// Near names are looked for in so many rows, because each looks at the whole directory.
const SUGGESTIONS: usize = 100;

/// The people of the rows.
#[derive(Clone, Debug, Default)]
pub struct Resolution {
    /// What each row is about, in order.
    pub matches: Vec<Match>,
    /// Why rows are about no person.
    pub refusals: Vec<Refusal>,
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// The person at this place in the accounts.
    Person(usize),
    /// A new person.
    New,
    /// No person: the row is refused.
    Refused,
}

/// Finds the person of each row. A row is refused if its key is empty, ambiguous or that of a row before, and if it is
/// unknown, unless people are to be created.
pub fn resolve(sheet: &Sheet, accounts: &[Account], create: bool) -> Resolution {
    let index = index(sheet.key, accounts);
    let mut resolution = Resolution::default();
    let mut first_rows: HashMap<Key<'_>, usize> = HashMap::new();
    let mut suggestions = 0;
    let in_lower_case = in_lower_case(accounts, create);
    for row in &sheet.rows {
        let found = match find(row, sheet.key, accounts, &index) {
            // Usernames that differ only in case are the same to the service.
            Err(Miss::Unknown) if create && !in_lower_case.contains(&row.key.to_lowercase()) => {
                Ok(Match::New)
            }
            found => found.map(Match::Person),
        };
        let found = found.and_then(|found| {
            let key = match found {
                Match::Person(place) => Key::Place(place),
                Match::New | Match::Refused => Key::New(&row.key),
            };
            match first_rows.entry(key) {
                Entry::Occupied(first) => Err(Miss::SecondRow { first: *first.get() }),
                Entry::Vacant(vacant) => {
                    vacant.insert(row.number);
                    Ok(found)
                }
            }
        });
        resolution.matches.push(match found {
            Ok(found) => found,
            Err(_) => Match::Refused,
        });
        if let Err(miss) = found {
            let near = match miss {
                Miss::Unknown if suggestions < SUGGESTIONS => {
                    suggestions += 1;
                    let keys = accounts.iter().filter_map(|account| key_of(sheet.key, account));
                    nearest(&row.key, keys, 1).pop()
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

/// What must not have two rows.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Place(usize),
    New(&'a str),
}

/// The usernames without their case, if people are to be created.
fn in_lower_case(accounts: &[Account], create: bool) -> HashSet<String> {
    let accounts = accounts.iter().filter(|_| create);
    accounts.map(|account| account.username.to_lowercase()).collect()
}

/// Why a row is about no person.
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
                    || "create the person with --create, or remove the row".to_owned(),
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
