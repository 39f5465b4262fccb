use std::time::Duration;

use roster_domain::audit::cloudtrail::event_id;
use roster_domain::audit::{AuditRecord, ChainedRecord, TimeRange};
use roster_domain::{AccountRegion, Key};
use roster_model::ops::cloudtrail::events::{
    Event, EventsList, LookupAttribute, LookupAttributeKey, LookupEvents, LookupEventsRequest,
    LookupEventsResponse, Resource, ResourceList,
};
use roster_store::AuditRange;

use crate::prelude::*;

/// How many records one page looks at: where few fit, pages have few events, and the next goes on.
const LOOKED_AT: usize = 5_000;

/// How many records are read at once.
const CHUNK: usize = 250;

impl Handler for LookupEvents {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let lookup = Lookup::new(cx, request)?;
        let list = lookup.list();
        let before = match &request.next_token {
            Some(token) => sequence(&list.place(token)?)?,
            None => u64::MAX,
        };
        let mut reader = Reader::new(&lookup, before, &mut cx.transaction).await?;
        let limit = paging::limit(request.max_results.as_ref().map(|max| **max), 50);
        let (mut events, mut before) = (Vec::new(), before);
        let mut goes_on = request.event_category.is_none();
        for _ in 0..LOOKED_AT / CHUNK {
            if !goes_on || events.len() == limit {
                break;
            }
            let records = reader.read(before, &mut cx.transaction).await?;
            goes_on = reader.is_ahead || records.len() == CHUNK;
            for chained in &records {
                if events.len() == limit {
                    goes_on = true;
                    break;
                }
                before = chained.sequence;
                let record = read(chained)?;
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
    account_region: AccountRegion,
    now: Timestamp,
    times: TimeRange,
    attribute: Option<&'r LookupAttribute>,
}

impl<'r> Lookup<'r> {
    fn new(cx: &Context<'_>, request: &'r LookupEventsRequest) -> Result<Self, Refusal> {
        let (start, end) = (request.start_time, request.end_time);
        if start.zip(end).is_some_and(|(start, end)| start > end) {
            return Err(Refusal::EndsBeforeStart);
        }
        Ok(Self {
            account_region: cx.account_region().clone(),
            now: cx.now,
            times: TimeRange {
                since: start,
                until: end,
            },
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
            .text(&bound(self.times.since))
            .text(&bound(self.times.until))
            .text(name)
            .text(value);
        List::new("events", &key)
    }

    fn wants(&self, chained: &ChainedRecord, record: &AuditRecord) -> bool {
        record.account.as_ref() == Some(&self.account_region.account)
            && record.region.as_ref() == Some(&self.account_region.region)
            && self.times.includes(record, self.now)
            && self
                .attribute
                .is_none_or(|attribute| has(attribute, chained, record))
    }
}

/// Reads what may be wanted: first the records that are ahead of the clock, then those of the times.
struct Reader {
    ahead: TimeRange,
    times: TimeRange,
    /// Whether there may be more records that are ahead.
    is_ahead: bool,
}

impl Reader {
    async fn new(
        lookup: &Lookup<'_>,
        before: u64,
        transaction: &mut Transaction<'_>,
    ) -> Result<Self, StoreError> {
        let after_now = lookup.now + Duration::from_millis(1);
        let ahead = TimeRange {
            since: lookup.times.since.max(Some(after_now)),
            until: None,
        };
        let first = AuditRange {
            before,
            times: ahead,
            limit: 1,
        };
        Ok(Self {
            ahead,
            times: lookup.times,
            is_ahead: !transaction.audited(first).await?.is_empty(),
        })
    }

    /// The next records in front of a number, the newest first.
    async fn read(
        &mut self,
        before: u64,
        transaction: &mut Transaction<'_>,
    ) -> Result<Vec<ChainedRecord>, StoreError> {
        let range = |times| AuditRange {
            before,
            times,
            limit: CHUNK,
        };
        if self.is_ahead {
            let records = transaction.audited(range(self.ahead)).await?;
            if !records.is_empty() {
                return Ok(records);
            }
            self.is_ahead = false;
        }
        transaction.audited(range(self.times)).await
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
