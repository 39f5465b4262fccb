//! The fields in which searches look for the resources of an instance, and the entries that show their values.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::folded::folded;
use super::instance_resource::InstanceResource;
use crate::key::Key;
use crate::record::{Entry, Index};

/// What stands for the name of a field in the entries of tags. No field has this name.
pub(crate) const TAG: &str = "t";

/// A resource that is found by texts in its fields. Source of the fields: the API references on `SearchQueues` and its
/// like.
pub trait Searchable: InstanceResource {
    /// The fields that a text can be searched in. Entries have their names, so no name ever changes.
    const FIELDS: &'static [&'static str];

    /// How many characters a text has that is to be contained in a field, if that is limited.
    const CONTAINED: Option<RangeInclusive<usize>> = None;

    /// How many parts of a key its place is.
    const PARTS_OF_PLACE: usize = 1;

    /// Its place in the order in which searches find resources: by name.
    fn place(&self) -> Key {
        Key::new().text(self.name().unwrap_or_default())
    }

    /// The field `name`.
    fn name(&self) -> Option<&str> {
        None
    }

    /// The field `description`.
    fn description(&self) -> Option<&str> {
        None
    }

    /// The texts of any other field but `resourceID`. A number is searched as a text.
    fn texts_of(&self, _field: &str) -> Vec<Cow<'_, str>> {
        Vec::new()
    }

    /// The texts of a field.
    fn texts(&self, field: &str) -> Vec<Cow<'_, str>> {
        let text = match field {
            "name" => self.name(),
            "description" => self.description(),
            "resourceID" => Some(self.id().as_str()),
            other => return self.texts_of(other),
        };
        text.into_iter().map(Cow::from).collect()
    }
}

/// The entries of a resource in an index of terms: instance, field, folded value and place; for a tag instance, [`TAG`],
/// key, value and place.
pub(super) fn entries<R: Searchable>(resource: &R, index: &'static Index) -> Vec<Entry> {
    let start = |name| Key::new().id(resource.instance_id()).text(name);
    let texts = R::FIELDS.iter().flat_map(|field| {
        let texts = resource.texts(field).into_iter();
        texts.map(|text| start(field).text(&folded(&text)))
    });
    let tags = resource.tags().into_iter().flat_map(|tags| tags.iter());
    let tags = tags.map(|(key, value)| start(TAG).text(key).text(value));
    // A field may have the same value twice.
    let starts: BTreeSet<_> = texts.chain(tags).collect();
    let place = resource.place();
    debug_assert_eq!(place.parts().count(), R::PARTS_OF_PLACE, "{}", R::KIND.name);
    let behind = |start: Key| Key::from_bytes([start.as_bytes(), place.as_bytes()].concat());
    starts
        .into_iter()
        .map(|start| Entry {
            index,
            key: behind(start),
        })
        .collect()
}
