//! From the rows of a file to calls and refusals.

#[path = "rows/cells.rs"]
mod cells;
#[path = "rows/creating.rs"]
mod creating;
#[path = "rows/directory.rs"]
mod directory;
#[path = "rows/holding_back.rs"]
mod holding_back;
