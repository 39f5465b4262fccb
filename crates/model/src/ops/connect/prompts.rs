//! What callers hear.

mod list_prompts;
mod search_prompts;

pub use list_prompts::*;
pub use search_prompts::*;
