//! What people do at the pages.

mod addresses;
mod passwords;
mod profile;
mod sessions;
