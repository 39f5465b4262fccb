//! Targets that take events through real sockets.

mod sending;
mod syslog;
mod syslog_parser;
mod webhook;
