//! The condition keys: what policies may ask of a request.
//!
//! Sources: the IAM user guide on global condition keys and on principal key values; the service
//! authorization reference on Connect's own; docs/guide/access.md for those of Roster's.

use std::borrow::Cow;
use std::net::IpAddr;
use std::time::{SystemTime, UNIX_EPOCH};

use roster_domain::{AccountRegion, Principal};
use roster_policy::{ConditionKey, Context, Value, Values};

use super::attempt::Attempt;

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
}

/// What the records say that policies may ask for.
#[derive(Clone, Debug, Default)]
pub(super) struct Stored {
    /// The ARN of the user or role of IAM that it is about.
    pub(super) arn: Option<String>,
    /// The tags of what the request is about; none if they are not known any more.
    pub(super) tags: Option<Vec<(String, String)>>,
    /// The members of an identity whose stored value would change; none if that depends on what is
    /// sent.
    pub(super) changed: Option<Vec<Cow<'static, str>>>,
}

/// Everything that is known of a request, for one of the resources that it asks about.
pub(super) struct Known<'q> {
    pub(super) attempt: &'q Attempt,
    pub(super) resource: &'q str,
    /// None as long as no record was read.
    pub(super) stored: Option<&'q Stored>,
}

impl Context for Known<'_> {
    fn values(&self, key: &ConditionKey) -> Values<'_> {
        let Attempt { caller, claims, .. } = self.attempt;
        match (key.name(), key.tag()) {
            ("aws:currenttime", None) => self.circumstance(|now| Values::One(Value::Time(now.time))),
            ("aws:epochtime", None) => self.circumstance(|now| Values::One(Value::Number(seconds(now.time)))),
            ("aws:sourceip", None) => {
                self.circumstance(|now| Values::One(Value::Address(now.source.to_canonical())))
            }
            ("aws:securetransport", None) => self.circumstance(|now| Values::One(Value::Bool(now.secure))),
            ("aws:useragent", None) => self.circumstance(|now| text(now.user_agent.as_deref())),
            ("aws:requestedregion", None) => text(Some(&*caller.home.region)),
            ("aws:principalarn", None) => text(Some(self.attempt.principal_arn())),
            ("aws:principalaccount", None) => text(Some(&*caller.home.account)),
            ("aws:principaltype", None) => text(Some(principal_type(&caller.principal))),
            ("aws:principaltag", Some(tag)) => tagged(principal_tags(&caller.principal), tag),
            ("aws:userid", None) => text(Some(self.attempt.user_id())),
            ("aws:username", None) => text(username(&caller.principal)),
            ("aws:requesttag", Some(tag)) => self.claim("Tags", tagged(&claims.tags, tag)),
            ("aws:tagkeys", None) => self.claim("Tags", Values::Many(&claims.tag_keys)),
            ("aws:resourceaccount", None) => text(Some(account(self.resource, &caller.home))),
            ("aws:resourcetag", Some(tag)) => self.resource_tag(tag),
            ("connect:instanceid", None) => text(claims.instance_id.as_deref()),
            ("connect:searchtag", Some(tag)) => self.claim("SearchFilter", tagged(&claims.search_tags, tag)),
            ("sts:externalid", None) => self.claim("ExternalId", text(claims.external_id.as_deref())),
            ("sts:rolesessionname", None) => {
                self.claim("RoleSessionName", text(claims.session_name.as_deref()))
            }
            ("roster:changedidentityfield", None) => self.changed_fields(),
            ("roster:emaildomain", None) => self.claim("IdentityInfo", text(claims.email_domain.as_deref())),
            _ => Values::Absent,
        }
    }
}

impl Known<'_> {
    /// What is known of how the request came, if it did.
    fn circumstance<'c>(&'c self, value: impl FnOnce(&'c Circumstances) -> Values<'c>) -> Values<'c> {
        self.attempt.circumstances.as_ref().map_or(Values::Unknown, value)
    }

    /// What the request says in a member. Of one that nobody has made yet, it may say anything.
    fn claim<'c>(&self, member: &str, value: Values<'c>) -> Values<'c> {
        if self.attempt.circumstances.is_none() && self.attempt.operation.request().member(member).is_some() {
            Values::Unknown
        } else {
            value
        }
    }

    fn resource_tag(&self, tag: &str) -> Values<'_> {
        match self.stored {
            Some(Stored { tags: Some(tags), .. }) => tagged(tags, tag),
            Some(_) | None if self.attempt.reads_tags() => Values::Unknown,
            Some(_) | None => Values::Absent,
        }
    }

    fn changed_fields(&self) -> Values<'_> {
        match self.stored {
            Some(stored) => match &stored.changed {
                Some(changed) => Values::Many(changed),
                None => self.claim("IdentityInfo", Values::Absent),
            },
            None if self.attempt.reads_identity() => Values::Unknown,
            None => Values::Many(self.attempt.new_fields()),
        }
    }
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
fn account<'r>(resource: &'r str, home: &'r AccountRegion) -> &'r str {
    let named = resource.split(':').nth(4).filter(|account| !account.is_empty());
    named.unwrap_or(&home.account)
}

fn principal_type(principal: &Principal) -> &'static str {
    match principal {
        Principal::Root => "Account",
        Principal::User(_) => "User",
        Principal::Session(_) => "AssumedRole",
    }
}

fn principal_tags(principal: &Principal) -> &[(String, String)] {
    match principal {
        Principal::Root => &[],
        Principal::User(user) => &user.tags,
        Principal::Session(session) => &session.tags,
    }
}

/// The name of a user. Source: the table of principal key values: a session has none.
fn username(principal: &Principal) -> Option<&str> {
    match principal {
        Principal::User(user) => Some(&user.name),
        Principal::Root | Principal::Session(_) => None,
    }
}
