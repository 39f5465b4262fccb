//! Second factors of users.

mod delete_second_factor;
