//! The personal values of a record. They are kept beside it with a key of their own, and the record has a hash of them under that
//! key. So they can be erased, and the chain still verifies (docs/decisions/0065-erasure-of-the-audit.md).

use std::sync::LazyLock;

use ring::hmac::{HMAC_SHA256, Key, sign};
use roster_model::operations;
use roster_model::resource_type::ResourceType;
use serde::de::DeserializeOwned;
use serde::ser::Error;
use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::masked::ERASED;
use super::{AuditRecord, ChainedRecord, Change, Hash, Masked};
use crate::random::Random;
use crate::record::{InAudit, Kind, Record};
use crate::records::{User, kinds};

/// The length of a key. All have the same length: with keys of several lengths, two could have the same effect.
const KEY_BYTES: usize = 32;

/// How a body ends that has a commitment, but for the digits.
const COMMITMENT: (&[u8], &[u8]) = (br#","Personal":""#, br#""}"#);
/// How many digits a commitment has.
const DIGITS: usize = 64;

/// A record as a chain takes it.
pub struct SplitRecord {
    /// The record as JSON, without its personal values.
    pub body: Vec<u8>,
    /// The key, and behind it the values by their places in the record, as JSON; none if there are none.
    pub personal: Option<Vec<u8>>,
}

/// Values, each with its place in a record as a JSON pointer.
#[derive(Default)]
struct PersonalValues(Vec<(String, Box<RawValue>)>);

impl Serialize for PersonalValues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(place, value)| (place, value)))
    }
}

impl PersonalValues {
    fn take(&mut self, place: String, value: &mut Value) -> serde_json::Result<()> {
        self.0.push((place, to_raw_value(value)?));
        *value = ERASED.into();
        Ok(())
    }

    /// Takes the values out of a record.
    fn take_from(&mut self, record: &mut AuditRecord) -> serde_json::Result<()> {
        for (index, change) in record.changes.iter_mut().enumerate() {
            if !is_personal(change) {
                continue;
            }
            for (side, value) in [("Before", &mut change.before), ("After", &mut change.after)] {
                if let Some(value) = value {
                    self.take(format!("/Changes/{index}/{side}"), value)?;
                }
            }
        }
        let masked = [
            ("Parameters", &mut record.parameters),
            ("Response", &mut record.response),
        ];
        for (member, masked) in masked {
            let personal = masked.iter_mut().flat_map(Masked::take_personal);
            let placed = personal.map(|(place, value)| (format!("/{member}{place}"), value));
            self.0.extend(placed);
        }
        if is_of_user(record) {
            // They say where a user was, and with which device.
            self.take_text("/SourceAddress", &mut record.source_address)?;
            if let Some(user_agent) = &mut record.user_agent {
                self.take_text("/UserAgent", user_agent)?;
            }
        }
        Ok(())
    }

    fn take_text(&mut self, place: &str, text: &mut String) -> serde_json::Result<()> {
        self.0.push((place.to_owned(), to_raw_value(text)?));
        ERASED.clone_into(text);
        Ok(())
    }
}

impl AuditRecord {
    /// The record without its personal values, and these beside it.
    ///
    /// # Errors
    ///
    /// If a value cannot be written as JSON.
    pub fn split(mut self, random: &dyn Random) -> serde_json::Result<SplitRecord> {
        let mut values = PersonalValues::default();
        values.take_from(&mut self)?;
        let mut personal = None;
        if !values.0.is_empty() {
            let mut text = vec![0; KEY_BYTES];
            random.fill(&mut text);
            serde_json::to_writer(&mut text, &values)?;
            self.personal = commitment_to(&text);
            personal = Some(text);
        }
        let body = serde_json::to_vec(&self)?;
        Ok(SplitRecord { body, personal })
    }

    /// The ARN of the user of an instance that the record is about, or, if it is about none, that it is of a request of.
    pub fn user_arn(&self) -> Option<String> {
        let is_user = |arn: &&String| ResourceType::of_arn(arn) == Some(ResourceType::User);
        let [resource, principal] = [&self.resource, &self.principal].map(|arn| arn.as_ref().filter(is_user));
        let named = resource.cloned().or_else(|| self.created_user());
        named.or_else(|| principal.cloned())
    }

