use crate::ops::iam::owners::USERS;

#[test]
fn the_names_of_policies_are_listed_page_by_page() {
    USERS.the_names_of_policies_are_listed_page_by_page();
}
