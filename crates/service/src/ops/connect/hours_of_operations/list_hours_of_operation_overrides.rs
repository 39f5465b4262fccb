use crate::prelude::connect::*;

// Hours have none.
list_held!(
    ListHoursOfOperationOverrides: HoursOfOperation hours_of_operation_id,
    hours_of_operation_override_list of |hours| &[] as &[String]
);
