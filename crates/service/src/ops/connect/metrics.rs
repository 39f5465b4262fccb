//! What agents do now.

mod get_current_user_data;
