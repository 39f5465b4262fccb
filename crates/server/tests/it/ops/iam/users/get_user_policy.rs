use crate::ops::iam::owners::USERS;

#[test]
fn a_policy_is_shown_percent_encoded() {
    USERS.a_policy_is_shown_percent_encoded();
}

#[test]
fn a_policy_that_is_not_there_is_not_found() {
    USERS.a_policy_that_is_not_there_is_not_found();
}
