//! Which records a search finds.

mod conditions;
mod criteria;
mod filters;
pub mod predefined_attributes;
pub mod resource_tags;
pub mod resources;
#[cfg(test)]
mod tests;
mod texts;
mod user_conditions;
pub mod users;
pub mod workspace_associations;

pub use conditions::{Comparison, Condition, Term};
pub use criteria::Criteria;
pub use filters::Filter;
