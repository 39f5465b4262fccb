//! The audit trail: what a record of it says, and the chain that holds the records together.

mod audit_head;
mod changes;
pub mod cloudtrail;
mod ecs;
mod masked;
mod read_items;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use ring::digest::{Context, SHA256, digest};
use roster_model::service::Service;
pub use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decision::Decision;

mod erasures;
mod personal;
mod position;
mod register;
#[cfg(test)]
mod sample;
mod times;

pub use audit_head::{AuditHead, MalformedHead, NotedHead};
pub use changes::{Change, State, changes};
pub use ecs::EcsDocument;
pub use erasures::Erasures;
pub use masked::{CUT, ERASED, HIDDEN, Masked};
pub use personal::SplitRecord;
pub use position::{first_position, position, time_at};
pub use read_items::ReadItems;
pub use register::{REGISTER, Register, Registered};
pub use times::TimeRange;

/// What the audit says of one request: every mutation and every refusal leaves one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct AuditRecord {
    /// When the request was decided; never before the time of the record in front of it in its chain.
    pub time: Timestamp,
    /// When the request was decided, by the clock; none if that is `time`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_time: Option<Timestamp>,
    /// When the request arrived, by the clock; none if no request caused the record, or an older version wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrival_time: Option<Timestamp>,
    /// The request's id, as in `x-amzn-RequestId`.
    pub request_id: String,
    /// The service that was asked.
    #[serde(default, skip_serializing_if = "is_connect")]
    pub service: Service,
    /// The operation; none if the request leads to none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The ARN of what it was about, as far as the path names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The principal; none if the request was not authenticated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// The unique id of the principal, `aws:userid` in policies; none for an account's root, whose id is the
    /// account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal_id: Option<String>,
    /// The ARN of the role that a session has taken on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_issuer: Option<String>,
    /// The source identity of a session; none if `AssumeRole` was given none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
    /// The access key that signed, or claimed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_key_id: Option<String>,
    /// The account of the principal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Box<str>>,
    /// The Region of the signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Box<str>>,
    /// The address the request came from.
    pub source_address: String,
    /// What the client called itself, cut to 256 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// What kept the request secret on its way; none if nothing did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<Tls>,
    /// What was asked for; none if that could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Masked>,
    /// What was answered; none for an empty answer and a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Masked>,
    /// The code of the refusal; none if the request succeeded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// What the server proves of callers, if it does not enforce access.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<UnenforcedAccess>,
    /// How access was decided; none if it was not asked: an account's root may do everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// What the refusal said, cut to 1024 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// How many requests the record sums up that have no records of their own: refusals of requests that proved nothing, or
    /// reads; none of a record that is about one request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The run of a client that the request belongs to, as the client calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<Box<str>>,
    /// What was read; none of a record that does not sum up reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<ReadItems>,
    /// What changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// The commitment to the personal values, which stand beside the record and not in it; none if it has none. It is the last
    /// member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<Hash>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
fn is_connect(service: &Service) -> bool {
    *service == Service::Connect
}

/// How a server treats access that does not enforce it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "lowercase")]
pub enum UnenforcedAccess {
    /// The signature is checked; what policies deny is done.
    Observe,
    /// Nothing is checked: everyone may do everything.
    Off,
}

impl UnenforcedAccess {
    /// The mode as `--access` has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Observe => "observe",
            Self::Off => "off",
        }
    }
}

/// How a connection was kept secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct Tls {
    /// The version of the protocol, such as `TLSv1.3`.
    pub version: Cow<'static, str>,
    /// The name of the cipher suite, as IANA has it.
    pub cipher_suite: Cow<'static, str>,
}

/// The length of a SHA-256 hash.
const HASH_BYTES: usize = 32;

