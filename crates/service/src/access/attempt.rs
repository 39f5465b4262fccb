//! One request as policies see it.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use roster_domain::rules::identity_info::{self, OmittedEmail};
use roster_domain::{Caller, Principal};
use roster_model::operation::Description;
use roster_model::resource_type::ResourceType;
use roster_model::shapes::{DirectoryType, UserIdentityInfo};
use roster_policy::{Decision, Denial, Request, StatementName};
use serde_json::Value;

use super::context::{Circumstances, ConditionContext, Stored};
use super::grants::{Grants, TRUSTED_SYNC};
use super::keys::Key;
use super::request_attributes::RequestAttributes;
use super::resources::{Ask, Named, asks};

/// A request as policies see it: principal, action, resources and circumstances.
pub struct Attempt {
    pub(super) operation: &'static Description,
    pub(super) caller: Arc<Caller>,
    pub(super) grants: Arc<Grants>,
    /// None for a request that is only imagined.
    pub(super) circumstances: Option<Circumstances>,
    pub(super) attributes: RequestAttributes,
    /// What it asks for, all of which must be allowed.
    pub(super) asks: Vec<Ask>,
    /// How the request names the instance that it is about, if it does.
    pub(super) instance: Option<String>,
    principal_arn: OnceLock<String>,
    user_id: OnceLock<String>,
    new_fields: OnceLock<Vec<Cow<'static, str>>>,
}

/// What the policies say to an attempt, for all that it asks for together.
pub(super) enum Answer<'q> {
    /// Yes, by these statements.
    Allowed(Vec<StatementName<'q>>),
    /// No: not this.
    Denied(&'q Ask, Denial<'q>),
    /// It depends on records.
    Undecided,
}

impl Attempt {
    /// The attempt that a request puts. Its input may break its description.
    pub fn new(
        operation: &'static Description,
        caller: Arc<Caller>,
        grants: Arc<Grants>,
        circumstances: Circumstances,
        input: &Value,
    ) -> Self {
        Self {
            circumstances: Some(circumstances),
            ..Self::imagined(operation, caller, grants, input)
        }
    }

    /// An imagined attempt, of whose input only the resources are given.
    pub(super) fn imagined(
        operation: &'static Description,
        caller: Arc<Caller>,
        grants: Arc<Grants>,
        input: &Value,
    ) -> Self {
        let attributes = RequestAttributes::read(operation, &caller.account_region, input);
        let instance = attributes.instance_id.as_ref();
        let instance = instance.and_then(|_| input[ResourceType::Instance.label()].as_str());
        let instance = instance.or_else(|| super::resources::instance_of_arn(operation, input));
        Self {
            operation,
            instance: instance.map(str::to_owned),
            attributes,
            asks: asks(operation, &caller, input),
            caller,
            grants,
            circumstances: None,
            principal_arn: OnceLock::new(),
            user_id: OnceLock::new(),
            new_fields: OnceLock::new(),
        }
    }

