//! The accounts that there are, each with its partition.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use crate::arn::AccountRegion;
use crate::partition::Partition;

/// The accounts of this server. Keys of any other account are unknown. Clones share them, so that they can be replaced
/// while requests are answered.
#[derive(Clone, Debug, Default)]
pub struct Accounts(Arc<RwLock<Partitions>>);

/// The accounts, each with its partition.
type Partitions = HashMap<Box<str>, Partition>;

impl Accounts {
    /// The partition of an account; none of one that is not there.
    pub fn partition(&self, account: &str) -> Option<Partition> {
        self.partitions().get(account).copied()
    }

    /// Replaces all accounts by those of another list.
    pub fn replace(&self, others: &Self) {
        let others = others.partitions().clone();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = others;
    }

    fn partitions(&self) -> RwLockReadGuard<'_, Partitions> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// An account in a Region; none if there is no such account, or if the Region is not one of its
    /// partition.
    pub fn account_region(&self, account: &str, region: &str) -> Option<AccountRegion> {
        AccountRegion::new(self.partition(account)?, account, region)
    }

    /// An account in the main Region of its partition.
    pub fn main_account_region(&self, account: &str) -> Option<AccountRegion> {
        self.account_region(account, self.partition(account)?.main_region())
    }
}

impl FromIterator<(Box<str>, Partition)> for Accounts {
    fn from_iter<T: IntoIterator<Item = (Box<str>, Partition)>>(accounts: T) -> Self {
        Self(Arc::new(RwLock::new(accounts.into_iter().collect())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaced_accounts_are_replaced_in_every_clone() {
        let accounts = Accounts::from_iter([("123456789012".into(), Partition::Aws)]);
        let clone = accounts.clone();

        accounts.replace(&Accounts::from_iter([("111122223333".into(), Partition::AwsCn)]));

        assert_eq!(clone.partition("123456789012"), None);
        assert_eq!(clone.partition("111122223333"), Some(Partition::AwsCn));
    }

    #[test]
    fn an_account_works_in_the_regions_of_its_partition_only() {
        let accounts = Accounts::from_iter([
            ("123456789012".into(), Partition::Aws),
            ("111122223333".into(), Partition::AwsCn),
        ]);
        for (account, partition) in [
            ("123456789012", Partition::Aws),
            ("111122223333", Partition::AwsCn),
        ] {
            for region in Partition::ALL.into_iter().flat_map(Partition::regions) {
                let account_region = accounts.account_region(account, region);
                assert_eq!(
                    account_region.is_some(),
                    partition.regions().contains(region),
                    "{region}"
                );
            }
            for word in ["us-gov-x", "cn-x", "aws-global", ""] {
                assert_eq!(accounts.account_region(account, word), None, "{word}");
            }
        }
        assert_eq!(accounts.account_region("999999999999", "us-east-1"), None);
        let main = accounts.main_account_region("111122223333").expect("a Region");
        assert_eq!(
            (&*main.region, main.partition()),
            ("cn-north-1", Partition::AwsCn)
        );
    }
}
