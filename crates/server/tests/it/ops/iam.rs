mod access_keys;
mod users;
