//! What happens to contacts.

mod list_contact_flows;
mod search_contact_flows;

pub use list_contact_flows::*;
pub use search_contact_flows::*;
