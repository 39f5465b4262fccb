//! What is left to be decided when the records can be read.

use std::borrow::Cow;

use roster_domain::decision::{Decision, Verdict};
use roster_domain::records::iam::{IamRole, IamUser};
use roster_domain::records::{
    AgentStatus, HierarchyGroup, HoursOfOperation, Instance, InstanceResource, Notification, Queue,
    QuickConnect, RoutingProfile, SecurityProfile, User, Workspace,
};
use roster_model::resource_type::ResourceType;
use roster_model::shapes::TagMap;
use roster_model::shapes::iam::TagListType;
use roster_policy::Decision as PolicyDecision;
use roster_store::{StoreError, Transaction};

use super::attempt::{Answer, Attempt, changes};
use super::context::{PolicyArn, Stored};
use super::decision::Denied;
use super::keys::Key;
use super::resources::{Ask, Named};
use crate::context::Context;
use crate::iam::{self, Owner};
use crate::read_query::ReadQuery;
use crate::refusal::Refusal;
use crate::request_context::RequestContext;

/// How far access is decided before the records are read.
pub enum Permission {
    /// It is: this is what the audit says of it; none where nothing was asked.
    Decided(Option<Box<Decision>>),
    /// It is not: the guard decides inside the transaction.
    Open(Box<Guard>),
}

impl Permission {
    /// How access is decided: by the guard, if it is not yet.
    pub(crate) async fn ask(&self, cx: &mut Context<'_>) -> Result<Option<Box<Decision>>, Refusal> {
        match self {
            Self::Decided(decision) => Ok(decision.clone()),
            Self::Open(guard) => Ok(Some(guard.ask(cx).await?)),
        }
    }
}

/// Decides access by the records, before the operation is carried out.
pub struct Guard {
    pub(super) attempt: Attempt,
    /// Whether what is denied is done all the same.
    observes: bool,
}

/// A decision on access that is all a transaction is for.
pub(crate) struct Judgement {
    /// What decides.
    pub(crate) guard: Box<Guard>,
    /// The request that it decides about.
    pub(crate) context: RequestContext,
}

impl ReadQuery for Judgement {
    type Output = Result<Box<Decision>, Refusal>;

    async fn run<'a>(&'a self, transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        match self
            .guard
            .ask(&mut Context::new(&self.context, transaction))
            .await
        {
            Err(Refusal::Store(error)) => Err(error),
            judged => Ok(judged),
        }
    }
}

impl Attempt {
    /// Decides as far as the request alone allows.
    pub fn settle(self, observes: bool) -> Result<Permission, Box<Denied>> {
        let guard = Guard {
            attempt: self,
            observes,
        };
        if guard.attempt.is_to_take_on_a_role() {
            return Ok(Permission::Open(Box::new(guard)));
        }
        if guard.attempt.may_be_trusted() {
            // Trust may depend on the tags of the user.
            guard.decide()?;
            return Ok(Permission::Open(Box::new(guard)));
        }
        Ok(match guard.decide()? {
            Some(decision) => Permission::Decided(Some(decision)),
            None => Permission::Open(Box::new(guard)),
        })
    }
}

impl Guard {
    /// Decides by the records.
    pub(crate) async fn ask(&self, cx: &mut Context<'_>) -> Result<Box<Decision>, Refusal> {
        if self.attempt.is_to_take_on_a_role() {
            return self.ask_role(cx).await;
        }
        let attempt = &self.attempt;
        let is_only_one = attempt.asks.len() == 1;
        let mut allowing = Vec::new();
        for ask in &attempt.asks {
            let mut stored = None;
            if attempt.may_be_trusted() {
                stored = Some(self.read(ask, cx).await?);
                cx.is_trusted_sync = attempt.is_trusted(ask, stored.as_ref());
            }
            // Of several, only some depend on records; of a lone one that is known.
            let mut decision = if is_only_one {
                PolicyDecision::Undecided
            } else {
                attempt.judge(ask, None)
            };
            if decision == PolicyDecision::Undecided {
                if stored.is_none() {
                    stored = Some(self.read(ask, cx).await?);
                }
                decision = attempt.judge(ask, stored.as_ref());
            }
            match decision {
                PolicyDecision::Allowed { by } if allowing.contains(&by) => {}
                PolicyDecision::Allowed { by } => allowing.push(by),
                PolicyDecision::Denied(denial) => {
                    let denied = attempt.denied(ask, denial, stored.as_ref());
                    return self.unless_observing(denied).map_err(Refusal::Denied);
                }
                PolicyDecision::Undecided => return Err(Refusal::Store(undecided())),
            }
        }
        Ok(Box::new(attempt.allowed(&allowing)))
    }

