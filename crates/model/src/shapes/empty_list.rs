//! Lists of what there is not.

use roster_model_derive::shape;

/// A list of what no instance of Roster has.
#[shape(length(_, 0))]
pub struct EmptyList(pub Vec<String>);
