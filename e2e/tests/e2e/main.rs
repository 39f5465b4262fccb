//! Real clients, in their own processes, against the real binary.

mod access;
mod access_commands;
mod audit_trail;
mod auto_prompt;
mod clients;
mod cloudtrail;
mod command_line;
mod completions;
mod copy;
mod crash;
mod dialects;
mod disk_full;
mod edges;
mod harness;
mod log_lines;
mod manual;
mod model;
mod pager;
mod postgres;
mod principals;
mod side_by_side;
mod starting;
mod stopping;
mod stories;
mod throttling;
mod tls;