    /// The policies' answer, given what was read of each resource's record. All permissions must be allowed;
    /// the first that is not is returned.
    pub(super) fn answer<'q>(&'q self, stored: impl Fn(&'q Ask) -> Option<&'q Stored>) -> Answer<'q> {
        let (mut allowing, mut is_undecided) = (Vec::new(), false);
        for ask in &self.asks {
            match self.judge(ask, stored(ask)) {
                Decision::Allowed { by } if allowing.contains(&by) => {}
                Decision::Allowed { by } => allowing.push(by),
                Decision::Denied(denial) => return Answer::Denied(ask, denial),
                Decision::Undecided => is_undecided = true,
            }
        }
        if is_undecided {
            Answer::Undecided
        } else {
            Answer::Allowed(allowing)
        }
    }

    /// What the policies say to one permission that is asked for.
    pub(super) fn judge<'q>(&'q self, ask: &'q Ask, stored: Option<&Stored>) -> Decision<'q> {
        let Some(resource) = self.arn(ask, stored) else {
            return Decision::Undecided;
        };
        let known = ConditionContext {
            attempt: self,
            ask,
            resource: &resource,
            stored,
        };
        match ask.further {
            None => {
                let relevant = self.grants.relevant(self.operation);
                relevant.evaluate(&resource, &known)
            }
            Some(action) => self.grants.policies().evaluate(&Request {
                action,
                resource: &resource,
                context: &known,
            }),
        }
    }

    /// Whether the request changes an identity that is kept and its caller may be trusted to.
    pub(super) fn may_be_trusted(&self) -> bool {
        self.changes_a_kept_identity() && self.grants.name_trusted_sync()
    }

    /// Whether the caller's policies allow `roster:TrustedSync` by name on what is asked about.
    pub(super) fn is_trusted(&self, ask: &Ask, stored: Option<&Stored>) -> bool {
        let Some(resource) = self.arn(ask, stored) else {
            return false;
        };
        let context = &ConditionContext {
            attempt: self,
            ask,
            resource: &resource,
            stored,
        };
        self.grants.policies().allow_by_name(&Request {
            action: TRUSTED_SYNC,
            resource: &resource,
            context,
        })
    }

    /// The action that is asked for.
    pub(super) fn action(&self, ask: &Ask) -> Cow<'static, str> {
        match ask.further {
            None => self.operation.action().into(),
            Some(action) => action.into(),
        }
    }

    /// The ARN of a resource; none as long as it stands in a record that was not read. What has no
    /// record is asked about as if it had no path.
    pub(super) fn arn<'q>(&self, ask: &'q Ask, stored: Option<&'q Stored>) -> Option<Cow<'q, str>> {
        if let Some(arn) = &ask.resource.arn {
            return Some(Cow::Borrowed(arn));
        }
        let stored = stored?;
        if let Some(arn) = &stored.arn {
            return Some(Cow::Borrowed(arn));
        }
        let Named { kind, reference } = ask.resource.record.as_ref()?;
        Some(if *kind == ResourceType::IamPolicy {
            Cow::Borrowed(reference)
        } else {
            let word = kind.arn_word().unwrap_or_default();
            Cow::Owned(self.caller.account_region.iam(word, "/", reference))
        })
    }

    /// Whether requests of this operation may have a condition key.
    pub(super) fn may_have(&self, key: Key) -> bool {
        key.supplied().when.includes(self.operation)
    }

    /// Whether the request would change an identity that is kept.
    pub(super) fn changes_a_kept_identity(&self) -> bool {
        let is_kept = |ask: &Ask| ask.resource.record.is_some();
        self.attributes.identity_info.is_some() && self.asks.first().is_some_and(is_kept)
    }

    /// The source identity of the session that the request begins: the one it gives, or that of the session
    /// that it is made in.
    pub(super) fn new_source_identity(&self) -> Option<&str> {
        let said = self.attributes.source_identity.as_deref();
        said.or_else(|| {
            let handed_on = self.may_have(Key::StsSourceIdentity);
            self.caller.source_identity().filter(|_| handed_on)
        })
    }

    /// The members of the identity that a new user is to have.
    pub(super) fn new_fields(&self) -> &[Cow<'static, str>] {
        self.new_fields
            .get_or_init(|| match &self.attributes.identity_info {
                Some(info) => changes(
                    DirectoryType::ConnectManaged,
                    &UserIdentityInfo::default(),
                    info,
                    OmittedEmail::Clear,
                ),
                None => Vec::new(),
            })
    }

    /// What policies call the caller: of a session, the role.
    /// Source: the IAM user guide on `aws:PrincipalArn`.
    pub(super) fn principal_arn(&self) -> &str {
        self.principal_arn.get_or_init(|| match &self.caller.principal {
            Principal::Root
            | Principal::User(_)
            | Principal::ConnectUser(_)
            | Principal::Visitor
            | Principal::Unproven => self.caller.arn(),
            Principal::Session(session) => {
                let account_region = &self.caller.account_region;
                account_region.iam("role", &session.role_path, &session.role_name)
            }
        })
    }

    pub(super) fn user_id(&self) -> &str {
        self.user_id.get_or_init(|| self.caller.user_id())
    }
}

/// The members of an identity that would change, by the rule that changes them.
pub(super) fn changes(
    kind: DirectoryType,
    current: &UserIdentityInfo,
    wanted: &UserIdentityInfo,
    omitted_email: OmittedEmail,
) -> Vec<Cow<'static, str>> {
    let replaced = identity_info::replacement(kind, current, wanted.clone(), omitted_email);
    identity_info::changed_fields(current, &replaced)
        .map(Cow::Borrowed)
        .collect()
}
