//! Tags of all that has them.

mod list_tags_for_resource;
mod search_resource_tags;
mod tag_resource;
mod untag_resource;

pub use list_tags_for_resource::*;
pub use search_resource_tags::*;
pub use tag_resource::*;
pub use untag_resource::*;
