use crate::ops::iam::owners::ROLES;

#[test]
fn the_names_of_policies_are_listed_page_by_page() {
    ROLES.the_names_of_policies_are_listed_page_by_page();
}