    /// The ARN of the user that a request of an instance has made: its path names the instance only.
    fn created_user(&self) -> Option<String> {
        let instance = self.resource.as_ref()?;
        let is_id = |change: &&Change| change.record == User::KIND.name && change.member == "Id";
        let id = self.changes.iter().find(is_id)?.after.as_ref()?.as_str()?;
        let word = ResourceType::User.arn_word()?;
        (ResourceType::of_arn(instance)? == ResourceType::Instance).then(|| format!("{instance}/{word}/{id}"))
    }

    /// Whether the record itself holds personal values, as those of versions do that did not keep them apart.
    pub fn holds_personal_values(&self) -> bool {
        let operation = self.operation.as_deref();
        let operation = operation.and_then(|name| operations::find(self.service, name));
        let of_operation = operation.is_some_and(|operation| {
            let masked = [
                (operation.request(), &self.parameters),
                (operation.response(), &self.response),
            ];
            masked.into_iter().any(|(schema, masked)| {
                let value = masked
                    .as_ref()
                    .and_then(|masked| serde_json::from_str(masked.as_str()).ok());
                let masked_again = value.and_then(|value: Value| Masked::new(schema, &value));
                masked_again.is_some_and(|mut masked| !masked.take_personal().is_empty())
            })
        });
        let has_values = |change: &Change| change.before.is_some() || change.after.is_some();
        self.personal.is_none()
            && (of_operation
                || is_of_user(self)
                || self
                    .changes
                    .iter()
                    .any(|change| is_personal(change) && has_values(change)))
    }
}

impl ChainedRecord {
    /// Whether the record had personal values, and has lost them.
    pub fn lacks_personal_values(&self) -> bool {
        self.personal.is_none() && commitment(&self.body).is_some()
    }

    /// Whether the personal values are those that the record was written with; also if they are gone.
    pub(super) fn has_own_personal_values(&self) -> bool {
        match &self.personal {
            Some(personal) => {
                let committed = commitment(&self.body);
                committed.is_some() && committed == commitment_to(personal)
            }
            None => true,
        }
    }

    /// The record as JSON with its personal values; [`ERASED`] stands for those that it has lost.
    ///
    /// # Errors
    ///
    /// If the body is not JSON, or has no place for one of the values.
    pub fn to_json(&self) -> serde_json::Result<Value> {
        let mut record: Value = serde_json::from_slice(&self.body)?;
        let Some(personal) = &self.personal else {
            return Ok(record);
        };
        let values = personal.get(KEY_BYTES..).unwrap_or_default();
        let values: serde_json::Map<String, Value> = serde_json::from_slice(values)?;
        for (place, value) in values {
            let found = record.pointer_mut(&place);
            *found.ok_or_else(|| serde_json::Error::custom("a personal value has no place"))? = value;
        }
        if let Some(record) = record.as_object_mut() {
            record.shift_remove("Personal");
        }
        Ok(record)
    }

    /// The record with its personal values. If it has lost them, it still has their commitment.
    ///
    /// # Errors
    ///
    /// If the body is not that of a record, or has no place for one of the values.
    pub fn record(&self) -> serde_json::Result<AuditRecord> {
        self.members()
    }

    /// Some members of the record, with their personal values.
    ///
    /// # Errors
    ///
    /// As for [`Self::record`].
    pub fn members<M: DeserializeOwned>(&self) -> serde_json::Result<M> {
        match &self.personal {
            Some(_) => serde_json::from_value(self.to_json()?),
            None => serde_json::from_slice(&self.body),
        }
    }
}

/// The keyed hash of personal values as they stand beside a record; none of what is too short for a key.
fn commitment_to(personal: &[u8]) -> Option<Hash> {
    let (key, values) = personal.split_at_checked(KEY_BYTES)?;
    let tag = sign(&Key::new(HMAC_SHA256, key), values);
    let mut hash = Hash::default();
    hash.0.copy_from_slice(tag.as_ref());
    Some(hash)
}

/// The commitment at the end of a body. It is the last member, so the body need not be read for it.
fn commitment(body: &[u8]) -> Option<Hash> {
    let (before, after) = COMMITMENT;
    let (rest, digits) = body.strip_suffix(after)?.split_last_chunk::<DIGITS>()?;
    rest.ends_with(before)
        .then(|| Hash::parse(str::from_utf8(digits).ok()?))?
}

