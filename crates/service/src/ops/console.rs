//! What people do at the pages.

mod passwords;
mod profile;
mod sessions;
