//! At which addresses contacts arrive.

mod search_email_addresses;

pub use search_email_addresses::*;
