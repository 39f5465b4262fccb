//! Identity and Access Management.

mod access_keys;
mod owners;
mod policies;
mod roles;
mod simulation;
mod users;
