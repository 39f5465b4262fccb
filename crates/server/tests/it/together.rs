//! What holds when much happens at once, on every engine: on PostgreSQL, of three rosters that know
//! nothing of each other.

mod histories;
mod keys;
mod races;
mod storms;
