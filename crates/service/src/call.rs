//! What a handler knows of the call it answers.

use std::convert::Infallible;
use std::sync::Arc;

use roster_domain::arn::Reference;
use roster_domain::random::Random;
use roster_domain::records::{Instance, RoutingProfile, SecurityProfile, User};
use roster_domain::rules::identity_info::OmittedEmail;
use roster_domain::{AccountRegion, Accounts, Caller, Id, Record};
use roster_model::operation::ResourceType;
use roster_model::shapes::Timestamp;
use roster_store::Transaction;

use crate::refusal::Refusal;
use crate::vault::Vault;

/// What the administrator has chosen where AWS is silent.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// What becomes of a primary address that an update leaves out.
    pub omitted_email: OmittedEmail,
    /// How many changes, reads and lists may each wait for the store; further ones are refused.
    pub max_waiting: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            omitted_email: OmittedEmail::default(),
            max_waiting: 4096,
        }
    }
}

/// What a handler knows of the call it answers.
pub(crate) struct Call {
    /// Who calls; its account and Region are all that the call can see.
    pub caller: Arc<Caller>,
    /// When the call came.
    pub now: Timestamp,
    /// What the administrator has chosen.
    pub settings: Settings,
    /// The accounts that there are.
    pub accounts: Arc<Accounts>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) vault: Arc<Vault>,
}

impl Call {
    /// The account and Region of the caller.
    pub(crate) fn home(&self) -> &AccountRegion {
        &self.caller.home
    }

    /// A new id.
    pub(crate) fn new_id(&self) -> Id {
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        Id::from_random(bytes)
    }

    /// The instance that a request names.
    pub(crate) async fn instance(
        &self,
        transaction: &mut Transaction<'_>,
        reference: &str,
    ) -> Result<Instance, Refusal> {
        let kind = ResourceType::Instance;
        let id = self.resolve(kind, kind.label(), None, reference)?;
        let found: Option<Instance> = transaction.get(&Instance::key_of(&id)).await?;
        found
            .filter(|instance| instance.home == *self.home())
            .ok_or_else(|| not_found(kind, reference))
    }

    /// The user that a request names.
    pub(crate) async fn user(
        &self,
        transaction: &mut Transaction<'_>,
        instance: &Instance,
        reference: &str,
    ) -> Result<User, Refusal> {
        self.part(transaction, instance, ResourceType::User, reference)
            .await
    }

    /// The security profile that a request names.
    pub(crate) async fn security_profile(
        &self,
        transaction: &mut Transaction<'_>,
        instance: &Instance,
        reference: &str,
    ) -> Result<SecurityProfile, Refusal> {
        self.part(transaction, instance, ResourceType::SecurityProfile, reference)
            .await
    }

    /// The routing profile that a request names.
    pub(crate) async fn routing_profile(
        &self,
        transaction: &mut Transaction<'_>,
        instance: &Instance,
        reference: &str,
    ) -> Result<RoutingProfile, Refusal> {
        self.part(transaction, instance, ResourceType::RoutingProfile, reference)
            .await
    }

    /// The hierarchy group that a request names. No operation makes any yet, so that there is none.
    pub(crate) fn hierarchy_group(&self, reference: &str) -> Result<Infallible, Refusal> {
        let kind = ResourceType::HierarchyGroup;
        self.resolve(kind, kind.label(), None, reference)?;
        Err(not_found(kind, reference))
    }

    /// A record that is kept under the ids of its instance and itself.
    async fn part<R: Record>(
        &self,
        transaction: &mut Transaction<'_>,
        instance: &Instance,
        kind: ResourceType,
        reference: &str,
    ) -> Result<R, Refusal> {
        let id = self.resolve(kind, kind.label(), Some(&instance.id), reference)?;
        let key = roster_domain::Key::new().id(&instance.id).id(&id);
        transaction
            .get(&key)
            .await?
            .ok_or_else(|| not_found(kind, reference))
    }

    /// The id that a member of a request stands for. An ARN must lead here, and into this instance.
    fn resolve(
        &self,
        kind: ResourceType,
        member: &'static str,
        instance: Option<&Id>,
        reference: &str,
    ) -> Result<Id, Refusal> {
        match Reference::parse(reference, kind, self.home()) {
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

fn not_found(kind: ResourceType, reference: &str) -> Refusal {
    Refusal::NotFound {
        kind,
        reference: reference.to_owned(),
    }
}
