//! The bucket that the audit is delivered to.

mod get_bucket_location;
mod get_object;
mod list_objects;

pub use get_bucket_location::*;
pub use get_object::*;
pub use list_objects::*;
