//! Roster's own: its administration.

pub mod audit;
pub mod guard;
pub mod mail;
pub mod second_factor;
pub mod settings;