/// A SHA-256 hash.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hash(pub [u8; HASH_BYTES]);

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 2 * HASH_BYTES];
        hex::encode_to_slice(self.0, &mut digits).map_err(|_| fmt::Error)?;
        formatter.write_str(str::from_utf8(&digits).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Hash {
    /// The SHA-256 of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let mut hash = Self::default();
        hash.0.copy_from_slice(digest(&SHA256, bytes).as_ref());
        hash
    }

    /// The hash that these 64 hexadecimal digits spell.
    pub fn parse(text: &str) -> Option<Self> {
        let mut hash = Self::default();
        hex::decode_to_slice(text, &mut hash.0).ok()?;
        Some(hash)
    }
}

impl Stored for Hash {}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a hash"))
    }
}

/// The end of a chain: how many records it has, and the hash of the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct Head {
    /// The number of the last record; 0 for an empty chain.
    pub sequence: u64,
    /// The hash of the last record; zeros for an empty chain.
    pub hash: Hash,
}

impl Head {
    /// The head after one more record.
    #[must_use]
    pub fn link(&self, body: &[u8]) -> Self {
        let sequence = self.sequence + 1;
        let mut context = Context::new(&SHA256);
        context.update(&sequence.to_be_bytes());
        context.update(&self.hash.0);
        context.update(body);
        let mut hash = Hash::default();
        hash.0.copy_from_slice(context.finish().as_ref());
        Self { sequence, hash }
    }

    /// Goes on by one more record, and returns that with its place and its personal values.
    pub fn append_split(&mut self, record: SplitRecord) -> ChainedRecord {
        ChainedRecord {
            personal: record.personal,
            ..self.append(record.body)
        }
    }

    /// Goes on by one more record without personal values, and returns that with its place.
    pub fn append(&mut self, body: Vec<u8>) -> ChainedRecord {
        *self = self.link(&body);
        let Self { sequence, hash } = *self;
        ChainedRecord {
            sequence,
            body,
            hash,
            personal: None,
        }
    }
}

impl fmt::Display for Head {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sequence, hash } = self;
        write!(formatter, "{sequence}:{hash}")
    }
}

impl FromStr for Head {
    type Err = MalformedHead;

    fn from_str(text: &str) -> Result<Self, MalformedHead> {
        let (sequence, hash) = text.split_once(':').ok_or(MalformedHead)?;
        Ok(Self {
            sequence: sequence.parse().map_err(|_| MalformedHead)?,
            hash: Hash::parse(hash).ok_or(MalformedHead)?,
        })
    }
}

/// The end of one chain, by the name of the chain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChainHead {
    /// Its name; empty for that of an engine that writes one chain only.
    pub chain: String,
    /// How many records it has, and the hash of the last.
    pub head: Head,
}

/// An audit record as it is stored: its bytes, and its place in a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainedRecord {
    /// Its number, from 1 without a gap.
    pub sequence: u64,
    /// The record as JSON.
    pub body: Vec<u8>,
    /// The hash over its number, the hash of the record before it, and its body.
    pub hash: Hash,
    /// Its personal values, with their key; none if it has none, or if they were erased.
    pub personal: Option<Vec<u8>>,
}

impl ChainedRecord {
    /// The head of a chain that ends with this record.
    pub const fn head(&self) -> Head {
        Head {
            sequence: self.sequence,
            hash: self.hash,
        }
    }

    /// The time of the record, without all else that it says.
    ///
    /// # Errors
    ///
    /// If the body is not that of a record.
    pub fn time(&self) -> serde_json::Result<Timestamp> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Timed {
            time: Timestamp,
        }
        serde_json::from_slice(&self.body).map(|Timed { time }| time)
    }
}

