//! The security profiles of entities. The entities are users: Roster has no AI agents.

mod associate_security_profiles;
mod disassociate_security_profiles;
mod list_entity_security_profiles;

pub use associate_security_profiles::*;
pub use disassociate_security_profiles::*;
pub use list_entity_security_profiles::*;
