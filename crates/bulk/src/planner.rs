//! Makes a plan: reads what is needed of the directory, compares, checks.

use std::collections::BTreeSet;

use roster_plan::{
    Account, Belt, Change, Field, KeyColumn, Limits, People, Planned, Rules, Sheet, broken_belts, plan,
    resolve,
};

use crate::directory::{Instance, accounts, edits_users, people};
use crate::error::Error;
use crate::parallel::Work;

/// How a plan is made.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether cells are normalised to Unicode Normalization Form C.
    pub nfc: bool,
    /// How much the plan may change.
    pub limits: Limits,
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
}

impl Made {
    /// Whether it can be applied.
    pub fn is_refused(&self) -> bool {
        !self.planned.refusals.is_empty() || !self.belts.is_empty()
    }
}

/// How many calls the changes take: each looks at the person, changes it, and looks again after a new address.
pub fn calls(changes: &[Change]) -> usize {
    2 * changes.len() + changes.iter().filter(|change| change.address().is_some()).count()
}

/// Plans what makes the people of an instance what a file says. Nothing is changed.
///
/// # Errors
/// A call fails.
pub fn make(work: &Work<'_>, instance: &Instance, sheet: &Sheet, options: &Options) -> Result<Made, Error> {
    let mut accounts = accounts(work, &instance.id)?;
    let by_address = sheet.key == KeyColumn::Email;
    let mut people = People::default();
    if by_address {
        let everybody: Vec<&str> = accounts.iter().map(|account| &*account.id).collect();
        people = self::people(work, &instance.id, &everybody)?;
        add_addresses(&mut accounts, &people);
    }
    let resolution = resolve(sheet, &accounts);
    if !by_address {
        let found = resolution.matches.iter().flatten();
        let ids: BTreeSet<&str> = found.map(|place| &*accounts[*place].id).collect();
        let ids: Vec<_> = ids.into_iter().collect();
        people = self::people(work, &instance.id, &ids)?;
    }
    let rules = Rules {
        kind: instance.kind,
        nfc: options.nfc,
    };
    let planned = plan(sheet, &accounts, resolution, &people, rules);
    let privileged = if options.limits.privileged {
        BTreeSet::new()
    } else {
        edits_users(work, &instance.id, &planned.changes, &people)?
    };
    Ok(Made {
        belts: broken_belts(&planned.changes, accounts.len(), &privileged, &options.limits),
        planned,
        directory: accounts.len(),
    })
}

fn add_addresses(accounts: &mut [Account], people: &People) {
    for account in accounts {
        let person = people.person(&account.id);
        account.email = person
            .and_then(|person| person.values.value(Field::Email))
            .map(str::to_owned);
    }
}
