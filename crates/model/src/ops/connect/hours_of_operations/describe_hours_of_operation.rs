//! DescribeHoursOfOperation.

use roster_model_derive::{operation, shape};

use crate::shapes::{
    ARN, CommonNameLength127, HoursOfOperationId, InstanceId, RegionName, TagMap, Timestamp,
};

/// Shows hours of operation.
#[operation(
    http = "GET /hours-of-operations/{InstanceId}/{HoursOfOperationId}",
    effect = Read,
    resources = "hours-of-operation*",
)]
pub struct DescribeHoursOfOperation;

/// The input of `DescribeHoursOfOperation`.
#[shape]
pub struct DescribeHoursOfOperationRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The hours of operation.
    #[shape(label)]
    pub hours_of_operation_id: HoursOfOperationId,
}

/// The output of `DescribeHoursOfOperation`.
#[shape]
pub struct DescribeHoursOfOperationResponse {
    /// The hours of operation.
    pub hours_of_operation: Option<HoursOfOperation>,
}

/// Hours of operation.
#[shape]
pub struct HoursOfOperation {
    /// Their id.
    pub hours_of_operation_id: Option<HoursOfOperationId>,
    /// Their ARN.
    pub hours_of_operation_arn: Option<ARN>,
    /// Their name.
    pub name: Option<CommonNameLength127>,
    /// What they are for.
    pub description: Option<HoursOfOperationDescription>,
    /// The time zone of the times.
    pub time_zone: Option<TimeZone>,
    /// The hours, day by day.
    pub config: Option<HoursOfOperationConfigList>,
    /// Their tags.
    pub tags: Option<TagMap>,
    /// When they last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}

/// What hours of operation are for.
#[shape(length(1, 250), stored)]
pub struct HoursOfOperationDescription(pub String);

/// A time zone by its name, such as `Europe/Berlin`.
#[shape]
pub struct TimeZone(pub String);

/// Hours, day by day.
#[shape(length(0, 100))]
pub struct HoursOfOperationConfigList(pub Vec<HoursOfOperationConfig>);

/// Hours of one day; from midnight to midnight is the whole day.
#[shape]
pub struct HoursOfOperationConfig {
    /// The day.
    pub day: HoursOfOperationDays,
    /// When contacts start to be taken.
    pub start_time: HoursOfOperationTimeSlice,
    /// When that ends; midnight is the end of the day.
    pub end_time: HoursOfOperationTimeSlice,
}

/// A day of the week.
#[shape(stored)]
pub enum HoursOfOperationDays {
    /// Sunday.
    Sunday,
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
}

/// A time of the day.
#[shape]
pub struct HoursOfOperationTimeSlice {
    /// Full hours after midnight.
    pub hours: Hours24Format,
    /// Minutes after the full hour.
    pub minutes: MinutesLimit60,
}

/// Full hours after midnight.
#[shape(range(0, 23))]
pub struct Hours24Format(pub i32);

/// Minutes after a full hour.
#[shape(range(0, 59))]
pub struct MinutesLimit60(pub i32);
