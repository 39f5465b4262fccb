//! What has changed between two states of a record.

use std::cell::Cell;
use std::io::{self, Write};
use std::ops::Range;

use roster_model::stored::Stored;
use serde::ser::Error;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};

use crate::key::Key;
use crate::record::{InAudit, Kind, Write as RecordWrite};

/// Most records are no longer, and are written without being moved as they grow.
const USUAL_BYTES: usize = 1024;

/// The change of one member of one record. Personal data stands here in clear.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct Change {
    /// The kind of record.
    pub record: String,
    /// The key of the record, in hexadecimal digits. Only the first change of a record has it: those without are of the same
    /// record as the change in front of them. Older versions did not write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What was done to the record; beside the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub write: Option<RecordWrite>,
    /// The member, such as `IdentityInfo.Email`.
    pub member: String,
    /// Its value before; none if there was none, or if it is secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// Its value after; none if there is none, or if it is secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

impl Change {
    /// The key of the record, if it stands here.
    pub fn record_key(&self) -> Option<Key> {
        let key = hex::decode(self.key.as_deref()?).ok()?;
        Some(Key::from_bytes(key))
    }
}

/// The members in which two states of the record with a key differ. A state is none where the record did not exist.
///
/// Members of objects are compared one by one; a list is one value. What appears of a kind
/// follows from its [`InAudit`].
///
/// # Errors
///
/// If a part of a state that differs cannot be read.
pub fn changes(
    kind: &Kind,
    key: &Key,
    before: Option<&State>,
    after: Option<&State>,
) -> serde_json::Result<Vec<Change>> {
    let mut comparison = Comparison {
        kind,
        path: String::new(),
        found: Vec::new(),
    };
    if kind.in_audit != InAudit::Nothing {
        comparison.objects(Members::of(before), Members::of(after))?;
    }
    if let Some(first) = comparison.found.first_mut() {
        first.key = Some(hex::encode(key.as_bytes()));
        first.write = Some(match (before, after) {
            (None, _) => RecordWrite::Insert,
            (Some(_), Some(_)) => RecordWrite::Update,
            (Some(_), None) => RecordWrite::Delete,
        });
    }
    Ok(comparison.found)
}

/// A state of a record: its JSON, in which the place of each member is known without reading it.
pub struct State {
    json: Vec<u8>,
    marks: Vec<Mark>,
}

/// Where a member of an object stands.
struct Mark {
    /// Its name, with the quotes.
    name: Range<usize>,
    value: Range<usize>,
    /// How many marks come behind this one that are of members within it.
    within: usize,
}

impl State {
    /// The state of a record.
    ///
    /// # Errors
    ///
    /// If its JSON is not an object.
    pub fn of(record: &impl Serialize) -> serde_json::Result<Self> {
        let mut json = Vec::with_capacity(USUAL_BYTES);
        let mut marks = Vec::new();
        let length = Cell::new(0);
        let writer = Measured {
            json: &mut json,
            length: &length,
        };
        let marker = Marker {
            length: &length,
            marks: &mut marks,
            open: Vec::new(),
            lists: 0,
        };
        record.serialize(&mut Serializer::with_formatter(writer, marker))?;
        if json.starts_with(b"{") {
            Ok(Self { json, marks })
        } else {
            Err(serde_json::Error::custom("a record is not an object"))
        }
    }

    /// The JSON.
    pub fn json(&self) -> &[u8] {
        &self.json
    }

    /// The JSON, without a copy.
    pub fn into_json(self) -> Vec<u8> {
        self.json
    }
}

/// Writes JSON, and lets the writer of marks see its length so far.
struct Measured<'s> {
    json: &'s mut Vec<u8>,
    length: &'s Cell<usize>,
}

impl Write for Measured<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.json.extend_from_slice(bytes);
        self.length.set(self.json.len());
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Marks members while they are written.
struct Marker<'s> {
    length: &'s Cell<usize>,
    marks: &'s mut Vec<Mark>,
    /// The marks of the members that are being written, from the outside in.
    open: Vec<usize>,
    /// How many lists what is being written is in. What is in a list is not marked.
    lists: usize,
}

impl Marker<'_> {
    /// The innermost member that is being written, unless that is in a list.
    fn innermost(&mut self) -> Option<&mut Mark> {
        let index = *self.open.last().filter(|_| self.lists == 0)?;
        self.marks.get_mut(index)
    }
}

/// As compact as usual.
impl Formatter for Marker<'_> {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.lists += 1;
        writer.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.lists -= 1;
        writer.write_all(b"]")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        if self.lists == 0 {
            let start = self.length.get();
            self.open.push(self.marks.len());
            self.marks.push(Mark {
                name: start..start,
                value: start..start,
                within: 0,
            });
        }
        Ok(())
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let end = self.length.get();
        if let Some(mark) = self.innermost() {
            mark.name.end = end;
        }
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b":")?;
        let start = self.length.get();
        if let Some(mark) = self.innermost() {
            mark.value.start = start;
        }
        Ok(())
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let (end, behind) = (self.length.get(), self.marks.len());
        if let Some(mark) = self.innermost() {
            mark.value.end = end;
        }
        if self.lists == 0
            && let Some(index) = self.open.pop()
        {
            self.marks[index].within = behind - index - 1;
        }
        Ok(())
    }
}

