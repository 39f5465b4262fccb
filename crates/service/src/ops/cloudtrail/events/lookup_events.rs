use roster_domain::Key;
use roster_domain::audit::TimeRange;
use roster_domain::audit::cloudtrail::event_id;
use roster_model::ops::cloudtrail::events::{
    Event, EventsList, LookupAttribute, LookupAttributeKey, LookupEvents, LookupEventsResponse, Resource,
    ResourceList,
};

use crate::audit_page::{self, AuditPage, Found};
use crate::prelude::*;

impl Handler for LookupEvents {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let times = TimeRange {
            since: request.start_time,
            until: request.end_time,
        };
        if times
            .since
            .zip(times.until)
            .is_some_and(|(since, until)| since > until)
        {
            return Err(Refusal::EndsBeforeStart);
        }
        let attribute = request.lookup_attributes.as_ref().and_then(|list| list.first());
        let region = cx.account_region().region.clone();
        let (name, value) = attribute.map_or(("", ""), |attribute| {
            (
                attribute.attribute_key.as_str(),
                attribute.attribute_value.as_str(),
            )
        });
        let key = Key::new().text(&cx.account_region().account).text(&region);
        let key = audit_page::key_of_times(&key, times).text(name).text(value);
        let page = AuditPage {
            list: List::new("events", &key),
            times,
            limit: paging::limit(request.max_results.as_ref().map(|max| **max), 50),
            token: request.next_token.as_ref(),
        };
        if request.event_category.is_some() {
            return Ok(LookupEventsResponse {
                events: Some(EventsList(Vec::new())),
                next_token: None,
            });
        }
        let is_wanted = |found: &Found| {
            found.record.region.as_ref() == Some(&region)
                && attribute.is_none_or(|attribute| has(attribute, found))
        };
        let (found, next_token) = page.read(cx, is_wanted).await?;
        let events = found.iter().map(event).collect::<Result<_, _>>()?;
        Ok(LookupEventsResponse {
            events: Some(EventsList(events)),
            next_token,
        })
    }
}

fn has(attribute: &LookupAttribute, found: &Found) -> bool {
    let Found { chained, record } = found;
    let value = attribute.attribute_value.as_str();
    match attribute.attribute_key {
        LookupAttributeKey::EventId => event_id(&chained.hash) == value,
        LookupAttributeKey::EventName => record.event_name() == value,
        LookupAttributeKey::ReadOnly => record.is_read_only().to_string() == value,
        LookupAttributeKey::Username => record.username() == Some(value),
        LookupAttributeKey::ResourceType => record.resource_type() == Some(value),
        LookupAttributeKey::ResourceName => record
            .resource
            .as_deref()
            .is_some_and(|arn| arn == value || arn.rsplit('/').next() == Some(value)),
        LookupAttributeKey::EventSource => record.event_source() == value,
        LookupAttributeKey::AccessKeyId => record.access_key_id.as_deref() == Some(value),
    }
}

fn event(found: &Found) -> Result<Event, Refusal> {
    let Found { chained, record } = found;
    let text = serde_json::to_string(&record.cloudtrail(&chained.hash))
        .map_err(|error| StoreError::Engine(error.to_string()))?;
    let resource = record.resource.clone().map(|arn| Resource {
        resource_type: record.resource_type().map(str::to_owned),
        resource_name: Some(arn),
    });
    Ok(Event {
        event_id: Some(event_id(&chained.hash)),
        event_name: Some(record.event_name().to_owned()),
        read_only: Some(record.is_read_only().to_string()),
        access_key_id: record.access_key_id.clone(),
        event_time: Some(record.time),
        event_source: Some(record.event_source()),
        username: record.username().map(str::to_owned),
        resources: Some(ResourceList(resource.into_iter().collect())),
        cloud_trail_event: Some(text),
    })
}
