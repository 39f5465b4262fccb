use super::describe_hours_of_operation::describe;
use crate::prelude::connect::*;

search!(
    SearchHoursOfOperations: HoursOfOperation by BY_NAME,
    hours_of_operations of |cx, hours| describe(cx, hours)
);
