use crate::ops::iam::owners::ROLES;

#[test]
fn a_boundary_is_lifted_once() {
    ROLES.a_boundary_is_lifted_once();
}
