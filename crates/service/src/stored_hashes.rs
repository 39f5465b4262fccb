//! Of which cost the hashes of passwords in a store are: cheap ones, for tests, and real ones must not meet.

use argon2::Params;
use argon2::password_hash::phc;
use roster_domain::Key;
use roster_domain::records::{PasswordHash, User};
use roster_store::{ReadKind, Store, StoreError, Transaction};

use crate::read_query::{ReadQuery, query};

/// How many users are read at once.
const BATCH: usize = 500;

/// The cost of a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashCost {
    /// The lowest that argon2id can have: [`crate::PasswordHasher::cheapest`].
    Cheapest,
    /// Any other.
    Real,
}

impl HashCost {
    fn of(hash: &str) -> Self {
        let hash = phc::PasswordHash::new(hash).ok();
        let params = hash.and_then(|hash| Params::try_from(&hash).ok());
        let is_cheapest =
            |params: Params| (params.m_cost(), params.t_cost()) == (Params::MIN_M_COST, Params::MIN_T_COST);
        if params.is_some_and(is_cheapest) {
            Self::Cheapest
        } else {
            Self::Real
        }
    }
}

/// Looks for a password hash of a cost.
struct Search {
    cost: HashCost,
    most_users: usize,
}

/// Whether a user has a password with a hash of this cost, among the first users of a store.
///
/// # Errors
///
/// If storage fails.
pub async fn has_hash_of_cost(
    store: &dyn Store,
    cost: HashCost,
    most_users: usize,
) -> Result<bool, StoreError> {
    query(store, ReadKind::Scan, Search { cost, most_users }).await
}

impl ReadQuery for Search {
    type Output = bool;

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<bool, StoreError> {
        let (mut after, mut left) = (None, self.most_users);
        while left > 0 {
            let users = transaction
                .page::<User>(&User::BY_USERNAME, &Key::new(), after.as_ref(), BATCH.min(left))
                .await?;
            left -= users.records.len();
            let keys: Vec<_> = users
                .records
                .iter()
                .map(|user| PasswordHash::key_of(&user.instance_id, &user.id))
                .collect();
            // Users of SAML instances have none.
            let hashes: Vec<Option<PasswordHash>> = transaction.get_each(&keys).await?;
            if hashes
                .iter()
                .flatten()
                .any(|hash| HashCost::of(&hash.password) == self.cost)
            {
                return Ok(true);
            }
            match users.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_that_is_not_known_to_be_cheap_counts_as_real() {
        let hash = |cost: &str| {
            HashCost::of(&format!(
                "$argon2id$v=19${cost}${}${}",
                "A".repeat(22),
                "A".repeat(43)
            ))
        };

        assert_eq!(hash("m=8,t=1,p=1"), HashCost::Cheapest);
        assert_eq!(hash("m=19456,t=2,p=1"), HashCost::Real);
        assert_eq!(hash("m=8,t=2,p=1"), HashCost::Real);
        assert_eq!(HashCost::of("no hash"), HashCost::Real);
    }
}
