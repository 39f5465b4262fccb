//! What policies may ask of a request: the values of its condition keys.

use std::borrow::Cow;
use std::net::IpAddr;
use std::time::{SystemTime, UNIX_EPOCH};

use roster_domain::caller::RoleSession;
use roster_domain::{AccountRegion, Principal};
use roster_model::resource_type::ResourceType;
use roster_model::service::Service;
use roster_policy::{ConditionKey, Context, Value, Values};

use super::attempt::Attempt;
use super::keys::{ENTITIES, Key, TAGS, TAGS_OR_KEYS};
use super::resources::Ask;

/// How a request came.
#[derive(Clone, Debug)]
pub struct Circumstances {
    /// When.
    pub time: SystemTime,
    /// From which address.
    pub source: IpAddr,
    /// Whether on a connection with TLS.
    pub secure: bool,
    /// What the client calls itself.
    pub user_agent: Option<String>,
    /// Which page it says that it came from.
    pub referer: Option<String>,
}

/// What the records say of a resource that policies may ask for.
#[derive(Clone, Debug, Default)]
pub(super) struct Stored {
    /// The ARN, of a user, role or policy of IAM.
    pub(super) arn: Option<String>,
    /// The tags; none if they are not known any more.
    pub(super) tags: Option<Vec<(String, String)>>,
    /// The members of an identity whose stored value would change; none if that depends on what is
    /// sent.
    pub(super) changed: Option<Vec<Cow<'static, str>>>,
    /// The permissions boundary: that which the request sets, or else that of its user or role.
    pub(super) boundary: PolicyArn,
    /// The managed policy that the request attaches or detaches.
    pub(super) policy: PolicyArn,
}

/// The ARN of a managed policy as its record spells it, where a request need not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum PolicyArn {
    /// It is not known any more.
    #[default]
    Unknown,
    /// There is none.
    Absent,
    /// This one.
    Known(String),
}

/// Everything that is known of a request, for one of the permissions that it asks for.
pub(super) struct ConditionContext<'q> {
    pub(super) attempt: &'q Attempt,
    pub(super) ask: &'q Ask,
    pub(super) resource: &'q str,
    /// None as long as no record was read.
    pub(super) stored: Option<&'q Stored>,
}

impl Context for ConditionContext<'_> {
    fn values(&self, key: &ConditionKey) -> Values<'_> {
        let Attempt {
            caller, attributes, ..
        } = self.attempt;
        let principal = &caller.principal;
        let Some(found) = Key::of(key) else {
            return Values::Absent;
        };
        let tag = key.tag().unwrap_or_default();
        match found {
            Key::CurrentTime => self.circumstance(|now| Values::One(Value::Time(now.time))),
            Key::EpochTime => self.circumstance(|now| Values::One(Value::Number(seconds(now.time)))),
            Key::SourceIp => self.circumstance(|now| Values::One(Value::Address(now.source.to_canonical()))),
            Key::SecureTransport => self.circumstance(|now| Values::One(Value::Bool(now.secure))),
            Key::UserAgent => self.circumstance(|now| text(now.user_agent.as_deref())),
            Key::Referer => self.circumstance(|now| text(now.referer.as_deref())),
            Key::RequestedRegion => text(Some(self.requested_region())),
            Key::ViaAwsService | Key::PrincipalIsAwsService => Values::One(Value::Bool(false)),
            Key::PrincipalArn => text(Some(self.attempt.principal_arn())),
            Key::PrincipalAccount => text(Some(&*caller.account_region.account)),
            Key::PrincipalType => text(Some(principal_type(principal))),
            Key::PrincipalTag => tagged(principal_tags(principal), tag),
            Key::UserId => text(Some(self.attempt.user_id())),
            Key::Username => text(username(principal)),
            Key::TokenIssueTime => self.of_session(issued),
            Key::MultiFactorAuthPresent => self.of_session(|_| Values::One(Value::Bool(false))),
            Key::SourceIdentity => self.of_begun_session(|session| text(session.source_identity.as_deref())),
            Key::RequestTag => self.claim(TAGS, tagged(&attributes.tags, tag)),
            Key::TagKeys => self.claim(TAGS_OR_KEYS, Values::Many(&attributes.tag_keys)),
            Key::ResourceAccount => text(Some(account(self.resource, &caller.account_region))),
            Key::ResourceTag => self.resource_tag(tag, |_| true),
            Key::IamResourceTag => self.resource_tag(tag, |kind| ENTITIES.contains(&kind)),
            Key::InstanceId => text(attributes.instance_id.as_deref()),
            Key::SearchTag => self.claim(&["SearchFilter"], tagged(&attributes.search_tags, tag)),
            Key::StorageResourceType if self.attempt.may_have(found) => {
                self.claim(&["ResourceType"], text(attributes.resource_type.as_deref()))
            }
            Key::StorageResourceType => Values::Absent,
            Key::IamPolicyArn => self.policy_arn(found, |stored| &stored.policy),
            Key::IamPermissionsBoundary => self.policy_arn(found, |stored| &stored.boundary),
            Key::ExternalId => self.claim(&["ExternalId"], text(attributes.external_id.as_deref())),
            Key::RoleSessionName => {
                self.claim(&["RoleSessionName"], text(attributes.session_name.as_deref()))
            }
            Key::StsSourceIdentity => {
                self.claim(&["SourceIdentity"], text(self.attempt.new_source_identity()))
            }
            Key::TransitiveTagKeys => self.claim(
                &["TransitiveTagKeys"],
                Values::Many(&attributes.transitive_tag_keys),
            ),
            Key::ChangedIdentityField => self.changed_fields(),
            Key::EmailDomain => self.claim(&["IdentityInfo"], text(attributes.email_domain.as_deref())),
        }
    }
}

