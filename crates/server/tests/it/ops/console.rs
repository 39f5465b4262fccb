mod passwords;
mod profile;
mod sessions;