/// The members of an object.
#[derive(Clone)]
struct Members<'s> {
    json: &'s [u8],
    marks: &'s [Mark],
}

/// A member of an object, unread.
#[derive(Clone)]
struct Member<'s> {
    name: &'s [u8],
    value: &'s [u8],
    within: Members<'s>,
}

impl<'s> Members<'s> {
    const NONE: Self = Self {
        json: &[],
        marks: &[],
    };

    fn of(state: Option<&'s State>) -> Self {
        state.map_or(Self::NONE, |State { json, marks }| Self { json, marks })
    }

    fn within(member: Option<&Member<'s>>) -> Self {
        member.map_or(Self::NONE, |member| member.within.clone())
    }

    fn named(&self, name: &[u8]) -> Option<Member<'s>> {
        self.clone().find(|member| member.name == name)
    }
}

impl<'s> Iterator for Members<'s> {
    type Item = Member<'s>;

    fn next(&mut self) -> Option<Member<'s>> {
        let (mark, behind) = self.marks.split_first()?;
        let (within, others) = behind.split_at(mark.within);
        self.marks = others;
        Some(Member {
            name: &self.json[mark.name.clone()],
            value: &self.json[mark.value.clone()],
            within: Self {
                json: self.json,
                marks: within,
            },
        })
    }
}

/// Takes the first members of both if they have one name.
fn next_pair<'s>(before: &mut Members<'s>, after: &mut Members<'s>) -> Option<[Member<'s>; 2]> {
    let (mut old, mut new) = (before.clone(), after.clone());
    let pair = [old.next()?, new.next()?];
    if pair[0].name != pair[1].name {
        return None;
    }
    (*before, *after) = (old, new);
    Some(pair)
}

impl Member<'_> {
    fn is_object(&self) -> bool {
        self.value.starts_with(b"{")
    }

    fn is_stamp(&self, kind: &Kind) -> bool {
        let name = &self.name[1..self.name.len() - 1];
        kind.stamps.iter().any(|stamp| stamp.as_bytes() == name)
    }

    fn read(&self) -> serde_json::Result<Value> {
        serde_json::from_slice(self.value)
    }
}

/// A comparison on its way.
struct Comparison<'k> {
    kind: &'k Kind,
    /// Where it is.
    path: String,
    found: Vec<Change>,
}

