//! The engine on a cluster that `cargo xtask test` starts, with a schema for each test.

mod chains;
mod commands;
mod concurrency;
mod connection_limit;
mod copies;
mod migrations;
mod network;
mod panics;
mod read_only;
mod suite;
mod times;
mod work;
