//! Identifiers. Wherever one is asked for, the resource's ARN serves as well.

use roster_model_derive::shape;

/// The id or ARN of an instance.
#[shape(length(1, 100))]
pub struct InstanceId(pub String);

/// The id or ARN of a user.
#[shape]
pub struct UserId(pub String);

/// The id or ARN of a security profile.
#[shape]
pub struct SecurityProfileId(pub String);

/// The id or ARN of a routing profile.
#[shape]
pub struct RoutingProfileId(pub String);

/// The id or ARN of a hierarchy group.
#[shape(stored)]
pub struct HierarchyGroupId(pub String);

/// The id or ARN of an agent status.
#[shape]
pub struct AgentStatusId(pub String);

/// The id or ARN of a queue.
#[shape]
pub struct QueueId(pub String);

/// The id or ARN of hours of operation.
#[shape]
pub struct HoursOfOperationId(pub String);

/// The id or ARN of a quick connect.
#[shape]
pub struct QuickConnectId(pub String);

/// The id or ARN of a telephone number of a contact centre.
#[shape(stored)]
pub struct PhoneNumberId(pub String);

/// The id or ARN of a flow.
#[shape(length(_, 500), stored)]
pub struct ContactFlowId(pub String);

/// The id or ARN of an e-mail address of a contact centre.
#[shape(length(1, 500))]
pub struct EmailAddressId(pub String);

/// The id or ARN of a workspace.
#[shape(length(1, 256))]
pub struct WorkspaceId(pub String);

/// The id or ARN of a notification.
#[shape(length(1, 256))]
pub struct NotificationId(pub String);

/// An Amazon Resource Name.
#[shape(stored)]
#[allow(clippy::upper_case_acronyms, reason = "AWS's name of the shape")]
pub struct ARN(pub String);

/// The id of an association of an instance.
#[shape(length(1, 100))]
pub struct AssociationId(pub String);

/// A token by which a repeated request is recognised.
#[shape(length(_, 500))]
pub struct ClientToken(pub String);

/// The name of an AWS Region.
#[shape]
pub struct RegionName(pub String);
