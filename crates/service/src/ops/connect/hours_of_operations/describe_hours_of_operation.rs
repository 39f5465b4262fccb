use crate::prelude::connect::*;

describe!(
    DescribeHoursOfOperation: HoursOfOperation hours_of_operation_id,
    hours_of_operation is |cx, hours| describe(cx, hours)
);

/// Hours of operation as answers have them.
pub(super) fn describe(
    cx: &RequestContext,
    hours: HoursOfOperation,
) -> hours_of_operations::HoursOfOperation {
    hours_of_operations::HoursOfOperation {
        hours_of_operation_arn: Some(cx.arn_of(&hours).into()),
        last_modified_region: Some(hours.last_modified_region()),
        config: Some(rules::hours_of_operation::shown(&hours.config)),
        hours_of_operation_id: Some(hours.id.into_member()),
        name: Some(hours.name.into()),
        description: hours.description,
        time_zone: Some(hours.time_zone.into()),
        tags: hours.tags,
        last_modified_time: Some(hours.last_modified_time),
    }
}
