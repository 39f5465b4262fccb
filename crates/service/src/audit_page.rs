//! Reading the audit page by page, the newest records first.

use std::time::Duration;

use roster_domain::Key;
use roster_domain::audit::{AuditRecord, ChainedRecord, TimeRange};
use roster_model::shapes::{NextToken, Timestamp};
use roster_store::{AuditRange, StoreError, Transaction, read_record};

use crate::context::Context;
use crate::paging::List;
use crate::refusal::Refusal;

/// How many records one page looks at: where few fit, pages have few of them, and the next goes on.
const LOOKED_AT: usize = 5_000;

/// How many records are read at once.
const CHUNK: usize = 250;

/// A record with its place.
pub(crate) struct Found {
    pub(crate) chained: ChainedRecord,
    pub(crate) record: AuditRecord,
}

/// What to read.
pub(crate) struct AuditPage<'r> {
    /// The list that tokens belong to: that of these questions.
    pub(crate) list: List,
    pub(crate) times: TimeRange,
    pub(crate) limit: usize,
    pub(crate) token: Option<&'r NextToken>,
}

/// The parts of a list's name that are about times.
pub(crate) fn key_of_times(key: &Key, times: TimeRange) -> Key {
    let bound = |time: Option<Timestamp>| time.map_or_else(String::new, |time| time.milliseconds.to_string());
    key.clone().text(&bound(times.since)).text(&bound(times.until))
}

impl AuditPage<'_> {
    /// The records of the page that are wanted, of the account of the caller, and the token of the next page.
    pub(crate) async fn read(
        self,
        cx: &mut Context<'_>,
        is_wanted: impl Fn(&Found) -> bool,
    ) -> Result<(Vec<Found>, Option<NextToken>), Refusal> {
        let now = cx.now;
        let account = cx.account_region().account.clone();
        let mut before = match self.token {
            Some(token) => sequence(&self.list.place(token)?)?,
            None => u64::MAX,
        };
        let mut reader = Reader::new(self.times, now, before, &mut cx.transaction).await?;
        let (mut wanted, mut goes_on) = (Vec::new(), true);
        for _ in 0..LOOKED_AT / CHUNK {
            if !goes_on || wanted.len() == self.limit {
                break;
            }
            let records = reader.read(before, &mut cx.transaction).await?;
            goes_on = reader.is_ahead || records.len() == CHUNK;
            for chained in records {
                if wanted.len() == self.limit {
                    goes_on = true;
                    break;
                }
                before = chained.sequence;
                let record = read_record(&chained)?;
                let found = Found { chained, record };
                if found.record.account.as_ref() == Some(&account)
                    && self.times.includes(&found.record, now)
                    && is_wanted(&found)
                {
                    wanted.push(found);
                }
            }
        }
        let next = goes_on.then(|| self.list.token(&before.to_be_bytes()));
        Ok((wanted, next))
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
        times: TimeRange,
        now: Timestamp,
        before: u64,
        transaction: &mut Transaction<'_>,
    ) -> Result<Self, StoreError> {
        let after_now = now + Duration::from_millis(1);
        let ahead = TimeRange {
            since: times.since.max(Some(after_now)),
            until: None,
        };
        let first = AuditRange {
            before,
            times: ahead,
            limit: 1,
        };
        Ok(Self {
            ahead,
            times,
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

fn sequence(place: &[u8]) -> Result<u64, Refusal> {
    let bytes = place.try_into().map_err(|_| Refusal::NotAToken)?;
    Ok(u64::from_be_bytes(bytes))
}