impl Comparison<'_> {
    fn objects<'s>(&mut self, mut before: Members<'s>, mut after: Members<'s>) -> serde_json::Result<()> {
        // Mostly the same members are there, and nothing has to be looked for.
        while let Some([old, new]) = next_pair(&mut before, &mut after) {
            self.member(Some(&old), Some(&new))?;
        }
        for old in before.clone() {
            self.member(Some(&old), after.named(old.name).as_ref())?;
        }
        for new in after.filter(|new| before.named(new.name).is_none()) {
            self.member(None, Some(&new))?;
        }
        Ok(())
    }

    fn member(&mut self, before: Option<&Member<'_>>, after: Option<&Member<'_>>) -> serde_json::Result<()> {
        let Some(member) = before.or(after) else {
            return Ok(());
        };
        // Most members stay as they are, and what is the same to the letter need not be read.
        let is_same = before.map(|old| old.value) == after.map(|new| new.value);
        if is_same || self.path.is_empty() && member.is_stamp(self.kind) {
            return Ok(());
        }
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        self.path
            .push_str(&serde_json::from_slice::<String>(member.name)?);
        let [old_object, new_object] =
            [before, after].map(|member| member.filter(|member| member.is_object()));
        if old_object.is_some() || new_object.is_some() {
            self.objects(Members::within(old_object), Members::within(new_object))?;
        }
        let [old_value, new_value] =
            [before, after].map(|member| member.filter(|member| !member.is_object()));
        if old_value.is_some() || new_value.is_some() {
            self.values(old_value, new_value)?;
        }
        self.path.truncate(length);
        Ok(())
    }

    fn values(&mut self, before: Option<&Member<'_>>, after: Option<&Member<'_>>) -> serde_json::Result<()> {
        let before = before.map(Member::read).transpose()?;
        let after = after.map(Member::read).transpose()?;
        if before != after {
            let shows_values = match self.kind.in_audit {
                InAudit::Values | InAudit::ValuesOfUser { .. } => true,
                InAudit::Names | InAudit::Nothing => false,
            };
            self.found.push(Change {
                record: self.kind.name.to_owned(),
                member: self.path.clone(),
                before: before.filter(|_| shows_values),
                after: after.filter(|_| shows_values),
                ..Change::default()
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::{hash_map, vec};
    use proptest::prelude::*;
    use serde_json::{Map, json};

    use super::*;

    const fn kind(in_audit: InAudit) -> Kind {
        Kind {
            name: "user",
            indexes: &[],
            in_audit,
            stamps: &["LastModifiedTime"],
        }
    }

    fn state(record: &Value) -> State {
        State::of(record).unwrap()
    }

    fn key() -> Key {
        Key::new().text("1")
    }

    #[test]
    fn the_first_change_says_which_record_was_written_and_how() {
        let [before, after] = [json!({"A": 1, "B": 1}), json!({"A": 2, "B": 2})].map(|record| state(&record));
        for (before, after, write) in [
            (None, Some(&after), RecordWrite::Insert),
            (Some(&before), Some(&after), RecordWrite::Update),
            (Some(&before), None, RecordWrite::Delete),
        ] {
            for in_audit in [InAudit::Values, InAudit::Names] {
                let changes = changes(&kind(in_audit), &key(), before, after).unwrap();
                let told: Vec<_> = changes
                    .iter()
                    .map(|change| (change.key.as_deref(), change.write))
                    .collect();
                assert_eq!(told, [(Some("023100"), Some(write)), (None, None)]);
            }
        }
    }

    #[test]
    fn only_members_that_differ_are_listed() {
        let before =
            json!({"Id": "1", "IdentityInfo": {"FirstName": "Mary", "Mobile": "+1555"}, "Tags": ["a"]});
        let after = json!({"Id": "1", "LastModifiedTime": 2, "IdentityInfo": {"FirstName": "Maria", "Email": "m@example.com"}, "Tags": ["a"]});
        let changes = changes(
            &kind(InAudit::Values),
            &key(),
            Some(&state(&before)),
            Some(&state(&after)),
        )
        .unwrap();
        let told: Vec<_> = changes
            .iter()
            .map(|change| (change.member.as_str(), &change.before, &change.after))
            .collect();
        assert_eq!(
            told,
            [
                (
                    "IdentityInfo.FirstName",
                    &Some(json!("Mary")),
                    &Some(json!("Maria"))
                ),
                ("IdentityInfo.Mobile", &Some(json!("+1555")), &None),
                ("IdentityInfo.Email", &None, &Some(json!("m@example.com"))),
            ]
        );
    }

    #[test]
    fn only_the_member_names_of_a_secret_are_listed() {
        let changes = changes(
            &kind(InAudit::Names),
            &key(),
            None,
            Some(&state(&json!({"Password": "hash"}))),
        )
        .unwrap();
        assert_eq!(
            (changes[0].member.as_str(), &changes[0].after),
            ("Password", &None)
        );
    }

    #[test]
    fn nothing_is_listed_of_what_is_no_part_of_the_directory() {
        let (before, after) = (state(&json!({"Attempts": 1})), state(&json!({"Attempts": 2})));
        assert_eq!(
            changes(&kind(InAudit::Nothing), &key(), Some(&before), Some(&after)).unwrap(),
            []
        );
    }

    #[test]
    fn what_is_not_an_object_is_no_state() {
        assert!(State::of(&json!(["Password"])).is_err());
    }

    /// The slow way: both states are read whole.
    fn compare(path: &str, before: Option<&Value>, after: Option<&Value>, found: &mut Vec<Change>) {
        let [old, new] = [before, after].map(|value| value.and_then(Value::as_object));
        if before == after {
            return;
        }
        let is_new = |name: &&String| old.is_none_or(|old| !old.contains_key(*name));
        let kept = old.into_iter().flat_map(Map::keys);
        let added = new.into_iter().flat_map(Map::keys).filter(is_new);
        for name in kept.chain(added) {
            let member = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}.{name}")
            };
            let [old, new] = [old, new].map(|members| members?.get(name));
            if member != "LastModifiedTime" {
                compare(&member, old, new, found);
            }
        }
        let [before, after] = [before, after].map(|value| value.filter(|value| !value.is_object()));
        if before != after {
            found.push(Change {
                record: "user".to_owned(),
                member: path.to_owned(),
                before: before.cloned(),
                after: after.cloned(),
                ..Change::default()
            });
        }
    }

    fn object(members: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
        // Names that need escapes, and that begin with each other; and in any order.
        let name = prop::sample::select(vec!["a", "ab", "é\"\n", "LastModifiedTime", "IdentityInfo"]);
        hash_map(name, members, 0..5).prop_map(|members| {
            let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
            Value::Object(members.collect::<Map<_, _>>())
        })
    }

    fn record() -> impl Strategy<Value = Value> {
        let value = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (0_i32..3).prop_map(Value::from),
            "[a\"\\\\{},:]{0,2}".prop_map(Value::from),
        ];
        let nested = value.prop_recursive(3, 24, 4, |value| {
            prop_oneof![
                vec(value.clone(), 0..3).prop_map(Value::from),
                object(value.clone()),
                object(value)
            ]
        });
        object(nested)
    }

    proptest! {
        #[test]
        fn the_changes_are_those_that_a_reader_of_both_states_sees(before in record(), after in record()) {
            let told = changes(&kind(InAudit::Values), &key(), Some(&state(&before)), Some(&state(&after))).unwrap();

            let mut seen = Vec::new();
            compare("", Some(&before), Some(&after), &mut seen);
            if let Some(first) = seen.first_mut() {
                (first.key, first.write) = (Some("023100".to_owned()), Some(RecordWrite::Update));
            }
            prop_assert_eq!(told, seen);
        }
    }
}
