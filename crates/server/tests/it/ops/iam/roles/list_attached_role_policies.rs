use crate::ops::iam::owners::ROLES;

#[test]
fn attached_policies_are_listed_page_by_page_and_by_path() {
    ROLES.attached_policies_are_listed_page_by_page_and_by_path();
}
