//! Which erasures of personal values an audit shows, and whether each record that has lost them is about a user of one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use memchr::memmem::Finder;
use roster_model::operation::Operation;
use roster_model::ops::roster::audit::EraseAuditRecords;
use roster_model::service::Service;

use super::{Broken, ChainedRecord};

/// What all records of an audit say of erasures, in any order of the chains: servers with a chain each may erase what others wrote.
#[derive(Debug, Default)]
pub struct Erasures {
    /// The ARNs of the users.
    users: BTreeSet<String>,
    /// The first record of each user that has lost its values: its chain and number. No user is known of some.
    lost: BTreeMap<Option<String>, (String, u64)>,
    records: u64,
}

impl Erasures {
    /// Reads one more record.
    ///
    /// # Errors
    ///
    /// If a record that has lost its values cannot be read.
    pub fn read(&mut self, chain: &str, chained: &ChainedRecord) -> Result<(), Broken> {
        static NAME: LazyLock<Finder<'static>> =
            LazyLock::new(|| Finder::new(EraseAuditRecords::DESCRIPTION.name));
        let sequence = chained.sequence;
        if chained.lacks_personal_values() {
            let record = chained.record().map_err(|_| Broken::Edited { sequence })?;
            let place = || (chain.to_owned(), sequence);
            self.lost.entry(record.user_arn()).or_insert_with(place);
            self.records += 1;
        }
        // Most records need not be read.
        if NAME.find(&chained.body).is_some()
            && let Ok(record) = chained.record()
            && record.service == Service::Roster
            && record.operation.as_deref() == Some(EraseAuditRecords::DESCRIPTION.name)
            && record.error_code.is_none()
        {
            self.users.extend(record.resource);
        }
        Ok(())
    }

    /// How many records have lost their values by the erasures. Returns the first chain with one that has lost them otherwise.
    pub fn check(&self) -> Result<u64, (String, Broken)> {
        let is_erased = |user: &Option<String>| user.as_ref().is_some_and(|user| self.users.contains(user));
        match self.lost.iter().find(|(user, _)| !is_erased(user)) {
            Some((_, (chain, sequence))) => {
                let sequence = *sequence;
                Err((chain.clone(), Broken::LostPersonalValues { sequence }))
            }
            None => Ok(self.records),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{AuditRecord, Change, Head};
    use crate::random::SystemEntropy;

    const MARY: &str = "arn:aws:connect:us-east-1:123456789012:instance/i/agent/m";

    /// A change of a user whose values are gone.
    fn lost(user: &str) -> ChainedRecord {
        let change = Change {
            record: "user".to_owned(),
            member: "Username".to_owned(),
            before: None,
            after: Some("mary".into()),
            ..Change::default()
        };
        let record = AuditRecord {
            resource: Some(user.to_owned()),
            changes: vec![change],
            ..AuditRecord::default()
        };
        let split = record.split(&SystemEntropy::default()).unwrap();
        ChainedRecord {
            personal: None,
            ..Head::default().append_split(split)
        }
    }

    fn request(user: &str, error_code: Option<&str>) -> ChainedRecord {
        let record = AuditRecord {
            service: Service::Roster,
            operation: Some("EraseAuditRecords".to_owned()),
            resource: Some(user.to_owned()),
            error_code: error_code.map(str::to_owned),
            ..AuditRecord::default()
        };
        Head::default().append_split(record.split(&SystemEntropy::default()).unwrap())
    }

    fn checked(records: &[ChainedRecord]) -> Result<u64, (String, Broken)> {
        let mut erasures = Erasures::default();
        for chained in records {
            erasures.read("c", chained).unwrap();
        }
        erasures.check()
    }

    #[test]
    fn values_are_gone_by_an_erasure_that_the_audit_shows_before_or_behind_them() {
        assert_eq!(checked(&[]), Ok(0));
        assert_eq!(checked(&[lost(MARY), lost(MARY), request(MARY, None)]), Ok(2));
        assert_eq!(checked(&[request(MARY, None), lost(MARY)]), Ok(1));
    }

    #[test]
    fn values_that_are_gone_without_an_erasure_are_found() {
        let broken = Err(("c".to_owned(), Broken::LostPersonalValues { sequence: 1 }));
        let other = "arn:aws:connect:us-east-1:123456789012:instance/i/agent/n";
        let nobody = "arn:aws:connect:us-east-1:123456789012:instance/i";
        assert_eq!(checked(&[lost(MARY)]), broken);
        assert_eq!(checked(&[lost(MARY), request(other, None)]), broken);
        assert_eq!(
            checked(&[lost(MARY), request(MARY, Some("AccessDeniedException"))]),
            broken
        );
        assert_eq!(checked(&[lost(nobody), request(nobody, None)]), broken);
    }
}
