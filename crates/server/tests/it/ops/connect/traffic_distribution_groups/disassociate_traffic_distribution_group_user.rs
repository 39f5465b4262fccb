use super::finds_no_group;

#[test]
fn there_is_no_group_to_remove_a_user_from() {
    finds_no_group("DisassociateTrafficDistributionGroupUser");
}
