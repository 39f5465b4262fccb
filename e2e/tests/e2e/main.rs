//! Real clients, in their own processes, against the real binary.

mod access;
mod audit_trail;
mod clients;
mod command_line;
mod crash;
mod dialects;
mod disk_full;
mod edges;
mod harness;
mod log_lines;
mod model;
mod postgres;
mod starting;
mod stopping;
mod stories;
mod tls;
