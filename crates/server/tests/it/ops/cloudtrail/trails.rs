mod describe_trails;
mod get_trail;
mod list_public_keys;
