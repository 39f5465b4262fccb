use super::describe_user_hierarchy_group::describe_all;
use crate::prelude::connect::*;

search!(
    SearchUserHierarchyGroups: HierarchyGroup by BY_NAME,
    user_hierarchy_groups of all |cx, groups| describe_all(cx, groups).await?
);
