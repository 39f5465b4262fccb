//! One request as policies see it.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use roster_domain::rules::identity_info::{self, OmittedEmail};
use roster_domain::{Caller, Principal};
use roster_model::operation::{Description, ResourceType};
use roster_model::shapes::{DirectoryType, UserIdentityInfo};
use roster_policy::Decision;
use serde_json::Value;

use super::claims::Claims;
use super::context::{Circumstances, Known, Stored};
use super::grants::Grants;
use super::resources::{Asked, resources};

/// A request as policies see it: who asks to do what, to what, under which circumstances.
pub struct Attempt {
    pub(super) operation: &'static Description,
    pub(super) caller: Arc<Caller>,
    pub(super) grants: Arc<Grants>,
    /// None of what nobody has asked for yet.
    pub(super) circumstances: Option<Circumstances>,
    pub(super) claims: Claims,
    pub(super) resources: Vec<Asked>,
    /// How the request names what it is about, if it does.
    pub(super) target: Option<Target>,
    principal_arn: OnceLock<String>,
    user_id: OnceLock<String>,
    new_fields: OnceLock<Vec<Cow<'static, str>>>,
}

/// What a request is about, as it names it.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) kind: ResourceType,
    /// None where there is no instance about it.
    pub(super) instance: Option<String>,
    pub(super) reference: String,
}

/// What the policies say to a attempt, for all of its resources together.
pub(super) enum Answer<'q> {
    /// Yes, by these statements.
    Allowed(Vec<roster_policy::StatementName<'q>>),
    /// No: not on this resource.
    Denied(Cow<'q, str>, roster_policy::Denial<'q>),
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

    /// An attempt that nobody has made yet: of its input, no more is known than what it is about.
    pub(super) fn imagined(
        operation: &'static Description,
        caller: Arc<Caller>,
        grants: Arc<Grants>,
        input: &Value,
    ) -> Self {
        let resources = resources(operation, &caller, input);
        Self {
            operation,
            claims: Claims::read(operation, &caller.home, input),
            target: target(operation, input, &resources),
            resources,
            caller,
            grants,
            circumstances: None,
            principal_arn: OnceLock::new(),
            user_id: OnceLock::new(),
            new_fields: OnceLock::new(),
        }
    }

    /// What the policies say, with what was read of the records, if they were read. All resources
    /// must be allowed; the first that is not is told.
    pub(super) fn answer<'q>(&'q self, stored: Option<&'q Stored>) -> Answer<'q> {
        let relevant = self.grants.relevant(self.operation);
        let (mut allowing, mut undecided) = (Vec::new(), false);
        for asked in &self.resources {
            let Some(resource) = self.arn(asked, stored) else {
                undecided = true;
                continue;
            };
            let known = Known {
                attempt: self,
                resource: &resource,
                stored,
            };
            match relevant.evaluate(&resource, &known) {
                Decision::Allowed { by } if allowing.contains(&by) => {}
                Decision::Allowed { by } => allowing.push(by),
                Decision::Denied(denial) => return Answer::Denied(resource, denial),
                Decision::Undecided => undecided = true,
            }
        }
        if undecided {
            Answer::Undecided
        } else {
            Answer::Allowed(allowing)
        }
    }

    /// The first resource as the request names it.
    pub(super) fn resource(&self) -> Cow<'_, str> {
        match self.resources.first() {
            Some(Asked::Arn(arn)) => Cow::Borrowed(arn),
            Some(Asked::Named { name, .. }) => Cow::Borrowed(name),
            None => Cow::Borrowed("*"),
        }
    }

    /// The ARN of a resource; none as long as it stands in a record that was not read. What has no
    /// record is asked about as if it had no path.
    pub(super) fn arn<'q>(&'q self, asked: &'q Asked, stored: Option<&'q Stored>) -> Option<Cow<'q, str>> {
        match asked {
            Asked::Arn(arn) => Some(Cow::Borrowed(arn)),
            Asked::Named { kind, name } => stored.map(|stored| match &stored.arn {
                Some(arn) => Cow::Borrowed(arn.as_str()),
                None if *kind == ResourceType::IamPolicy => Cow::Borrowed(name.as_str()),
                None => {
                    let word = kind.arn_word().unwrap_or_default();
                    Cow::Owned(self.caller.home.iam(word, "/", name))
                }
            }),
        }
    }

    /// Whether the tags of what the request is about are among the condition keys. Those of an
    /// instance are not for what lists or searches in it. Source: service authorization reference.
    pub(super) fn reads_tags(&self) -> bool {
        self.target.as_ref().is_some_and(|target| match target.kind {
            ResourceType::Instance => self.operation.pages.is_none(),
            ResourceType::User
            | ResourceType::SecurityProfile
            | ResourceType::RoutingProfile
            | ResourceType::HierarchyGroup
            | ResourceType::IamUser
            | ResourceType::IamRole
            | ResourceType::IamPolicy => true,
        })
    }

    /// Whether the request would change an identity that is kept.
    pub(super) fn reads_identity(&self) -> bool {
        self.claims.identity_info.is_some() && self.target.is_some()
    }

    /// The members of the identity that a new user is to have.
    pub(super) fn new_fields(&self) -> &[Cow<'static, str>] {
        self.new_fields.get_or_init(|| match &self.claims.identity_info {
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
            Principal::Root | Principal::User(_) => self.caller.arn(),
            Principal::Session(session) => {
                let home = &self.caller.home;
                home.iam("role", &session.role_path, &session.role_name)
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

fn target(operation: &Description, input: &Value, resources: &[Asked]) -> Option<Target> {
    let kind = operation.resources.first()?.kind;
    let text = |label: &str| input[label].as_str().map(str::to_owned);
    if let Some(reference) = text(kind.label()) {
        let instance = text(ResourceType::Instance.label());
        return Some(Target {
            kind,
            instance,
            reference,
        });
    }
    // What is named by its ARN.
    let named = resources.iter().find_map(|asked| match asked {
        Asked::Named { kind, name } => Some((*kind, name.clone())),
        Asked::Arn(_) => None,
    })?;
    Some(Target {
        kind: named.0,
        instance: None,
        reference: named.1,
    })
}
