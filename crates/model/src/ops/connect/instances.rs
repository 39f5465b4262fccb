//! Contact centres.

mod create_instance;
mod delete_instance;
mod describe_instance;
mod describe_instance_attribute;
mod list_instance_attributes;
mod list_instances;
mod update_instance_attribute;

pub use create_instance::*;
pub use delete_instance::*;
pub use describe_instance::*;
pub use describe_instance_attribute::*;
pub use list_instance_attributes::*;
pub use list_instances::*;
pub use update_instance_attribute::*;
