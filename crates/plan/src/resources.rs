//! What users of an instance refer to, directly or not, and how one instance gets it from another.

mod call;
mod change;
mod copying;
mod form;
mod inventory;
mod kind;
mod resource;

pub use call::ResourceCall;
pub use change::{MemberChange, ResourceChange};
pub use copying::{Copying, Uncopied, copy};
pub use inventory::Inventory;
pub use kind::ResourceKind;
pub use resource::{Members, Resource, group_path};
