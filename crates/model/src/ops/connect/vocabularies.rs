//! Words that transcriptions know.

mod list_default_vocabularies;
mod search_vocabularies;

pub use list_default_vocabularies::*;
pub use search_vocabularies::*;
