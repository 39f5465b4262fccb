//! EraseAuditRecords.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, UserId};

/// Erases the personal values of a deleted user from the audit. The records stay, with the names of the members that changed, and
/// the chains still verify. A job of the server does it; its own record says how many records have lost their values.
#[operation(
    service = Roster,
    http = "POST /_roster/audit/{InstanceId}/{UserId}/erase",
    effect = Write,
    resources = "user*",
    no_output,
)]
pub struct EraseAuditRecords;

/// The input of `EraseAuditRecords`.
#[shape]
pub struct EraseAuditRecordsRequest {
    /// The instance, which may be deleted too.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The deleted user.
    #[shape(label)]
    pub user_id: UserId,
}
