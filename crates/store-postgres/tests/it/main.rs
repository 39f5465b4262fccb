//! The engine on a cluster that `cargo xtask test` starts, with a schema for each test.

mod chains;
mod copies;
mod crashed;
mod crowded;
mod looking;
mod network;
mod suite;
mod together;
mod work;