    /// The decision before records are read, if there is one.
    fn decide(&self) -> Result<Option<Box<Decision>>, Box<Denied>> {
        let attempt = &self.attempt;
        match attempt.answer(|_| None) {
            Answer::Allowed(by) => Ok(Some(Box::new(attempt.allowed(&by)))),
            Answer::Undecided => Ok(None),
            Answer::Denied(ask, denial) => {
                let denied = attempt.denied(ask, denial, None);
                self.unless_observing(denied).map(Some)
            }
        }
    }

    /// A denial, or the decision not to insist on it.
    pub(super) fn unless_observing(&self, denied: Denied) -> Result<Box<Decision>, Box<Denied>> {
        if !self.observes {
            return Err(Box::new(denied));
        }
        Ok(Box::new(Decision {
            verdict: Verdict::Observed,
            ..denied.decision
        }))
    }

    /// Reads what policies may ask for of a resource. What is not there has no tags, and is new in
    /// every field.
    async fn read(&self, ask: &Ask, cx: &mut Context<'_>) -> Result<Stored, Refusal> {
        let attempt = &self.attempt;
        let nothing = || Stored {
            arn: None,
            tags: Some(Vec::new()),
            changed: Some(attempt.new_fields().to_vec()),
            boundary: PolicyArn::Absent,
            policy: PolicyArn::Absent,
        };
        let mut stored = match &ask.resource.record {
            None => nothing(),
            Some(named) => match self.record(named, cx).await {
                Err(Refusal::NotFound { .. } | Refusal::NotAReference { .. } | Refusal::Iam(_)) => nothing(),
                read => read?,
            },
        };
        if attempt.may_have(Key::IamPolicyArn) {
            stored.policy = named_policy(cx, attempt.attributes.policy_arn.as_deref()).await?;
        }
        if self.sets_a_boundary() {
            stored.boundary = named_policy(cx, attempt.attributes.boundary.as_deref()).await?;
        }
        Ok(stored)
    }

    /// Reads the record that a resource has.
    async fn record(&self, named: &Named, cx: &mut Context<'_>) -> Result<Stored, Refusal> {
        let Named { kind, reference } = named;
        match kind {
            ResourceType::IamUser => {
                let user: IamUser = iam::owner(cx, reference).await?;
                let boundary = self.boundary(&user, cx).await?;
                Ok(entity(iam::arn_of(cx, &user), user.tags.as_ref(), boundary))
            }
            ResourceType::IamRole => {
                let role: IamRole = iam::owner(cx, reference).await?;
                let boundary = self.boundary(&role, cx).await?;
                Ok(entity(iam::arn_of(cx, &role), role.tags.as_ref(), boundary))
            }
            ResourceType::IamPolicy => {
                let policy = iam::required_policy(cx, &reference.clone().into()).await?;
                let arn = iam::policy_arn(cx, &policy);
                Ok(entity(arn, policy.tags.as_ref(), PolicyArn::Absent))
            }
            ResourceType::Instance => {
                let instance = cx.instance(reference).await?;
                Ok(tagged(instance.tags))
            }
            ResourceType::User => self.user(reference, cx).await,
            ResourceType::SecurityProfile => self.resource::<SecurityProfile>(reference, cx).await,
            ResourceType::RoutingProfile => self.resource::<RoutingProfile>(reference, cx).await,
            ResourceType::AgentStatus => self.resource::<AgentStatus>(reference, cx).await,
            ResourceType::Queue => self.resource::<Queue>(reference, cx).await,
            ResourceType::HoursOfOperation => self.resource::<HoursOfOperation>(reference, cx).await,
            ResourceType::QuickConnect => self.resource::<QuickConnect>(reference, cx).await,
            ResourceType::HierarchyGroup => self.resource::<HierarchyGroup>(reference, cx).await,
            ResourceType::Notification => self.resource::<Notification>(reference, cx).await,
            ResourceType::Workspace => self.resource::<Workspace>(reference, cx).await,
            ResourceType::FederatedUser
            | ResourceType::AuthenticationProfile
            | ResourceType::HierarchyLevel
            | ResourceType::ContactFlow
            | ResourceType::PhoneNumber
            | ResourceType::LegacyPhoneNumber
            | ResourceType::TrafficDistributionGroup
            | ResourceType::Vocabulary
            | ResourceType::Trail => Ok(tagged(None)),
        }
    }

