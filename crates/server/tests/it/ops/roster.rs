pub(crate) mod guard;
pub(crate) mod mail;
mod settings;
