use super::super::quick_connect_targets::shown;
use crate::prelude::connect::*;

describe!(DescribeQuickConnect: QuickConnect quick_connect_id, quick_connect is |cx, quick_connect| describe(cx, quick_connect));

/// A quick connect as answers have it.
pub(super) fn describe(cx: &RequestContext, quick_connect: QuickConnect) -> quick_connects::QuickConnect {
    quick_connects::QuickConnect {
        quick_connect_arn: Some(cx.arn_of(&quick_connect).into()),
        last_modified_region: Some(quick_connect.last_modified_region()),
        quick_connect_id: Some(quick_connect.id.into_member()),
        name: Some(quick_connect.name.into()),
        description: quick_connect.description,
        quick_connect_config: Some(shown(quick_connect.quick_connect_config)),
        tags: quick_connect.tags,
        last_modified_time: Some(quick_connect.last_modified_time),
    }
}
