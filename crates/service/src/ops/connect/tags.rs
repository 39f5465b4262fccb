//! Tags of all that has them.

mod list_tags_for_resource;
mod tag_resource;
mod untag_resource;
