//! Pages of a list.

use roster_model_derive::shape;

/// Where the next page starts; taken as it was given in the page before.
#[shape]
pub struct NextToken(pub String);

/// How many results a page may hold, up to 10.
#[shape(range(1, 10))]
pub struct MaxResult10(pub i32);

/// How many results a page may hold, up to 1,000.
#[shape(range(1, 1000))]
pub struct MaxResult1000(pub i32);
