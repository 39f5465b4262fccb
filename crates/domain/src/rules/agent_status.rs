//! What may become of agent statuses. Source: the administrator guide says that those which come with an instance can be
//! renamed; that they cannot be disabled is assumed.

use roster_model::ops::connect::agent_statuses::{AgentStatusState, UpdateAgentStatusRequest};

use super::breach::{Breach, Fault};
use crate::records::AgentStatus;

/// What is wrong with giving an agent status to a user. That it must be enabled is assumed.
pub fn put(status: &AgentStatus) -> Vec<Breach> {
    match status.state() {
        AgentStatusState::Enabled => Vec::new(),
        AgentStatusState::Disabled => vec![Breach {
            member: "AgentStatusId",
            fault: Fault::Disabled {
                value: status.name.to_string(),
            },
        }],
    }
}

/// What is wrong with a change of an agent status.
pub fn update(status: &AgentStatus, request: &UpdateAgentStatusRequest) -> Vec<Breach> {
    let mut breaches = Vec::new();
    if status.is_built_in() && request.state == Some(AgentStatusState::Disabled) {
        breaches.push(Breach {
            member: "State",
            fault: Fault::BuiltIn {
                value: AgentStatusState::Disabled.as_str(),
            },
        });
    }
    if request.display_order.is_some() && request.reset_order_number == Some(true) {
        breaches.push(Breach {
            member: "DisplayOrder",
            fault: Fault::Twice {
                other: "ResetOrderNumber",
            },
        });
    }
    breaches
}
