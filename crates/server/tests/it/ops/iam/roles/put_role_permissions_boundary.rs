use crate::ops::iam::owners::ROLES;

#[test]
fn a_boundary_is_set_and_shown() {
    ROLES.a_boundary_is_set_and_shown();
}

#[test]
fn a_boundary_must_be_a_managed_policy() {
    ROLES.a_boundary_must_be_a_managed_policy();
}