/// How a chain is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A record is missing, or stands in another's place.
    Gap {
        /// The number that should come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// A record is not what was written.
    Edited {
        /// Its number.
        sequence: u64,
    },
    /// The personal values beside a record are not what was written.
    PersonalValues {
        /// Its number.
        sequence: u64,
    },
    /// A record has lost its personal values, and no erasure was asked for.
    LostPersonalValues {
        /// Its number.
        sequence: u64,
    },
    /// A whole chain is missing.
    Missing,
    /// The register does not know the chain, or says of it what cannot be read.
    Unregistered,
    /// The register says again how a chain begins or ends.
    RegisteredAgain,
    /// Another record stands where one was noted.
    Replaced {
        /// The record that was noted.
        noted: Head,
    },
    /// The chain does not end where it was left.
    End {
        /// The last record that was written.
        expected: Head,
        /// The last record that is there.
        found: Head,
    },
}

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gap { expected, found } => {
                write!(
                    formatter,
                    "record {expected} is missing: record {found} stands in its place"
                )
            }
            Self::Edited { sequence } => {
                write!(
                    formatter,
                    "record {sequence} is not what was written: its hash does not match"
                )
            }
            Self::PersonalValues { sequence } => {
                write!(
                    formatter,
                    "the personal values of record {sequence} are not what was written"
                )
            }
            Self::LostPersonalValues { sequence } => {
                write!(
                    formatter,
                    "record {sequence} has lost its personal values without an erasure"
                )
            }
            Self::Missing => formatter.write_str("it was begun, and is not there"),
            Self::Unregistered => formatter.write_str("the register does not tell of it"),
            Self::RegisteredAgain => formatter.write_str("it tells again where another chain begins or ends"),
            Self::Replaced {
                noted: Head { sequence, hash },
            } => write!(
                formatter,
                "record {sequence} is another than the one that was noted ({hash})"
            ),
            Self::End { expected, found } => write!(
                formatter,
                "the chain ends with record {} ({}), but was left at record {} ({})",
                found.sequence, found.hash, expected.sequence, expected.hash
            ),
        }
    }
}

/// Goes on from `head` over one more record.
pub fn verify_link(head: &Head, chained: &ChainedRecord) -> Result<Head, Broken> {
    let next = head.link(&chained.body);
    if chained.sequence != next.sequence {
        Err(Broken::Gap {
            expected: next.sequence,
            found: chained.sequence,
        })
    } else if chained.hash != next.hash {
        Err(Broken::Edited {
            sequence: chained.sequence,
        })
    } else if chained.has_own_personal_values() {
        Ok(next)
    } else {
        Err(Broken::PersonalValues {
            sequence: chained.sequence,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(bodies: &[&str]) -> Vec<ChainedRecord> {
        let mut head = Head::default();
        let link = |body: &&str| {
            head = head.link(body.as_bytes());
            ChainedRecord {
                sequence: head.sequence,
                body: body.as_bytes().to_vec(),
                hash: head.hash,
                personal: None,
            }
        };
        bodies.iter().map(link).collect()
    }

    fn verify(chain: &[ChainedRecord]) -> Result<Head, Broken> {
        chain
            .iter()
            .try_fold(Head::default(), |head, chained| verify_link(&head, chained))
    }

    #[test]
    fn an_untouched_chain_holds() {
        assert_eq!(verify(&chain(&["a", "b", "c"])).unwrap().sequence, 3);
    }

    #[test]
    fn an_edited_record_is_found() {
        let mut chain = chain(&["a", "b", "c"]);
        chain[1].body = b"x".to_vec();
        assert_eq!(verify(&chain), Err(Broken::Edited { sequence: 2 }));
    }

    #[test]
    fn a_dropped_record_is_found() {
        let mut chain = chain(&["a", "b", "c"]);
        chain.remove(1);
        assert_eq!(
            verify(&chain),
            Err(Broken::Gap {
                expected: 2,
                found: 3
            })
        );
    }

    #[test]
    fn records_that_changed_places_are_found() {
        let mut chain = chain(&["a", "b", "c"]);
        chain.swap(1, 2);
        (chain[1].sequence, chain[2].sequence) = (2, 3);
        assert_eq!(verify(&chain), Err(Broken::Edited { sequence: 2 }));
    }
}
