//! Roster's own.

mod guard;
