use crate::ops::iam::owners::ROLES;

#[test]
fn a_policy_is_attached_once_however_often() {
    ROLES.a_policy_is_attached_once_however_often();
}

#[test]
fn only_managed_policies_that_are_there_can_be_attached() {
    ROLES.only_managed_policies_that_are_there_can_be_attached();
}

#[test]
fn ten_policies_can_be_attached() {
    ROLES.ten_policies_can_be_attached();
}
