//! Signatures.

use serde_json::json;

use crate::expectation::{Failure, Refusal};
use crate::scenario::Scenario;
use crate::stage::Stage;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        operation: "ListUsers",
        rule: "A request without a signature is refused",
        pinned_by: "nothing_is_done_unsigned",
        run: unsigned_read,
    },
    Scenario {
        operation: "DeleteUser",
        rule: "A request without a signature is refused, and changes nothing",
        pinned_by: "nothing_is_done_unsigned",
        run: unsigned_change,
    },
];

const NO_SIGNATURE: &[Refusal] = &[
    (403, "MissingAuthenticationTokenException"),
    (403, "MissingAuthenticationToken"),
];

fn unsigned_read(stage: &Stage<'_>) -> Result<(), Failure> {
    stage.refused_unsigned("ListUsers", stage.here(json!({})), NO_SIGNATURE)
}

fn unsigned_change(stage: &Stage<'_>) -> Result<(), Failure> {
    let user = stage.here(json!({"UserId": stage.make_user("ana")?}));
    stage.refused_unsigned("DeleteUser", user.clone(), NO_SIGNATURE)?;
    stage.succeeds("DescribeUser", user).map(drop)
}
