//! What a handler works with: the request's context and an open transaction.

use std::ops::Deref;

use roster_domain::arn::Reference;
use roster_domain::credential::{Prefix, unique_id};
use roster_domain::records::{HierarchyStructure, Instance, InstanceResource, User};
use roster_domain::rules::quotas::{Limited, Quota};
use roster_domain::{Id, Index, Key, Record};
use roster_model::resource_type::{Parent, ResourceType};
use roster_store::{StoreError, Transaction, WriteError};
use serde_json::Value;

use crate::new_ids::NewIds;
use crate::refusal::{Refusal, write_failed};
use crate::request_context::RequestContext;
use crate::secret_cipher::Cipher;

/// The request's context and an open transaction.
#[expect(clippy::struct_field_names, reason = "the field has the name of its type")]
pub(crate) struct Context<'a> {
    /// The caller, the time, the settings. Its methods and fields are the context's own, too; by this name
    /// they can be used while the transaction is.
    pub(crate) request_context: &'a RequestContext,
    /// The records, as this transaction sees and changes them.
    pub(crate) transaction: Transaction<'a>,
    /// Whether the caller's policies allow `roster:TrustedSync` by name, as the guard of access found.
    pub(crate) is_trusted_sync: bool,
    new_ids: NewIds<'a>,
    has_enqueued: bool,
    /// The ARN of the user that the request turns out to be about.
    about: Option<String>,
}

impl Deref for Context<'_> {
    type Target = RequestContext;

    fn deref(&self) -> &RequestContext {
        self.request_context
    }
}

impl<'a> Context<'a> {
    /// The context of a request, with a transaction.
    pub(crate) const fn new(request_context: &'a RequestContext, transaction: Transaction<'a>) -> Self {
        Self {
            request_context,
            transaction,
            is_trusted_sync: false,
            new_ids: NewIds::Random,
            has_enqueued: false,
            about: None,
        }
    }

    /// The same, with ids for new records from elsewhere.
    #[must_use]
    pub(crate) fn with_new_ids(mut self, new_ids: NewIds<'a>) -> Self {
        self.new_ids = new_ids;
        self
    }

