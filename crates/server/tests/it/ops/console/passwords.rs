mod change_password;
mod open_reset_link;
mod request_password_reset;
mod reset_password;
