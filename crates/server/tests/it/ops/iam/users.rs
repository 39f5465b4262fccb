mod create_user;
mod get_user;
mod put_user_policy;
