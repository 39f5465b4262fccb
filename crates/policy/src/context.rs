//! What is known about a request beyond action and resource.

use std::borrow::Cow;
use std::collections::HashMap;
use std::net::IpAddr;
use std::time::SystemTime;

use crate::ConditionKey;

/// The request context: what each condition key is.
pub trait Context {
    /// The values of `key` in this request.
    fn values(&self, key: &ConditionKey) -> Values<'_>;
}

/// What a request has for a condition key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Values<'c> {
    /// The request has no such key.
    Absent,
    /// It may have a value, which was not looked up yet.
    Unknown,
    /// A single-valued key.
    One(Value<'c>),
    /// A multivalued key, such as `aws:TagKeys`; without elements it is as good as absent.
    Many(&'c [Cow<'c, str>]),
}

/// One value. Texts are read as the operator needs them, so a number may also come as a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'c> {
    /// Any text; base64 for bytes, ISO 8601 for times.
    Text(&'c str),
    /// `true` or `false`.
    Bool(bool),
    /// A whole number; as a time, seconds since 1970.
    Number(i64),
    /// A time.
    Time(SystemTime),
    /// An IP address.
    Address(IpAddr),
}

impl Value<'_> {
    /// The value as text, as a policy variable puts it in.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Bool(true) => Cow::Borrowed("true"),
            Self::Bool(false) => Cow::Borrowed("false"),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Time(time) => Cow::Owned(crate::value::iso_8601(*time)),
            Self::Address(address) => Cow::Owned(address.to_string()),
        }
    }
}

/// What a request asks for.
#[derive(Clone, Copy)]
pub struct Request<'r> {
    /// `connect:UpdateUserIdentityInfo`; case does not count.
    pub action: &'r str,
    /// The ARN it acts on, or `*` where an action has none.
    pub resource: &'r str,
    /// Everything else.
    pub context: &'r dyn Context,
}

/// A context of texts, such as the context entries of a policy simulation; what is not in it is absent.
#[derive(Clone, Debug, Default)]
pub struct ContextEntries(HashMap<Box<str>, Entry>);

#[derive(Clone, Debug)]
enum Entry {
    Unknown,
    One(String),
    Many(Vec<Cow<'static, str>>),
}

impl ContextEntries {
    /// Sets a single-valued key.
    #[must_use]
    pub fn one(self, key: &str, value: impl Into<String>) -> Self {
        self.with(key, Entry::One(value.into()))
    }

    /// Sets a multivalued key.
    #[must_use]
    pub fn many<S: Into<String>>(self, key: &str, values: impl IntoIterator<Item = S>) -> Self {
        let values = values.into_iter().map(|value| Cow::Owned(value.into())).collect();
        self.with(key, Entry::Many(values))
    }

    /// Says that a key's value is not known yet.
    #[must_use]
    pub fn unknown(self, key: &str) -> Self {
        self.with(key, Entry::Unknown)
    }

    fn with(mut self, key: &str, entry: Entry) -> Self {
        self.0.insert(key.to_ascii_lowercase().into(), entry);
        self
    }
}

impl Context for ContextEntries {
    fn values(&self, key: &ConditionKey) -> Values<'_> {
        match self.0.get(key.folded()) {
            None => Values::Absent,
            Some(Entry::Unknown) => Values::Unknown,
            Some(Entry::One(value)) => Values::One(Value::Text(value)),
            Some(Entry::Many(values)) => Values::Many(values),
        }
    }
}

/// A context in which every key is unknown: what holds here holds in any request.
#[derive(Clone, Copy, Debug)]
pub struct NothingKnown;

impl Context for NothingKnown {
    fn values(&self, _: &ConditionKey) -> Values<'_> {
        Values::Unknown
    }
}
