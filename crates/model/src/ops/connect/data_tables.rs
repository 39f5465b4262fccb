//! Values that flows look up.

mod list_data_tables;
mod search_data_tables;

pub use list_data_tables::*;
pub use search_data_tables::*;
