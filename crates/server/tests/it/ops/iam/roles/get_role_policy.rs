use crate::ops::iam::owners::ROLES;

#[test]
fn a_policy_is_shown_percent_encoded() {
    ROLES.a_policy_is_shown_percent_encoded();
}

#[test]
fn a_policy_that_is_not_there_is_not_found() {
    ROLES.a_policy_that_is_not_there_is_not_found();
}
