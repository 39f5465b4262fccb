use crate::ops::iam::owners::USERS;

#[test]
fn a_policy_is_taken_away_once() {
    USERS.a_policy_is_taken_away_once();
}
