//! The records, one file each, and the list of their kinds.

mod agent_status;
mod hierarchy_structure;
mod hours_of_operation;
pub mod iam;
mod instance;
mod instance_resource;
mod master_key;
mod password;
mod queue;
mod routing_profile;
mod security_profile;
mod user;

pub use agent_status::AgentStatus;
pub use hierarchy_structure::HierarchyStructure;
pub use hours_of_operation::{DayHours, HoursOfOperation};
pub use instance::Instance;
pub use instance_resource::InstanceResource;
pub use master_key::MasterKeyInUse;
pub use password::PasswordHash;
pub use queue::Queue;
pub use routing_profile::{QueueConfig, RoutingProfile};
pub use security_profile::SecurityProfile;
pub use user::User;

use crate::record::{Kind, Record};

/// Every kind of record. An engine makes room for each.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    OWN_KINDS
        .iter()
        .chain(KINDS_OF_AN_INSTANCE)
        .chain(iam::KINDS)
        .copied()
}

/// The kinds whose records belong to nothing else.
const OWN_KINDS: &[&Kind] = &[Instance::KIND, MasterKeyInUse::KIND];

/// The kinds whose records belong to an instance and go with it.
pub const KINDS_OF_AN_INSTANCE: &[&Kind] = &[
    AgentStatus::KIND,
    HierarchyStructure::KIND,
    HoursOfOperation::KIND,
    PasswordHash::KIND,
    Queue::KIND,
    RoutingProfile::KIND,
    SecurityProfile::KIND,
    User::KIND,
];

/// Declares a kind of record that belongs to an instance and has a name unique within it.
macro_rules! named_record {
    ($record:ident, $table:literal) => {
        impl $record {
            /// By instance and name.
            pub const BY_NAME: $crate::record::Index = $crate::record::Index { name: "name" };

            /// Where the records of an instance start in [`Self::BY_NAME`].
            pub fn of_instance(instance_id: &$crate::id::Id) -> $crate::key::Key {
                $crate::key::Key::new().id(instance_id)
            }

            /// Where the record of this id is kept.
            pub fn key_of(instance_id: &$crate::id::Id, id: &$crate::id::Id) -> $crate::key::Key {
                $crate::key::Key::new().id(instance_id).id(id)
            }
        }

        impl $crate::record::Record for $record {
            const KIND: &'static $crate::record::Kind = &$crate::record::Kind {
                name: $table,
                indexes: &[Self::BY_NAME],
                secret: false,
                stamps: $crate::record::LAST_MODIFIED,
            };

            fn key(&self) -> $crate::key::Key {
                Self::key_of(&self.instance_id, &self.id)
            }

            fn entries(&self) -> Vec<$crate::record::Entry> {
                vec![$crate::record::Entry {
                    index: &Self::BY_NAME,
                    key: Self::of_instance(&self.instance_id).text(&self.name),
                }]
            }
        }
    };
}
use named_record;
