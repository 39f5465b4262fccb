//! LookupEvents.

use roster_model_derive::{operation, shape};

use crate::shapes::{NextToken, Timestamp};

/// Looks up events in the audit of the caller's account and Region, the newest first.
#[operation(
    service = CloudTrail,
    effect = Read,
    resources = "",
    exceptions = [
        InvalidLookupAttributes, InvalidTimeRange, InvalidMaxResults, InvalidNextToken, InvalidEventCategory,
        UnsupportedOperation, OperationNotPermitted,
    ],
    pages = "Events",
)]
pub struct LookupEvents;

/// The input of `LookupEvents`.
#[shape]
pub struct LookupEventsRequest {
    /// What events must have; all events by default.
    pub lookup_attributes: Option<LookupAttributesList>,
    /// The time before which events are left out.
    pub start_time: Option<Timestamp>,
    /// The time after which events are left out.
    pub end_time: Option<Timestamp>,
    /// The category of events; management events by default.
    pub event_category: Option<EventCategory>,
    /// How many events a page may hold; 50 by default.
    pub max_results: Option<MaxResults>,
    /// Where the page starts.
    pub next_token: Option<NextToken>,
}

/// What events must have: one attribute, as AWS's API reference has it.
#[shape(length(_, 1))]
pub struct LookupAttributesList(pub Vec<LookupAttribute>);

/// What an event must have.
#[shape]
pub struct LookupAttribute {
    /// Which attribute.
    pub attribute_key: LookupAttributeKey,
    /// Its value.
    pub attribute_value: LookupAttributeValue,
}

/// What events can be looked up by.
#[shape(as_written)]
pub enum LookupAttributeKey {
    /// The id of the event.
    EventId,
    /// The operation.
    EventName,
    /// Whether the operation only looks: true or false.
    ReadOnly,
    /// The name of the user, or of the session of a role.
    Username,
    /// The type of what it was about, such as AWS::Connect::User.
    ResourceType,
    /// The ARN of what it was about, or its id.
    ResourceName,
    /// The service, such as connect.amazonaws.com.
    EventSource,
    /// The access key that signed.
    AccessKeyId,
}

/// The value of an attribute.
#[shape(length(1, 2000))]
pub struct LookupAttributeValue(pub String);

/// A category of events.
#[shape(as_written)]
#[allow(non_camel_case_types, reason = "the value as it is written")]
pub enum EventCategory {
    /// What CloudTrail finds unusual by itself; Roster finds nothing.
    insight,
}

/// How many events a page may hold, up to 50.
#[shape(range(1, 50))]
pub struct MaxResults(pub i32);

/// The output of `LookupEvents`.
#[shape]
pub struct LookupEventsResponse {
    /// The events of this page.
    pub events: Option<EventsList>,
    /// Where the next page starts; absent on the last. A page may be empty and not the last.
    pub next_token: Option<NextToken>,
}

/// Events.
#[shape]
pub struct EventsList(pub Vec<Event>);

/// An event.
#[shape]
pub struct Event {
    /// Its id.
    pub event_id: Option<String>,
    /// The operation.
    pub event_name: Option<String>,
    /// Whether the operation only looks: true or false.
    pub read_only: Option<String>,
    /// The access key that signed.
    pub access_key_id: Option<String>,
    /// When it was.
    pub event_time: Option<Timestamp>,
    /// The service.
    pub event_source: Option<String>,
    /// The name of the user, or of the session of a role.
    pub username: Option<String>,
    /// What it was about.
    pub resources: Option<ResourceList>,
    /// The record as CloudTrail writes it, in JSON.
    pub cloud_trail_event: Option<String>,
}

/// What an event was about.
#[shape]
pub struct ResourceList(pub Vec<Resource>);

/// Something that an event was about.
#[shape]
pub struct Resource {
    /// Its type, such as AWS::Connect::User.
    pub resource_type: Option<String>,
    /// Its ARN.
    pub resource_name: Option<String>,
}
