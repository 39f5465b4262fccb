//! Roster's own.

mod guard;
mod mail;
