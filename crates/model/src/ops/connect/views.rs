//! Pages of step-by-step guides.

mod list_views;
mod search_views;

pub use list_views::*;
pub use search_views::*;
