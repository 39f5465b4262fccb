mod addresses;
mod passwords;
mod profile;
mod sessions;
