//! DescribeInstanceAttribute.

use roster_model_derive::{operation, shape};

use crate::shapes::InstanceId;

/// Shows an attribute of an instance.
#[operation(
    http = "GET /instance/{InstanceId}/attribute/{AttributeType}",
    effect = Read,
    resources = "instance*",
)]
pub struct DescribeInstanceAttribute;

/// The input of `DescribeInstanceAttribute`.
#[shape]
pub struct DescribeInstanceAttributeRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The attribute.
    #[shape(label)]
    pub attribute_type: InstanceAttributeType,
}

/// An attribute of an instance, which is on or off.
#[shape(stored)]
pub enum InstanceAttributeType {
    /// Whether it takes calls.
    InboundCalls,
    /// Whether it makes calls.
    OutboundCalls,
    /// Whether flows are logged.
    ContactflowLogs,
    /// Whether contacts are analysed.
    ContactLens,
    /// Whether the best available voices are used.
    AutoResolveBestVoices,
    /// Whether voices of the account are used.
    UseCustomTtsVoices,
    /// Whether callers hear what comes before an answer.
    EarlyMedia,
    /// Whether calls have up to six participants.
    MultiPartyConference,
    /// Whether an agent on hold is muted.
    AutoMuteAgentOnHold,
    /// Whether campaigns call in great numbers.
    HighVolumeOutbound,
    /// Whether several supervisors monitor a call.
    EnhancedContactMonitoring,
    /// Whether supervisors monitor chats.
    EnhancedChatMonitoring,
    /// Whether chats have up to six participants.
    MultiPartyChatConference,
    /// Whether messages are streamed.
    MessageStreaming,
}

/// The output of `DescribeInstanceAttribute`.
#[shape]
pub struct DescribeInstanceAttributeResponse {
    /// The attribute.
    pub attribute: Option<Attribute>,
}

/// An attribute and its value.
#[shape]
pub struct Attribute {
    /// The attribute.
    pub attribute_type: Option<InstanceAttributeType>,
    /// `true` or `false`.
    pub value: Option<InstanceAttributeValue>,
}

/// The value of an attribute: `true` or `false`.
#[shape(length(1, 100))]
pub struct InstanceAttributeValue(pub String);
