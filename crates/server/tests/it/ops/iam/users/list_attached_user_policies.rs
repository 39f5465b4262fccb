use crate::ops::iam::owners::USERS;

#[test]
fn attached_policies_are_listed_page_by_page_and_by_path() {
    USERS.attached_policies_are_listed_page_by_page_and_by_path();
}
