//! Numbers that no other process has used.

use roster_domain::random::Random;

/// A random number.
pub(crate) fn unique_number(random: &dyn Random) -> i64 {
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    i64::from_be_bytes(bytes)
}
