use super::finds_no_group;

#[test]
fn there_is_no_group_to_add_a_user_to() {
    finds_no_group("AssociateTrafficDistributionGroupUser");
}
