//! Value → value without a fault, by description; every violation at once.

use roster_model::validation::violations;

use super::decode::Decoded;
use crate::exception::Failure;

/// A request that its description finds no fault with.
pub(crate) struct Valid<'r>(pub(super) Decoded<'r>);

/// Checks what is asked for.
pub(super) fn validate(decoded: Decoded<'_>) -> Result<Valid<'_>, Failure> {
    let violations = violations(decoded.operation.request(), &decoded.input);
    if violations.is_empty() {
        Ok(Valid(decoded))
    } else {
        Err(Failure::Invalid(violations))
    }
}
