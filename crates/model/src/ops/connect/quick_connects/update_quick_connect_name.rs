//! UpdateQuickConnectName.

use roster_model_derive::{operation, shape};

use super::QuickConnectName;
use crate::shapes::{InstanceId, QuickConnectId};

/// Changes the name of a quick connect, what it is for, or both.
#[operation(
    http = "POST /quick-connects/{InstanceId}/{QuickConnectId}/name",
    effect = Write,
    resources = "quick-connect*",
    no_output,
)]
pub struct UpdateQuickConnectName;

/// The input of `UpdateQuickConnectName`.
#[shape]
pub struct UpdateQuickConnectNameRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The quick connect.
    #[shape(label)]
    pub quick_connect_id: QuickConnectId,
    /// The new name, unique within the instance.
    pub name: Option<QuickConnectName>,
    /// What it is for from now on; empty, if nothing is to be said of that.
    pub description: Option<UpdateQuickConnectDescription>,
}

/// What a quick connect is for from now on.
#[shape(length(0, 250))]
pub struct UpdateQuickConnectDescription(pub String);
