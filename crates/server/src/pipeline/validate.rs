//! Value → valid value, by description. All violations are found, and reported once access is decided.

use roster_model::validation::violations;

use super::decode::Decoded;
use crate::exception::Failure;

/// A request of which it is known whether its description finds fault with it.
pub(crate) struct Validated<'r>(pub(super) Decoded<'r>);

/// Checks what is asked for.
pub(super) fn validate(mut decoded: Decoded<'_>) -> Validated<'_> {
    if decoded.fault.is_none() {
        let violations = violations(decoded.operation.request(), &decoded.input);
        decoded.fault = (!violations.is_empty()).then_some(Failure::Invalid(violations));
    }
    Validated(decoded)
}
