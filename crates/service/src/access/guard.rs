//! What is left to be decided when the records can be read.

use roster_domain::decision::{Decision, Verdict};
use roster_domain::records::iam::{IamRole, IamUser};
use roster_model::operation::ResourceType;
use roster_model::shapes::TagMap;
use roster_model::shapes::iam::TagListType;
use roster_store::{StoreError, Transaction};

use super::attempt::{Answer, Attempt, Target, changes};
use super::context::Stored;
use super::decision::Denied;
use crate::call::Call;
use crate::iam;
use crate::question::Question;
use crate::refusal::Refusal;

/// How far access is decided before the records are read.
pub enum Permission {
    /// It is: this is what the audit says of it; none where nothing was asked.
    Decided(Option<Box<Decision>>),
    /// It is not: the guard decides inside the transaction.
    Open(Box<Guard>),
}

impl Permission {
    /// How access is decided: by the guard, if it is not yet.
    pub(crate) async fn ask(
        &self,
        call: &Call,
        transaction: &mut Transaction<'_>,
    ) -> Result<Option<Box<Decision>>, Refusal> {
        match self {
            Self::Decided(decision) => Ok(decision.clone()),
            Self::Open(guard) => Ok(Some(guard.ask(call, transaction).await?)),
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
    /// For whom.
    pub(crate) call: Call,
}

impl Question for Judgement {
    type Answer = Result<Box<Decision>, Refusal>;

    async fn ask(&self, transaction: &mut Transaction<'_>) -> Result<Self::Answer, StoreError> {
        match self.guard.ask(&self.call, transaction).await {
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
        Ok(match guard.decide(None)? {
            Some(decision) => Permission::Decided(Some(decision)),
            None => Permission::Open(Box::new(guard)),
        })
    }
}

impl Guard {
    /// Decides by the records.
    pub(crate) async fn ask(
        &self,
        call: &Call,
        transaction: &mut Transaction<'_>,
    ) -> Result<Box<Decision>, Refusal> {
        if self.attempt.is_to_take_on_a_role() {
            return self.ask_role(call, transaction).await;
        }
        let stored = self.read(call, transaction).await?;
        match self.decide(Some(&stored)) {
            Ok(Some(decision)) => Ok(decision),
            Ok(None) => Err(Refusal::Store(StoreError::Engine(
                "access is undecided though all is known".to_owned(),
            ))),
            Err(denied) => Err(Refusal::Denied(denied)),
        }
    }

    /// The decision, if there is one.
    fn decide(&self, stored: Option<&Stored>) -> Result<Option<Box<Decision>>, Box<Denied>> {
        let attempt = &self.attempt;
        match attempt.answer(stored) {
            Answer::Allowed(by) => Ok(Some(Box::new(attempt.allowed(&by)))),
            Answer::Undecided => Ok(None),
            Answer::Denied(resource, denial) => {
                let denied = attempt.denied(&resource, denial, stored);
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

    /// Reads what policies may ask for. What is not there has no tags, and is new in every field.
    async fn read(&self, call: &Call, transaction: &mut Transaction<'_>) -> Result<Stored, Refusal> {
        let nothing = Stored {
            arn: None,
            tags: Some(Vec::new()),
            changed: Some(self.attempt.new_fields().to_vec()),
        };
        let Some(target) = &self.attempt.target else {
            return Ok(nothing);
        };
        match self.stored(target, call, transaction).await {
            Err(Refusal::NotFound { .. } | Refusal::NotAReference { .. } | Refusal::Iam(_)) => Ok(nothing),
            read => read,
        }
    }

    async fn stored(
        &self,
        target: &Target,
        call: &Call,
        transaction: &mut Transaction<'_>,
    ) -> Result<Stored, Refusal> {
        match target.kind {
            ResourceType::Instance
            | ResourceType::User
            | ResourceType::SecurityProfile
            | ResourceType::RoutingProfile
            | ResourceType::HierarchyGroup => self.in_an_instance(target, call, transaction).await,
            ResourceType::IamUser => {
                let user: IamUser = iam::owner(call, transaction, &target.reference).await?;
                let arn = call.home().iam("user", &user.path, &user.name);
                Ok(entity(arn, user.tags.as_ref()))
            }
            ResourceType::IamRole => {
                let role: IamRole = iam::owner(call, transaction, &target.reference).await?;
                let arn = call.home().iam("role", &role.path, &role.name);
                Ok(entity(arn, role.tags.as_ref()))
            }
            ResourceType::IamPolicy => {
                let policy =
                    iam::required_policy(call, transaction, &target.reference.clone().into()).await?;
                let arn = call.home().iam("policy", &policy.path, &policy.name);
                Ok(entity(arn, policy.tags.as_ref()))
            }
        }
    }

    async fn in_an_instance(
        &self,
        target: &Target,
        call: &Call,
        transaction: &mut Transaction<'_>,
    ) -> Result<Stored, Refusal> {
        let reference = &target.reference;
        let instance = target.instance.as_ref().unwrap_or(reference);
        let instance = call.instance(transaction, instance).await?;
        let mut changed = Vec::new();
        // The handler is to ask for the same.
        let tags = match target.kind {
            ResourceType::User => {
                let user = call.user(transaction, &instance, reference).await?;
                if let Some(wanted) = &self.attempt.claims.identity_info {
                    changed = changes(
                        instance.identity_management_type,
                        &user.identity_info,
                        wanted,
                        call.settings.omitted_email,
                    );
                }
                let tags = user.tags.clone();
                transaction.keep(instance);
                transaction.keep(user);
                tags
            }
            ResourceType::SecurityProfile => {
                call.security_profile(transaction, &instance, reference)
                    .await?
                    .tags
            }
            ResourceType::RoutingProfile => {
                call.routing_profile(transaction, &instance, reference)
                    .await?
                    .tags
            }
            ResourceType::Instance => instance.tags,
            // No operation makes hierarchy groups yet, so that there is none to read.
            ResourceType::HierarchyGroup
            | ResourceType::IamUser
            | ResourceType::IamRole
            | ResourceType::IamPolicy => None,
        };
        Ok(Stored {
            arn: None,
            tags: Some(tags.map(pairs).unwrap_or_default()),
            changed: Some(changed),
        })
    }
}

/// What is read of a user, role or policy of IAM.
fn entity(arn: String, tags: Option<&TagListType>) -> Stored {
    Stored {
        arn: Some(arn),
        tags: Some(iam::pairs(tags)),
        changed: Some(Vec::new()),
    }
}

/// Tags as policies compare them.
pub(super) fn pairs(tags: TagMap) -> Vec<(String, String)> {
    tags.0.into_iter().map(|(key, value)| (key.0, value.0)).collect()
}
