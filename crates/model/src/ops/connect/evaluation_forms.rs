//! How the work of agents is judged.

mod list_evaluation_forms;
mod search_evaluation_forms;

pub use list_evaluation_forms::*;
pub use search_evaluation_forms::*;
