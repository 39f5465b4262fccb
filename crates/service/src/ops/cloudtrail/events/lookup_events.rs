use roster_domain::audit::cloudtrail::event_id;
use roster_domain::audit::{AuditRecord, ChainedRecord};
use roster_domain::{AccountRegion, Key};
use roster_model::ops::cloudtrail::events::{
    Event, EventsList, LookupAttribute, LookupAttributeKey, LookupEvents, LookupEventsRequest,
    LookupEventsResponse, Resource, ResourceList,
};

use crate::prelude::*;

/// How many records one page looks at: where few fit, pages have few events, and the next goes on.
const LOOKED_AT: usize = 5_000;

/// How many records are read at once.
const CHUNK: usize = 250;

/// How much earlier than an older record of the chain a newer one may have come, in milliseconds:
/// longer than any request takes from its arrival to its record.
const DISORDER: i64 = 15 * 60 * 1000;

impl Handler for LookupEvents {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let lookup = Lookup::new(cx.request_context.account_region(), request)?;
        let list = lookup.list();
        let mut before = match &request.next_token {
            Some(token) => sequence(&list.place(token)?)?,
            None => lookup.newest(&mut cx.transaction).await?,
        };
        let limit = paging::limit(request.max_results.as_ref().map(|max| **max), 50);
        let mut events = Vec::new();
        let mut goes_on = request.event_category.is_none();
        for _ in 0..LOOKED_AT / CHUNK {
            if !goes_on || events.len() == limit {
                break;
            }
            let records = cx.transaction.audited(before, CHUNK).await?;
            goes_on = records.len() == CHUNK;
            for chained in &records {
                if events.len() == limit {
                    goes_on = true;
                    break;
                }
                before = chained.sequence;
                let record = read(chained)?;
                if lookup.is_past(&record) {
                    goes_on = false;
                    break;
                }
                if lookup.wants(chained, &record) {
                    events.push(event(chained, &record)?);
                }
            }
        }
        Ok(LookupEventsResponse {
            events: Some(EventsList(events)),
            next_token: goes_on.then(|| list.token(&before.to_be_bytes())),
        })
    }
}

/// What is looked for.
struct Lookup<'r> {
    account_region: &'r AccountRegion,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    attribute: Option<&'r LookupAttribute>,
}

impl<'r> Lookup<'r> {
    fn new(account_region: &'r AccountRegion, request: &'r LookupEventsRequest) -> Result<Self, Refusal> {
        let (start, end) = (request.start_time, request.end_time);
        if start.zip(end).is_some_and(|(start, end)| start > end) {
            return Err(Refusal::EndsBeforeStart);
        }
        Ok(Self {
            account_region,
            start,
            end,
            attribute: request.lookup_attributes.as_ref().and_then(|list| list.first()),
        })
    }

    /// The list that a token belongs to: that of this caller and these questions.
    fn list(&self) -> List {
        let bound =
            |time: Option<Timestamp>| time.map_or_else(String::new, |time| time.milliseconds.to_string());
        let (name, value) = self.attribute.map_or(("", ""), |attribute| {
            (
                attribute.attribute_key.as_str(),
                attribute.attribute_value.as_str(),
            )
        });
        let key = Key::new()
            .text(&self.account_region.account)
            .text(&self.account_region.region)
            .text(&bound(self.start))
            .text(&bound(self.end))
            .text(name)
            .text(value);
        List::new("events", &key)
    }

    /// The number of a record in front of which all that can be wanted stands: found by halves, as times
    /// grow along the chain.
    async fn newest(&self, transaction: &mut Transaction<'_>) -> Result<u64, StoreError> {
        let Some(end) = self.end else {
            return Ok(u64::MAX);
        };
        let mut last_before = async |before| {
            let records = transaction.audited(before, 1).await?;
            let read = |chained: &ChainedRecord| {
                let time = read(chained)?.time;
                Ok::<_, StoreError>((chained.sequence, time.milliseconds))
            };
            records.first().map(read).transpose()
        };
        let last = last_before(u64::MAX).await?;
        let (mut low, mut high) = (1, last.map_or(1, |(sequence, _)| sequence + 1));
        while low < high {
            let middle = low.midpoint(high);
            let time = last_before(middle + 1).await?.map(|(_, time)| time);
            if time.is_some_and(|time| time > end.milliseconds.saturating_add(DISORDER)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(low)
    }

    /// Whether neither this record nor an older one can have come since the start.
    fn is_past(&self, record: &AuditRecord) -> bool {
        self.start
            .is_some_and(|start| record.time.milliseconds < start.milliseconds.saturating_sub(DISORDER))
    }

    fn wants(&self, chained: &ChainedRecord, record: &AuditRecord) -> bool {
        record.account.as_ref() == Some(&self.account_region.account)
            && record.region.as_ref() == Some(&self.account_region.region)
            && self.start.is_none_or(|start| start <= record.time)
            && self.end.is_none_or(|end| record.time <= end)
            && self
                .attribute
                .is_none_or(|attribute| has(attribute, chained, record))
    }
}

fn has(attribute: &LookupAttribute, chained: &ChainedRecord, record: &AuditRecord) -> bool {
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

fn event(chained: &ChainedRecord, record: &AuditRecord) -> Result<Event, Refusal> {
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

fn read(chained: &ChainedRecord) -> Result<AuditRecord, StoreError> {
    // serde's own text may repeat a value, and values are personal data.
    serde_json::from_slice(&chained.body)
        .map_err(|_| StoreError::Corrupt(format!("audit record {} cannot be read", chained.sequence)))
}

fn sequence(place: &[u8]) -> Result<u64, Refusal> {
    let bytes = place.try_into().map_err(|_| Refusal::NotAToken)?;
    Ok(u64::from_be_bytes(bytes))
}
