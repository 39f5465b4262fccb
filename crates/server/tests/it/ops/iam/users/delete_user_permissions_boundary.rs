use crate::ops::iam::owners::USERS;

#[test]
fn a_boundary_is_lifted_once() {
    USERS.a_boundary_is_lifted_once();
}
