mod addresses;
mod passwords;
mod profile;
mod second_factor;
mod sessions;
