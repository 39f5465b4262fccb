//! Pages of a list.

use roster_model_derive::shape;

/// Where the next page starts; taken as it was given in the page before.
#[shape]
pub struct NextToken(pub String);

/// How many results a page may hold, up to 10.
#[shape(range(1, 10))]
pub struct MaxResult10(pub i32);

/// How many results a page may hold, up to 25.
#[shape(range(1, 25))]
pub struct MaxResult25(pub i32);

/// How many results a page may hold, up to 100.
#[shape(range(1, 100))]
pub struct MaxResult100(pub i32);

/// How many results a page may hold, up to 1,000.
#[shape(range(1, 1000))]
pub struct MaxResult1000(pub i32);

/// Where the next page of a search starts.
#[shape(length(1, 2500))]
pub struct NextToken2500(pub String);

/// How many results a page of a search may hold, up to 500.
#[shape(range(1, 500))]
pub struct MaxResult500(pub i32);
