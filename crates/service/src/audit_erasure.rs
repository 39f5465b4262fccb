//! The job that erases the personal values of a deleted user from the audit (docs/decisions/0065-erasure-of-the-audit.md).

#[cfg(test)]
mod tests;

use std::sync::Arc;

use roster_domain::audit::{AuditRecord, ChainedRecord, Change, TimeRange};
use roster_domain::clock::Clock;
use roster_domain::random::Random;
use roster_domain::records::{Instance, Job, User};
use roster_domain::{AccountRegion, Id, Record as _};
use roster_jobs::{Completion, Failure, Handler};
use roster_model::operation::Operation as _;
use roster_model::ops::roster::audit::EraseAuditRecords;
use roster_model::resource_type::ResourceType;
use roster_model::service::Service;
use roster_store::{AuditRange, BoxFuture, ReadKind, Store, StoreError, Transaction, WriteError};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::administration::{Administration, administer};
use crate::context::Context;
use crate::read_query::{ReadQuery, query};
use crate::refusal::Refusal;

const JOB_TYPE: &str = "erase-audit-records";

/// How many records are read at once, and how many of them are erased in one transaction at most.
const CHUNK: usize = 250;

/// How many chunks an attempt reads at most: it ends long before its lease. Another job reads the rest.
const CHUNKS: usize = 400;

/// What is to be erased, and how far that is: the payload of the job.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Erasure {
    #[serde(rename = "Home")]
    account_region: AccountRegion,
    /// The ARN of the user.
    user: String,
    /// The number of the record that was looked at last; none if none was. The newest come first.
    before: Option<u64>,
    erased: Erased,
}

/// The records that have lost their values, also those of an attempt that was cut short.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Erased {
    records: u64,
    /// The number of the first of them in the audit.
    first: Option<u64>,
    /// The number of the last of them.
    last: Option<u64>,
}

impl Erased {
    fn add(&mut self, number: u64) {
        self.records += 1;
        self.first = Some(number);
        self.last.get_or_insert(number);
    }
}

impl Context<'_> {
    /// Stores the job that erases the personal values of a user who must be deleted. The instance may be deleted too.
    pub(crate) async fn erase_audit_records_later(
        &mut self,
        instance_id: &Id,
        user_id: &Id,
    ) -> Result<(), Refusal> {
        let account_region = self.account_region().clone();
        let user = account_region.resource(ResourceType::User, instance_id, user_id);
        let key = Instance::key_of(instance_id);
        let has_instance = self.transaction.exists(Instance::KIND, &key).await?;
        if has_instance {
            // That of another account is as good as none.
            self.instance(instance_id.as_str()).await?;
        }
        let key = User::key_of(instance_id, user_id);
        if has_instance && self.transaction.exists(User::KIND, &key).await? {
            return Err(Refusal::InUse {
                kind: ResourceType::User,
                id: user_id.clone(),
                arn: user.into(),
                because: "personal values of a deleted user only are erased, so delete the user first",
            });
        }
        let erasure = Erasure {
            account_region,
            user: user.to_string(),
            before: None,
            erased: Erased::default(),
        };
        self.is_about_arn(user.into());
        // A job is no part of a plan, so its id is not among the planned ones.
        let id = self.random_id();
        self.enqueue(id, JOB_TYPE, json!(erasure)).await
    }
}

/// Does the jobs that erase personal values from the audit.
pub struct AuditErasure {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    chunk: usize,
    chunks: usize,
}

impl AuditErasure {
    /// What erases them from the audit of a store.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self {
            store,
            clock,
            random,
            chunk: CHUNK,
            chunks: CHUNKS,
        }
    }

    async fn erase(&self, job: &Job) -> Result<Completion, Failure> {
        let mut erasure: Erasure = serde_json::from_value(job.payload.clone())
            .map_err(|_| Failure::Permanent("its payload does not say what to erase".to_owned()))?;
        let is_done = self.erase_chunks(&mut erasure).await;
        let is_done = is_done.map_err(|error| Failure::Transient(error.to_string()))?;
        Ok(if is_done {
            Completion::done().with_audit(self.record(&erasure))
        } else {
            let now = self.clock.now().into();
            Completion::done().with_job(self.random_id(), JOB_TYPE, json!(erasure), now)
        })
    }

    /// Erases as much as one attempt may; returns whether all of it is gone.
    async fn erase_chunks(&self, erasure: &mut Erasure) -> Result<bool, StoreError> {
        for _ in 0..self.chunks {
            let read = ReadChunk {
                before: erasure.before.unwrap_or(u64::MAX),
                limit: self.chunk,
            };
            let records = query(&*self.store, ReadKind::Scan, read).await?;
            let Some(last) = records.last() else {
                return Ok(true);
            };
            erasure.before = Some(last.sequence);
            let mut numbers = Vec::new();
            for chained in &records {
                if is_about(chained, &erasure.user)? {
                    erasure.erased.add(chained.sequence);
                    numbers.push(chained.sequence);
                }
            }
            if !numbers.is_empty() {
                administer(&*self.store, None, EraseChunk(numbers)).await?;
            }
        }
        Ok(false)
    }

    fn random_id(&self) -> Id {
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        Id::from_random(bytes)
    }

    /// The audit record of an erasure that is done.
    fn record(&self, erasure: &Erasure) -> AuditRecord {
        let Erased { records, first, last } = erasure.erased;
        let change = |member: &str, after| Change {
            record: "erasure".to_owned(),
            member: member.to_owned(),
            after: Some(after),
            ..Change::default()
        };
        let found = [("First", first), ("Last", last)].into_iter();
        let found = found.filter_map(|(member, number)| Some(change(member, number?.into())));
        AuditRecord {
            time: self.clock.now().into(),
            request_id: self.random_id().to_string(),
            service: Service::Roster,
            operation: Some(EraseAuditRecords::DESCRIPTION.name.to_owned()),
            resource: Some(erasure.user.clone()),
            principal: Some("roster serve".to_owned()),
            account: Some(erasure.account_region.account.clone()),
            region: Some(erasure.account_region.region.clone()),
            source_address: "127.0.0.1".to_owned(),
            changes: [change("Records", records.into())]
                .into_iter()
                .chain(found)
                .collect(),
            ..AuditRecord::default()
        }
    }
}

impl Handler for AuditErasure {
    fn job_type(&self) -> &'static str {
        JOB_TYPE
    }

    fn run<'a>(&'a self, job: &'a Job) -> BoxFuture<'a, Result<Completion, Failure>> {
        Box::pin(self.erase(job))
    }
}

/// Whether a record had personal values when it was written, and they are those of a user.
fn is_about(chained: &ChainedRecord, user: &str) -> Result<bool, StoreError> {
    if chained.personal.is_none() && !chained.lacks_personal_values() {
        return Ok(false);
    }
    Ok(roster_store::read_record(chained)?.user_arn().as_deref() == Some(user))
}

/// Reads some records, the newest first.
struct ReadChunk {
    before: u64,
    limit: usize,
}

impl ReadQuery for ReadChunk {
    type Output = Vec<ChainedRecord>;

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        let range = AuditRange {
            before: self.before,
            times: TimeRange::default(),
            limit: self.limit,
        };
        transaction.audited(range).await
    }
}

/// Erases the personal values of some records, by their numbers.
struct EraseChunk(Vec<u64>);

impl Administration for EraseChunk {
    type Output = ();

    async fn run(&self, transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        Ok(transaction.erase_audited(&self.0).await?)
    }
}
