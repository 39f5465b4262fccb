//! The attributes of instances. Source: public programs show the values of most attributes of a new instance; we assume that
//! the others are off.

use roster_model::ops::connect::instances::InstanceAttributeType as Attribute;

use super::breach::{Breach, Fault};
use crate::records::{Instance, InstanceAttribute};

/// The attributes, in the order of lists.
pub const ALL: [Attribute; 14] = [
    Attribute::InboundCalls,
    Attribute::OutboundCalls,
    Attribute::ContactflowLogs,
    Attribute::ContactLens,
    Attribute::AutoResolveBestVoices,
    Attribute::UseCustomTtsVoices,
    Attribute::EarlyMedia,
    Attribute::MultiPartyConference,
    Attribute::AutoMuteAgentOnHold,
    Attribute::HighVolumeOutbound,
    Attribute::EnhancedContactMonitoring,
    Attribute::EnhancedChatMonitoring,
    Attribute::MultiPartyChatConference,
    Attribute::MessageStreaming,
];

/// The values of a truth.
const VALUES: &[&str] = &["true", "false"];

/// Whether an attribute of an instance is on.
pub fn is_on(instance: &Instance, attribute: Attribute) -> bool {
    let set = instance
        .attributes
        .iter()
        .find(|set| set.attribute_type == attribute);
    match attribute {
        Attribute::InboundCalls => instance.inbound_calls_enabled,
        Attribute::OutboundCalls => instance.outbound_calls_enabled,
        Attribute::ContactLens | Attribute::AutoResolveBestVoices | Attribute::EarlyMedia => {
            set.is_none_or(|set| set.value)
        }
        Attribute::ContactflowLogs
        | Attribute::UseCustomTtsVoices
        | Attribute::MultiPartyConference
        | Attribute::AutoMuteAgentOnHold
        | Attribute::HighVolumeOutbound
        | Attribute::EnhancedContactMonitoring
        | Attribute::EnhancedChatMonitoring
        | Attribute::MultiPartyChatConference
        | Attribute::MessageStreaming => set.is_some_and(|set| set.value),
    }
}

/// An instance with an attribute set.
#[must_use]
pub fn set(mut instance: Instance, attribute: Attribute, value: bool) -> Instance {
    match attribute {
        Attribute::InboundCalls => instance.inbound_calls_enabled = value,
        Attribute::OutboundCalls => instance.outbound_calls_enabled = value,
        Attribute::ContactflowLogs
        | Attribute::ContactLens
        | Attribute::AutoResolveBestVoices
        | Attribute::UseCustomTtsVoices
        | Attribute::EarlyMedia
        | Attribute::MultiPartyConference
        | Attribute::AutoMuteAgentOnHold
        | Attribute::HighVolumeOutbound
        | Attribute::EnhancedContactMonitoring
        | Attribute::EnhancedChatMonitoring
        | Attribute::MultiPartyChatConference
        | Attribute::MessageStreaming => {
            instance.attributes.retain(|set| set.attribute_type != attribute);
            instance.attributes.push(InstanceAttribute {
                attribute_type: attribute,
                value,
            });
        }
    }
    instance
}

/// The truth that a value stands for.
///
/// # Errors
///
/// If it is none.
pub fn value(text: &str) -> Result<bool, Vec<Breach>> {
    text.to_ascii_lowercase().parse().map_err(|_| {
        vec![Breach {
            member: "Value",
            fault: Fault::NotOneOf { values: VALUES },
        }]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_true_or_false() {
        assert_eq!(value("true"), Ok(true));
        assert_eq!(value("False"), Ok(false));
        let refused = value("yes").unwrap_err();
        assert_eq!(refused[0].to_string(), "Value must be one of true, false");
    }
}