/// Whether a change shows a personal value.
fn is_personal(change: &Change) -> bool {
    static KINDS: LazyLock<Vec<(&Kind, &[&str])>> = LazyLock::new(|| {
        let of_users = kinds().filter_map(|kind| match kind.in_audit {
            InAudit::ValuesOfUser { personal } => Some((kind, personal)),
            InAudit::Values | InAudit::Names | InAudit::Nothing => None,
        });
        of_users.collect()
    });
    let of_kind = KINDS.iter().find(|(kind, _)| kind.name == change.record);
    of_kind.is_some_and(|(_, personal)| {
        personal.iter().any(|member| {
            let below = change.member.strip_prefix(member);
            below.is_some_and(|below| below.is_empty() || below.starts_with('.'))
        })
    })
}

/// Whether a record is of a request of a user of an instance, at the pages.
fn is_of_user(record: &AuditRecord) -> bool {
    let principal = record.principal.as_deref();
    principal.and_then(ResourceType::of_arn) == Some(ResourceType::User)
}

#[cfg(test)]
mod tests {
    use roster_model::service::Service;
    use serde_json::json;

    use super::*;
    use crate::audit::{Broken, Head, verify_link};
    use crate::random::SystemEntropy;

    const INSTANCE: &str = "arn:aws:connect:us-east-1:123456789012:instance/i";
    const MARY: &str = "arn:aws:connect:us-east-1:123456789012:instance/i/agent/m";

    fn change(member: &str, before: Option<&str>, after: &str) -> Change {
        Change {
            record: "user".to_owned(),
            member: member.to_owned(),
            before: before.map(Into::into),
            after: Some(after.into()),
            ..Change::default()
        }
    }

    /// Mary's number is changed, and her place in the hierarchy.
    fn update() -> AuditRecord {
        let operation = operations::find(Service::Connect, "UpdateUserIdentityInfo").unwrap();
        let input = json!({"UserId": "m", "InstanceId": "i", "IdentityInfo": {"Mobile": "+1556"}});
        AuditRecord {
            operation: Some(operation.name.to_owned()),
            resource: Some(MARY.to_owned()),
            source_address: "192.0.2.1".to_owned(),
            parameters: Masked::new(operation.request(), &input),
            changes: vec![
                change("IdentityInfo.Mobile", Some("+1555"), "+1556"),
                change("HierarchyGroupId", Some("g"), "h"),
                change("Tags.a/b", None, "red"),
            ],
            ..AuditRecord::default()
        }
    }

    fn chained(record: &AuditRecord) -> ChainedRecord {
        let split = record.clone().split(&SystemEntropy::default()).unwrap();
        Head::default().append_split(split)
    }

    fn verified(chained: &ChainedRecord) -> Result<Head, Broken> {
        verify_link(&Head::default(), chained)
    }

    #[test]
    fn a_record_is_read_with_its_personal_values_and_its_body_has_none_of_them() {
        let chained = chained(&update());

        let body = str::from_utf8(&chained.body).unwrap();
        for value in ["+1555", "+1556", "red"] {
            assert!(!body.contains(value), "{body}");
        }
        for value in ["Tags.a/b", r#""Before":"g","After":"h""#] {
            assert!(body.contains(value), "{body}");
        }
        let read = chained.record().unwrap();
        assert_eq!(read.changes, update().changes);
        let parameters = r#"{"UserId":"m","InstanceId":"i","IdentityInfo":{"Mobile":"+1556"}}"#;
        assert_eq!(read.parameters.unwrap().as_str(), parameters);
        assert_eq!(read.personal, None);
        assert!(verified(&chained).is_ok());
    }

    #[test]
    fn an_erased_record_still_verifies_and_shows_which_members_changed() {
        let erased = ChainedRecord {
            personal: None,
            ..chained(&update())
        };

        assert!(erased.lacks_personal_values());
        assert!(verified(&erased).is_ok());
        let read = erased.record().unwrap();
        let expected = [
            change("IdentityInfo.Mobile", Some(ERASED), ERASED),
            change("HierarchyGroupId", Some("g"), "h"),
            change("Tags.a/b", None, ERASED),
        ];
        assert_eq!(read.changes, expected);
        assert!(read.personal.is_some());
    }

