use crate::prelude::connect::*;

list!(
    ListHoursOfOperations: HoursOfOperation by BY_NAME,
    hours_of_operation_summary_list of |cx, hours| HoursOfOperationSummary {
        arn: Some(cx.arn_of(&hours).into()),
        last_modified_region: Some(hours.last_modified_region()),
        id: Some(hours.id.into_member()),
        name: Some(hours.name.into()),
        last_modified_time: Some(hours.last_modified_time),
    }
);
