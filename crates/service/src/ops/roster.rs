//! Roster's own.

mod guard;
mod mail;
mod settings;