    #[test]
    fn personal_values_that_were_edited_moved_or_added_are_found() {
        let record = chained(&update());
        let edited = String::from_utf8_lossy(record.personal.as_ref().unwrap()).into_owned();
        assert!(edited.contains("+1555"));
        let mut edited = record.clone();
        let personal = edited.personal.as_mut().unwrap();
        let last = personal.iter().rposition(|byte| *byte == b'5').unwrap();
        personal[last] = b'7';
        let moved = ChainedRecord {
            personal: chained(&update()).personal,
            ..record.clone()
        };
        let added = ChainedRecord {
            personal: record.personal,
            ..chained(&AuditRecord::default())
        };
        let short = ChainedRecord {
            personal: Some(vec![0; KEY_BYTES - 1]),
            ..moved.clone()
        };

        for broken in [edited, moved, added, short] {
            assert_eq!(verified(&broken), Err(Broken::PersonalValues { sequence: 1 }));
        }
    }

    #[test]
    fn a_commitment_is_the_last_member_of_a_body_and_nothing_else_passes_for_one() {
        let record = AuditRecord {
            personal: Some(Hash::of(b"values")),
            changes: vec![change("Username", None, "mary")],
            ..AuditRecord::default()
        };
        let body = serde_json::to_string(&record).unwrap();
        assert_eq!(commitment(body.as_bytes()), Some(Hash::of(b"values")));

        let digits = Hash::of(b"values");
        for text in [
            format!(r#"{{"ErrorMessage":"a\",\"Personal\":\"{digits}"}}"#),
            format!(r#"{{"Changes":[{{"After":1,"Personal":"{digits}"}}]}}"#),
            format!(r#"{{"Time":1,"Personal":"{}"}}"#, &digits.to_string()[1..]),
            String::new(),
        ] {
            assert_eq!(commitment(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_record_without_personal_values_has_none_beside_it() {
        let record = AuditRecord {
            changes: vec![change("HierarchyGroupId", None, "g")],
            resource: Some(MARY.to_owned()),
            ..AuditRecord::default()
        };

        let chained = chained(&record);

        assert_eq!(chained.personal, None);
        assert!(!chained.lacks_personal_values());
        assert_eq!(chained.record().unwrap(), record);
    }

    #[test]
    fn the_address_and_the_client_of_a_user_at_the_pages_are_personal() {
        let record = AuditRecord {
            principal: Some(MARY.to_owned()),
            user_agent: Some("Firefox".to_owned()),
            ..update()
        };

        let chained = chained(&record);

        let body = str::from_utf8(&chained.body).unwrap();
        assert!(!body.contains("Firefox") && !body.contains("192.0.2.1"), "{body}");
        let read = chained.record().unwrap();
        assert_eq!(read.source_address, "192.0.2.1");
        assert_eq!(read.user_agent.as_deref(), Some("Firefox"));
    }

    #[test]
    fn a_record_is_about_the_user_in_its_path_the_user_it_made_or_the_user_who_asked() {
        let created = AuditRecord {
            resource: Some(INSTANCE.to_owned()),
            changes: vec![change("Id", None, "m"), change("Username", None, "mary")],
            ..AuditRecord::default()
        };
        let asked = AuditRecord {
            resource: Some(INSTANCE.to_owned()),
            principal: Some(MARY.to_owned()),
            ..AuditRecord::default()
        };
        for record in [update(), created, asked] {
            assert_eq!(record.user_arn().as_deref(), Some(MARY));
        }
        let of_iam = AuditRecord {
            principal: Some("arn:aws:iam::123456789012:user/mary".to_owned()),
            ..AuditRecord::default()
        };
        assert_eq!(of_iam.user_arn(), None);
    }

    #[test]
    fn a_record_of_an_older_version_holds_its_personal_values() {
        let of_older_version = |record: &AuditRecord| {
            let whole = chained(record).to_json().unwrap();
            serde_json::from_value::<AuditRecord>(whole).unwrap()
        };
        assert!(of_older_version(&update()).holds_personal_values());
        let refused = AuditRecord {
            changes: Vec::new(),
            ..update()
        };
        assert!(of_older_version(&refused).holds_personal_values());
        assert!(!AuditRecord::default().holds_personal_values());
    }
}
