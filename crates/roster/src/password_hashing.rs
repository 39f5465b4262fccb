//! How a server hashes passwords, and which hashes it may meet.

use anyhow::{Context, bail};
use roster_service::{HashCost, PasswordHasher, has_hash_of_cost};
use roster_store::Store;

use crate::arguments::PasswordHashing;

/// How many users a server with real hashes looks at for others, so that a large directory does not delay the start.
const LOOKED_AT: usize = 1000;

/// The hasher of a server. Cheap hashes are for stores without real ones.
pub(crate) async fn password_hasher(
    hashing: PasswordHashing,
    store: &dyn Store,
) -> anyhow::Result<PasswordHasher> {
    match hashing {
        PasswordHashing::Test => {
            let has_real = has_hash_of_cost(store, HashCost::Real, usize::MAX).await;
            if has_real.context("cannot read the hashes of passwords")? {
                bail!(
                    "--password-hashing test is for directories that tests make, and users of this one have passwords with real hashes: leave it out, or choose another --data-dir or --database"
                );
            }
            tracing::warn!(
                "PASSWORD HASHES ARE CHEAP (--password-hashing test): who reads the database can guess the passwords of its users"
            );
            Ok(PasswordHasher::cheapest())
        }
        PasswordHashing::Argon2id => {
            let has_cheap = has_hash_of_cost(store, HashCost::Cheapest, LOOKED_AT).await;
            if has_cheap.context("cannot read the hashes of passwords")? {
                tracing::warn!(
                    "users of this directory have passwords with cheap hashes, of --password-hashing test: keep it for tests, or let them choose new passwords"
                );
            }
            Ok(PasswordHasher::default())
        }
    }
}
