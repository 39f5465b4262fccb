//! What people do at the pages. These operations have no signed route: a page carries them out.

pub mod addresses;
pub mod passwords;
pub mod profile;
pub mod second_factor;
pub mod sessions;