impl ConditionContext<'_> {
    /// What is known of how the request came, if it did.
    fn circumstance<'c>(&'c self, value: impl FnOnce(&'c Circumstances) -> Values<'c>) -> Values<'c> {
        self.attempt.circumstances.as_ref().map_or(Values::Unknown, value)
    }

    /// The value of a member of the request, by one of these names. In an imagined request it may be anything.
    fn claim<'c>(&self, members: &[&str], value: Values<'c>) -> Values<'c> {
        let request = self.attempt.operation.request();
        let has_one = || members.iter().any(|member| request.member(member).is_some());
        if self.attempt.circumstances.is_none() && has_one() {
            Values::Unknown
        } else {
            value
        }
    }

    /// A fact about the session; absent without one.
    fn of_session<'c>(&'c self, value: impl FnOnce(&'c RoleSession) -> Values<'c>) -> Values<'c> {
        match &self.attempt.caller.principal {
            Principal::Session(session) => value(session),
            Principal::Root
            | Principal::User(_)
            | Principal::ConnectUser(_)
            | Principal::Visitor
            | Principal::Unproven => Values::Absent,
        }
    }

    /// A fact that was given when the session was begun. In an imagined session it may be anything.
    fn of_begun_session<'c>(&'c self, value: impl FnOnce(&'c RoleSession) -> Values<'c>) -> Values<'c> {
        self.of_session(|session| match session.issued {
            Some(_) => value(session),
            None => Values::Unknown,
        })
    }

    /// The Region that the request is for. Source: the IAM user guide on `aws:RequestedRegion`: IAM is
    /// in one Region of each partition.
    fn requested_region(&self) -> &str {
        let account_region = &self.attempt.caller.account_region;
        match (self.attempt.operation.service, account_region.partition().name()) {
            (Service::Iam, "aws-cn") => "cn-north-1",
            (Service::Iam, "aws-us-gov") => "us-gov-west-1",
            (Service::Iam, _) => "us-east-1",
            (
                Service::Connect
                | Service::Sts
                | Service::CloudTrail
                | Service::S3
                | Service::Roster
                | Service::Console,
                _,
            ) => &account_region.region,
        }
    }

    /// A tag of the resource. What has no record has no tags.
    fn resource_tag(&self, tag: &str, has_key: impl FnOnce(ResourceType) -> bool) -> Values<'_> {
        match (&self.ask.resource.record, self.stored) {
            (Some(record), _) if !has_key(record.kind) => Values::Absent,
            (None, _) => Values::Absent,
            (Some(_), Some(Stored { tags: Some(tags), .. })) => tagged(tags, tag),
            (Some(_), _) => Values::Unknown,
        }
    }

    /// A managed policy that a request is about besides its user or role. Further permissions have no
    /// such key. Source: service authorization reference.
    fn policy_arn<'c>(&'c self, key: Key, policy: impl FnOnce(&'c Stored) -> &'c PolicyArn) -> Values<'c> {
        if self.ask.further.is_some() || !self.attempt.may_have(key) {
            return Values::Absent;
        }
        match self.stored.map(policy) {
            None | Some(PolicyArn::Unknown) => Values::Unknown,
            Some(PolicyArn::Absent) => Values::Absent,
            Some(PolicyArn::Known(arn)) => text(Some(arn)),
        }
    }

    fn changed_fields(&self) -> Values<'_> {
        let is_kept = self.attempt.changes_a_kept_identity();
        match self.stored {
            Some(Stored {
                changed: Some(changed),
                ..
            }) => Values::Many(changed),
            Some(_) if is_kept => self.claim(&["IdentityInfo"], Values::Absent),
            None if is_kept => Values::Unknown,
            Some(_) | None => self.claim(&["IdentityInfo"], Values::Many(self.attempt.new_fields())),
        }
    }
}

/// When the credentials of a session were given out.
fn issued(session: &RoleSession) -> Values<'_> {
    session
        .issued
        .map_or(Values::Unknown, |time| Values::One(Value::Time(time.into())))
}

fn text(text: Option<&str>) -> Values<'_> {
    text.map_or(Values::Absent, |text| Values::One(Value::Text(text)))
}

/// The value of a tag. Keys of tags ignore case here, as names of condition keys do.
fn tagged<'c>(tags: &'c [(String, String)], wanted: &str) -> Values<'c> {
    let found = tags.iter().find(|(key, _)| key.eq_ignore_ascii_case(wanted));
    text(found.map(|(_, value)| value.as_str()))
}

fn seconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// The account in an ARN; the caller's own where there is none.
fn account<'r>(resource: &'r str, account_region: &'r AccountRegion) -> &'r str {
    let named = resource.split(':').nth(4).filter(|account| !account.is_empty());
    named.unwrap_or(&account_region.account)
}

fn principal_type(principal: &Principal) -> &'static str {
    match principal {
        Principal::Root => "Account",
        // Policies say nothing of them.
        Principal::ConnectUser(_) | Principal::Visitor | Principal::Unproven => "Anonymous",
        Principal::User(_) => "User",
        Principal::Session(_) => "AssumedRole",
    }
}

fn principal_tags(principal: &Principal) -> &[(String, String)] {
    match principal {
        Principal::Root | Principal::ConnectUser(_) | Principal::Visitor | Principal::Unproven => &[],
        Principal::User(user) => &user.tags,
        Principal::Session(session) => &session.tags,
    }
}

/// The name of a user. Source: the table of principal key values: a session has none.
fn username(principal: &Principal) -> Option<&str> {
    match principal {
        Principal::User(user) => Some(&user.name),
        Principal::Root
        | Principal::Session(_)
        | Principal::ConnectUser(_)
        | Principal::Visitor
        | Principal::Unproven => None,
    }
}