    /// The transaction alone.
    pub(crate) fn into_transaction(self) -> Transaction<'a> {
        self.transaction
    }

    /// Whether a job was stored.
    pub(crate) const fn has_enqueued(&self) -> bool {
        self.has_enqueued
    }

    /// Stores a job that is due at once. Its id is the handler's choice.
    pub(crate) async fn enqueue(&mut self, id: Id, job_type: &str, payload: Value) -> Result<(), Refusal> {
        let now = self.now;
        roster_jobs::enqueue(&mut self.transaction, id, job_type, payload, now, now)
            .await
            .map_err(write_failed)?;
        self.note_enqueued();
        Ok(())
    }

    /// Notes that a job is due now.
    pub(crate) const fn note_enqueued(&mut self) {
        self.has_enqueued = true;
    }

    /// The transaction, where its ids came from, and the ARN of the user that the request turned out to be about.
    pub(crate) fn into_parts(self) -> (Transaction<'a>, NewIds<'a>, Option<String>) {
        (self.transaction, self.new_ids, self.about)
    }

    /// Says in the audit which user a request is about that names the user in another way than by the path.
    pub(crate) fn is_about(&mut self, user: &User) {
        self.is_about_arn(self.request_context.arn_of(user));
    }

    /// The same of a user who may be deleted.
    pub(crate) fn is_about_arn(&mut self, user: String) {
        self.about = Some(user);
    }

    /// The id of a new record.
    pub(crate) fn new_id(&mut self) -> Id {
        let context = self.request_context;
        self.new_ids.next(|| context.random_id(), Id::parse)
    }

    /// The unique id of a new record of IAM's.
    pub(crate) fn new_unique_id(&mut self, prefix: Prefix) -> String {
        let random = &*self.request_context.random;
        self.new_ids
            .next(|| unique_id(prefix, random), |id| Some(id.to_owned()))
    }

    /// The instance that a request names.
    pub(crate) async fn instance(&mut self, reference: &str) -> Result<Instance, Refusal> {
        let kind = ResourceType::Instance;
        let id = self.resolve(kind, kind.label(), None, reference)?;
        let found: Option<Instance> = self.transaction.get(&Instance::key_of(&id)).await?;
        found
            .filter(|instance| instance.account_region == *self.account_region())
            .ok_or_else(|| not_found(kind, reference))
    }

    /// The user, security profile or other resource that a request names within an instance.
    pub(crate) async fn resource<R: InstanceResource>(
        &mut self,
        instance: &Instance,
        reference: &str,
    ) -> Result<R, Refusal> {
        self.resource_in(R::TYPE.label(), instance, reference).await
    }

    /// The same, where another member than the type's label names the resource.
    pub(crate) async fn resource_in<R: InstanceResource>(
        &mut self,
        member: &'static str,
        instance: &Instance,
        reference: &str,
    ) -> Result<R, Refusal> {
        let id = self.resolve(R::TYPE, member, Some(&instance.id), reference)?;
        let found = self.transaction.get(&R::key_of(&instance.id, &id)).await?;
        found.ok_or_else(|| not_found(R::TYPE, reference))
    }

    /// The same, where the request names the instance too.
    pub(crate) async fn resource_of<R: InstanceResource>(
        &mut self,
        instance: &str,
        reference: &str,
    ) -> Result<R, Refusal> {
        let instance = self.instance(instance).await?;
        self.resource(&instance, reference).await
    }

    /// The levels of an instance's hierarchy.
    pub(crate) async fn hierarchy_structure(
        &mut self,
        instance: &Instance,
    ) -> Result<HierarchyStructure, Refusal> {
        let key = HierarchyStructure::key_of(&instance.id);
        let found = self.transaction.get(&key).await?;
        Ok(found.ok_or_else(|| StoreError::no_such(HierarchyStructure::KIND.name))?)
    }

    /// Whether there is a record whose entry starts with a prefix.
    pub(crate) async fn has_any<R: Record>(
        &mut self,
        index: &'static Index,
        prefix: &Key,
    ) -> Result<bool, Refusal> {
        let first = self.transaction.page::<R>(index, prefix, None, 1).await?;
        Ok(!first.records.is_empty())
    }

    /// Adds a record whose entries cannot be taken.
    pub(crate) async fn insert<R: Record>(&mut self, record: &R) -> Result<(), Refusal> {
        self.transaction.insert(record).await.map_err(write_failed)
    }

    /// Adds a record, or refuses with `taken` if another has one of its entries.
    pub(crate) async fn insert_unless_taken<R: Record>(
        &mut self,
        record: &R,
        taken: impl Into<Refusal>,
    ) -> Result<(), Refusal> {
        let written = self.transaction.insert(record).await;
        written.map_err(|error| unless_taken(error, taken))
    }

    /// Adds a new resource to its instance, or refuses if another has the name that this member gives it, or if there are
    /// as many as may be.
    pub(crate) async fn create<R: InstanceResource + Limited>(
        &mut self,
        resource: &R,
        member: &'static str,
    ) -> Result<(), Refusal> {
        self.insert_unless_taken(resource, Refusal::taken(R::TYPE, member))
            .await?;
        let instance = Key::new().id(resource.instance_id());
        self.refuse_beyond_quota::<R>(&instance, Parent::Instance).await
    }

    /// Refuses what was added if there are more than may be; the refusal undoes it. The entries of these records start with
    /// a prefix, which stands for what has them.
    pub(crate) async fn refuse_beyond_quota<R: Limited>(
        &mut self,
        prefix: &Key,
        of: Parent,
    ) -> Result<(), Refusal> {
        self.refuse_beyond::<R>(R::QUOTA, R::COUNTED_BY, prefix, of).await
    }

    /// The same, where not all records of a kind have one quota.
    pub(crate) async fn refuse_beyond<R: Record>(
        &mut self,
        quota: Quota,
        counted_by: &'static Index,
        prefix: &Key,
        of: Parent,
    ) -> Result<(), Refusal> {
        if !quota.holds(self.settings.quotas) {
            return Ok(());
        }
        let count = self.transaction.count::<R>(counted_by, prefix).await?;
        if count <= quota.most {
            Ok(())
        } else {
            Err(Refusal::QuotaReached { quota, of })
        }
    }

    /// Replaces the old state of a record by a new one, whose entries cannot be taken.
    pub(crate) async fn replace<R: Record>(&mut self, old: &R, new: &R) -> Result<(), Refusal> {
        self.transaction.update(old, new).await.map_err(write_failed)
    }

    /// The same, or refuses with `taken` if another has one of its new entries.
    pub(crate) async fn replace_unless_taken<R: Record>(
        &mut self,
        old: &R,
        new: &R,
        taken: impl Into<Refusal>,
    ) -> Result<(), Refusal> {
        let written = self.transaction.update(old, new).await;
        written.map_err(|error| unless_taken(error, taken))
    }

    /// Replaces a resource of an instance, and stamps it with the time and Region of the request.
    pub(crate) async fn update<R: InstanceResource>(&mut self, old: &R, mut new: R) -> Result<(), Refusal> {
        new.stamp(self.now, &self.account_region().region);
        self.replace(old, &new).await
    }

    /// The same, or refuses with `taken` if another has one of its new entries.
    pub(crate) async fn update_unless_taken<R: InstanceResource>(
        &mut self,
        old: &R,
        mut new: R,
        taken: impl Into<Refusal>,
    ) -> Result<(), Refusal> {
        new.stamp(self.now, &self.account_region().region);
        self.replace_unless_taken(old, &new, taken).await
    }

    /// The same, or refuses if another has the name that this member gives it.
    pub(crate) async fn update_unless_named<R: InstanceResource>(
        &mut self,
        old: &R,
        new: R,
        member: &'static str,
    ) -> Result<(), Refusal> {
        self.update_unless_taken(old, new, Refusal::taken(R::TYPE, member))
            .await
    }

    /// Deletes the record with this key, if there is one.
    pub(crate) async fn delete_if_there<R: Record>(&mut self, key: &Key) -> Result<(), Refusal> {
        if let Some(record) = self.transaction.get::<R>(key).await? {
            self.transaction.delete(&record).await?;
        }
        Ok(())
    }

    /// Deletes the records whose entries start with a prefix: for few.
    pub(crate) async fn delete_each<R: Record>(
        &mut self,
        index: &'static Index,
        prefix: &Key,
    ) -> Result<(), Refusal> {
        for record in self.transaction.all::<R>(index, prefix).await? {
            self.transaction.delete(&record).await?;
        }
        Ok(())
    }

    /// The cipher that encrypts what is kept from now on.
    pub(crate) async fn cipher(&mut self) -> Result<&'a Cipher, Refusal> {
        let ciphers = &self.request_context.secret_ciphers;
        Ok(ciphers.in_use(&mut self.transaction).await?)
    }

    /// The refusal of a request about something that there is not.
    pub(crate) fn absent(&self, kind: ResourceType, reference: &str) -> Refusal {
        match self.resolve(kind, kind.label(), None, reference) {
            Ok(_) => not_found(kind, reference),
            Err(refusal) => refusal,
        }
    }

    /// The id that a member of a request stands for. An ARN must lead to the caller's account and
    /// Region, and into this instance.
    pub(crate) fn resolve(
        &self,
        kind: ResourceType,
        member: &'static str,
        instance: Option<&Id>,
        reference: &str,
    ) -> Result<Id, Refusal> {
        match Reference::parse(reference, kind, self.account_region()) {
            Some(Reference::Id(id)) => Ok(id),
            Some(Reference::Arn { instance: within, id })
                if instance.is_none_or(|instance| *instance == within) =>
            {
                Ok(id)
            }
            Some(_) => Err(not_found(kind, reference)),
            None => Err(Refusal::NotAReference {
                member,
                value: reference.to_owned(),
            }),
        }
    }
}

/// Makes a refusal of a failed write, which is `taken` if another record has one of the entries.
fn unless_taken(error: WriteError, taken: impl Into<Refusal>) -> Refusal {
    match error {
        WriteError::Taken(_) => taken.into(),
        WriteError::Store(error) => Refusal::Store(error),
    }
}

/// What a request names is not there.
pub(crate) fn not_found(kind: ResourceType, reference: &str) -> Refusal {
    Refusal::NotFound {
        kind,
        reference: reference.to_owned(),
    }
}
