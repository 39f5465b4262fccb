use crate::ops::iam::owners::ROLES;

#[test]
fn a_policy_is_given_and_replaced() {
    ROLES.a_policy_is_given_and_replaced();
}

#[test]
fn what_is_no_policy_is_refused() {
    ROLES.what_is_no_policy_is_refused();
}

#[test]
fn all_policies_together_have_a_greatest_length() {
    ROLES.all_policies_together_have_a_greatest_length();
}
