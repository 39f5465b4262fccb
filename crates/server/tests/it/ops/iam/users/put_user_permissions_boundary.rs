use crate::ops::iam::owners::USERS;

#[test]
fn a_boundary_is_set_and_shown() {
    USERS.a_boundary_is_set_and_shown();
}

#[test]
fn a_boundary_must_be_a_managed_policy() {
    USERS.a_boundary_must_be_a_managed_policy();
}
