use crate::ops::iam::owners::USERS;

#[test]
fn a_policy_is_given_and_replaced() {
    USERS.a_policy_is_given_and_replaced();
}

#[test]
fn what_is_no_policy_is_refused() {
    USERS.what_is_no_policy_is_refused();
}

#[test]
fn all_policies_together_have_a_greatest_length() {
    USERS.all_policies_together_have_a_greatest_length();
}
