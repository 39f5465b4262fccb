//! Contact centres.

mod create_instance;
mod delete_instance;
mod describe_instance;
mod list_instances;

pub use create_instance::*;
pub use delete_instance::*;
pub use describe_instance::*;
pub use list_instances::*;
