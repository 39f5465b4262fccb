mod get_current_user_data;
