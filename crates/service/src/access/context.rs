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
    /// The tags of what the request is about.
    pub(super) tags: Vec<(String, String)>,
    /// The members of an identity whose stored value would change.
    pub(super) changed: Vec<Cow<'static, str>>,
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
        let Attempt {
            caller,
            claims,
            circumstances,
            ..
        } = self.attempt;
        match (key.name(), key.tag()) {
            ("aws:currenttime", None) => Values::One(Value::Time(circumstances.time)),
            ("aws:epochtime", None) => Values::One(Value::Number(seconds(circumstances.time))),
            ("aws:sourceip", None) => Values::One(Value::Address(circumstances.source.to_canonical())),
            ("aws:securetransport", None) => Values::One(Value::Bool(circumstances.secure)),
            ("aws:useragent", None) => text(circumstances.user_agent.as_deref()),
            ("aws:requestedregion", None) => text(Some(&*caller.home.region)),
            ("aws:principalarn", None) => text(Some(self.attempt.principal_arn())),
            ("aws:principalaccount", None) => text(Some(&*caller.home.account)),
            ("aws:principaltype", None) => text(Some(principal_type(&caller.principal))),
            ("aws:principaltag", Some(tag)) => tagged(principal_tags(&caller.principal), tag),
            ("aws:userid", None) => text(Some(self.attempt.user_id())),
            ("aws:username", None) => text(username(&caller.principal)),
            ("aws:requesttag", Some(tag)) => tagged(&claims.tags, tag),
            ("aws:tagkeys", None) => Values::Many(&claims.tag_keys),
            ("aws:resourceaccount", None) => text(Some(account(self.resource, &caller.home))),
            ("aws:resourcetag", Some(tag)) => self.resource_tag(tag),
            ("connect:instanceid", None) => text(claims.instance_id.as_deref()),
            ("connect:searchtag", Some(tag)) => tagged(&claims.search_tags, tag),
            ("roster:changedidentityfield", None) => self.changed_fields(),
            ("roster:emaildomain", None) => text(claims.email_domain.as_deref()),
            _ => Values::Absent,
        }
    }
}

impl Known<'_> {
    fn resource_tag(&self, tag: &str) -> Values<'_> {
        match self.stored {
            Some(stored) => tagged(&stored.tags, tag),
            None if self.attempt.reads_tags() => Values::Unknown,
            None => Values::Absent,
        }
    }

    fn changed_fields(&self) -> Values<'_> {
        match self.stored {
            Some(stored) => Values::Many(&stored.changed),
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
