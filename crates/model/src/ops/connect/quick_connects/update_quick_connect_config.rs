//! UpdateQuickConnectConfig.

use roster_model_derive::{operation, shape};

use super::QuickConnectConfig;
use crate::shapes::{InstanceId, QuickConnectId};

/// Changes where a quick connect leads.
#[operation(
    http = "POST /quick-connects/{InstanceId}/{QuickConnectId}/config",
    effect = Write,
    resources = "quick-connect* contact-flow queue user",
    no_output,
)]
pub struct UpdateQuickConnectConfig;

/// The input of `UpdateQuickConnectConfig`.
#[shape]
pub struct UpdateQuickConnectConfigRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The quick connect.
    #[shape(label)]
    pub quick_connect_id: QuickConnectId,
    /// Where it leads from now on.
    pub quick_connect_config: QuickConnectConfig,
}
