//! Changes of primary addresses that wait.

use roster_model_derive::shape;

/// The id of a change that waits.
#[shape]
pub struct PendingChangeId(pub String);

/// The ARN of a principal.
#[shape]
pub struct PrincipalArn(pub String);

/// The id of a run, as a client sends it in the header x-roster-run-id.
#[shape]
pub struct RunId(pub String);

/// A network address.
#[shape]
pub struct SourceAddress(pub String);
