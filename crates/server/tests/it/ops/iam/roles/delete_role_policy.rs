use crate::ops::iam::owners::ROLES;

#[test]
fn a_policy_is_taken_away_once() {
    ROLES.a_policy_is_taken_away_once();
}
