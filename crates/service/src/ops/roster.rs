//! Roster's own.

mod guard;
mod mail;
mod second_factor;
mod settings;
