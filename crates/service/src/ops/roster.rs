//! Roster's own.

mod audit;
mod guard;
mod mail;
mod second_factor;
mod settings;
