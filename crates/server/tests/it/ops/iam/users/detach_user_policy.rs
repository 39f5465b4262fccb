use crate::ops::iam::owners::USERS;

#[test]
fn a_policy_is_detached_once() {
    USERS.a_policy_is_detached_once();
}
