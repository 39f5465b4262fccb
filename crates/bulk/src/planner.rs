//! Makes a plan: reads what is needed of the directory, compares, checks.

use std::collections::{BTreeSet, HashMap};

use roster_plan::{
    AccessRequest, Account, Belt, Change, Column, Instance, KeyColumn, Limits, Match, People, Planned,
    Privileged, ResourceChange, Rules, Sheet, broken_belts, plan, resolve,
};

use crate::access_check::{Access, AccessQuestion, Policies, check_access};
use crate::directory::{accounts, editing_profiles, people};
use crate::error::Error;
use crate::parallel::Work;
use crate::reading::looks;

/// How a plan is made.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Whether people who are only in the file are created.
    pub create: bool,
    /// Whether people who are not in the file are deleted.
    pub delete_missing: bool,
    /// Whether cells are normalised to Unicode Normalization Form C.
    pub nfc: bool,
    /// How much the plan may change.
    pub limits: Limits,
    /// The APIs that are asked whether the caller may make the calls, if that is wanted.
    pub policies: Option<Policies<'a>>,
}

/// A plan with what those who approve it want to know.
#[derive(Clone, Debug)]
pub struct Made {
    /// The changes and the refused rows.
    pub planned: Planned,
    /// What it does that must be allowed by name.
    pub belts: Vec<Belt>,
    /// How many people the instance has.
    pub directory: usize,
    /// What the policies say, if they were asked.
    pub access: Option<Access>,
}

impl Made {
    /// Whether it can be applied.
    pub fn is_refused(&self) -> bool {
        let is_denied = self
            .access
            .as_ref()
            .is_some_and(|access| !access.denials.is_empty());
        !self.planned.refusals.is_empty() || !self.belts.is_empty() || is_denied
    }
}

/// How many calls the changes take: a look at each person, another one at proficiencies, the changes, and a look after
/// each new address.
pub fn calls(changes: &[Change]) -> usize {
    let people = changes.chunk_by(Change::is_about_person_of);
    let looks = people.map(|changes| {
        let columns: BTreeSet<Column> = changes.iter().flat_map(Change::columns).collect();
        1 + usize::from(columns.contains(&Column::Proficiencies))
    });
    let addresses = changes.iter().filter(|change| change.address().is_some());
    looks.sum::<usize>() + changes.len() + addresses.count()
}

/// How many calls the changes of resources take: a look at each that is there, and the changes.
pub fn calls_for_resources(changes: &[ResourceChange]) -> usize {
    let resources = changes.chunk_by(ResourceChange::is_about_resource_of);
    let looks = resources.map(|changes| {
        // A new one is looked at if more than its creation is planned.
        let is_looked_at = !changes[0].is_new || changes.len() > 1;
        if is_looked_at { looks(changes[0].kind) } else { 0 }
    });
    looks.sum::<usize>() + changes.len()
}

/// The columns that a plan reads of each person. A plan shows a person whom it deletes in all columns that
/// `DescribeUser` answers with. Access can depend on tags.
pub fn columns(sheet: &Sheet, options: &Options<'_>) -> Vec<Column> {
    let managed = sheet.columns();
    let columns = Column::ALL.iter().copied();
    columns
        .filter(|column| {
            let is_shown = options.delete_missing && column.is_described();
            let is_key = sheet.key == KeyColumn::Email && *column == Column::Email;
            let is_asked_for = options.policies.is_some() && *column == Column::Tags;
            is_shown || is_key || is_asked_for || managed.contains(column)
        })
        .collect()
}

/// Plans what makes the people of an instance what a file says. The instance must have the references of [`columns`]. Nothing is changed.
///
/// # Errors
/// A call fails.
pub fn make(
    work: &Work<'_>,
    instance: &Instance,
    sheet: &Sheet,
    options: &Options<'_>,
) -> Result<Made, Error> {
    let mut accounts = accounts(work, &instance.id)?;
    let by_address = sheet.key == KeyColumn::Email;
    let columns = columns(sheet, options);
    let mut people = People::default();
    if by_address {
        let everybody: Vec<&str> = accounts.iter().map(|account| &*account.id).collect();
        people = self::people(work, instance, &everybody, &columns)?;
        add_addresses(&mut accounts, &people);
    }
    let resolution = resolve(sheet, &accounts, options.create);
    if !by_address {
        let found = resolution.matches.iter().filter_map(|found| match found {
            Match::Person(place) => Some(*place),
            Match::New | Match::Refused => None,
        });
        let places: BTreeSet<usize> = if options.delete_missing {
            (0..accounts.len()).collect()
        } else {
            found.collect()
        };
        let ids: Vec<_> = places.into_iter().map(|place| &*accounts[place].id).collect();
        people = self::people(work, instance, &ids, &columns)?;
    }
    let rules = Rules {
        instance,
        delete_missing: options.delete_missing,
        nfc: options.nfc,
    };
    let rows = options
        .policies
        .map(|_| rows(sheet, &accounts, &resolution.matches))
        .unwrap_or_default();
    let planned = plan(sheet, &accounts, resolution, &people, rules);
    let questions = || {
        let questions = planned.changes.iter().map(|change| AccessQuestion {
            row: rows.get(&change.username).copied(),
            username: change.username.clone(),
            requests: AccessRequest::of(change, people.person(&change.user_id), instance),
        });
        questions.collect::<Vec<_>>()
    };
    let access = options
        .policies
        .map(|policies| check_access(&policies, &questions()));
    let privileged = if options.limits.privileged {
        Privileged::default()
    } else {
        let editing = editing_profiles(work, instance, &planned.changes, &people)?;
        Privileged::of(&planned.changes, &people, instance, &editing)
    };
    Ok(Made {
        belts: broken_belts(&planned.changes, accounts.len(), &privileged, &options.limits),
        access: access.transpose()?,
        planned,
        directory: accounts.len(),
    })
}

/// The number of the row of each username.
fn rows(sheet: &Sheet, accounts: &[Account], matches: &[Match]) -> HashMap<String, usize> {
    let rows = sheet.rows.iter().zip(matches);
    let rows = rows.filter_map(|(row, found)| match found {
        Match::Person(place) => Some((accounts[*place].username.clone(), row.number)),
        Match::New => Some((row.key.clone(), row.number)),
        Match::Refused => None,
    });
    rows.collect()
}

fn add_addresses(accounts: &mut [Account], people: &People) {
    for account in accounts {
        let person = people.person(&account.id);
        account.email = person
            .map(|person| person.values.scalar(Column::Email).to_owned())
            .filter(|email| !email.is_empty());
    }
}