    /// Reads a resource of an instance.
    async fn resource<R: InstanceResource>(
        &self,
        reference: &str,
        cx: &mut Context<'_>,
    ) -> Result<Stored, Refusal> {
        let instance = cx.instance(self.instance(reference)).await?;
        let resource: R = cx.resource(&instance, reference).await?;
        cx.transaction.keep(instance);
        Ok(tagged(resource.tags().cloned()))
    }

    /// Reads a user, and finds what the request would change of its identity.
    async fn user(&self, reference: &str, cx: &mut Context<'_>) -> Result<Stored, Refusal> {
        let instance = cx.instance(self.instance(reference)).await?;
        let user: User = cx.resource(&instance, reference).await?;
        let stored = Stored {
            changed: Some(self.changed(&instance, &user, cx)),
            ..tagged(user.tags.clone())
        };
        // The handler reads the same records.
        cx.transaction.keep(instance);
        cx.transaction.keep(user);
        Ok(stored)
    }

    /// The instance that the request names.
    fn instance<'s>(&'s self, reference: &'s str) -> &'s str {
        self.attempt.instance.as_deref().unwrap_or(reference)
    }

    /// The members of a user's identity that the request would change.
    fn changed(&self, instance: &Instance, user: &User, cx: &RequestContext) -> Vec<Cow<'static, str>> {
        let wanted = self.attempt.attributes.identity_info.as_ref();
        wanted.map_or_else(Vec::new, |wanted| {
            changes(
                instance.identity_management_type,
                &user.identity_info,
                wanted,
                cx.settings.omitted_email,
            )
        })
    }

    /// Whether the request says which permissions boundary there is to be.
    fn sets_a_boundary(&self) -> bool {
        let request = self.attempt.operation.request();
        request.member("PermissionsBoundary").is_some()
    }

    /// The permissions boundary of a user or role, where policies may ask for it.
    async fn boundary<O: Owner>(&self, owner: &O, cx: &mut Context<'_>) -> Result<PolicyArn, StoreError> {
        if !self.attempt.may_have(Key::IamPermissionsBoundary) || self.sets_a_boundary() {
            return Ok(PolicyArn::Absent);
        }
        let policy = iam::boundary_policy(&mut cx.transaction, owner.account(), owner.boundary_id()).await?;
        Ok(policy.map_or(PolicyArn::Absent, |policy| {
            PolicyArn::Known(iam::policy_arn(cx, &policy))
        }))
    }
}

/// The managed policy that a request names, by the ARN that it really has: a request may spell it
/// otherwise.
async fn named_policy(cx: &mut Context<'_>, named: Option<&str>) -> Result<PolicyArn, StoreError> {
    let Some(named) = named else {
        return Ok(PolicyArn::Absent);
    };
    match iam::required_policy(cx, &named.to_owned().into()).await {
        Ok(policy) => Ok(PolicyArn::Known(iam::policy_arn(cx, &policy))),
        Err(Refusal::Store(error)) => Err(error),
        // Nothing will be found there.
        Err(_) => Ok(PolicyArn::Known(named.to_owned())),
    }
}

/// What is read of a resource of Connect.
fn tagged(tags: Option<TagMap>) -> Stored {
    Stored {
        tags: Some(tags.map(pairs).unwrap_or_default()),
        ..Stored::default()
    }
}

/// What is read of a user, role or policy of IAM.
fn entity(arn: String, tags: Option<&TagListType>, boundary: PolicyArn) -> Stored {
    Stored {
        arn: Some(arn),
        tags: Some(iam::pairs(tags)),
        changed: Some(Vec::new()),
        boundary,
        policy: PolicyArn::Absent,
    }
}

pub(super) fn undecided() -> StoreError {
    StoreError::Engine("access is undecided though all is known".to_owned())
}

/// Tags as policies compare them.
pub(super) fn pairs(tags: TagMap) -> Vec<(String, String)> {
    tags.0.into_iter().map(|(key, value)| (key.0, value.0)).collect()
}
