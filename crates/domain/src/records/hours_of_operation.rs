//! When contacts are taken.

use std::borrow::Cow;

use roster_model::ops::connect::hours_of_operations::{HoursOfOperationDays, HoursOfOperationDescription};
use roster_model::shapes::{TagMap, Timestamp};
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use super::searchable::Searchable;
use crate::id::Id;

/// When contacts are taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct HoursOfOperation {
    /// Its id.
    pub id: Id,
    /// The instance it belongs to.
    pub instance_id: Id,
    /// Its name.
    pub name: String,
    /// What they are for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<HoursOfOperationDescription>,
    /// An IANA time zone.
    pub time_zone: String,
    /// The hours, day by day.
    pub config: Vec<DayHours>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<TagMap>,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

/// The hours of one day; from midnight to midnight is the whole day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct DayHours {
    /// The day.
    pub day: HoursOfOperationDays,
    /// Minutes after midnight.
    pub start_minute: u16,
    /// Minutes after midnight; 0 is the end of the day.
    pub end_minute: u16,
}

super::named_record::named_record!(HoursOfOperation, "hours_of_operation", by BY_TERM);

impl Searchable for HoursOfOperation {
    const FIELDS: &'static [&'static str] = &["name", "description", "timezone", "resourceID"];

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn description(&self) -> Option<&str> {
        self.description.as_deref().map(String::as_str)
    }

    fn texts_of(&self, field: &str) -> Vec<Cow<'_, str>> {
        match field {
            "timezone" => vec![(&*self.time_zone).into()],
            _ => Vec::new(),
        }
    }
}
