use crate::ops::iam::owners::USERS;

#[test]
fn a_policy_is_attached_once_however_often() {
    USERS.a_policy_is_attached_once_however_often();
}

#[test]
fn only_managed_policies_that_are_there_can_be_attached() {
    USERS.only_managed_policies_that_are_there_can_be_attached();
}

#[test]
fn ten_policies_can_be_attached() {
    USERS.ten_policies_can_be_attached();
}
