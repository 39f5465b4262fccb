//! Parts that flows share.

mod list_contact_flow_modules;
mod search_contact_flow_modules;

pub use list_contact_flow_modules::*;
pub use search_contact_flow_modules::*;
