//! The security profiles of entities.

mod associate_security_profiles;
mod disassociate_security_profiles;
mod list_entity_security_profiles;
