mod audit;
pub(crate) mod guard;
pub(crate) mod mail;
mod second_factor;
mod settings;
