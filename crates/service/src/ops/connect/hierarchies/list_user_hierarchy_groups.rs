use super::describe_user_hierarchy_group::summarize;
use crate::prelude::connect::*;

list!(
    ListUserHierarchyGroups: HierarchyGroup by BY_NAME,
    user_hierarchy_group_summary_list of |cx, group| summarize(cx, &group)
);
