//! Tags.

use std::collections::BTreeMap;

use roster_model_derive::shape;

use crate::patterns;

/// The key of a tag.
#[shape(length(1, 128), pattern = patterns::TAG_KEY, stored)]
pub struct TagKey(pub String);

/// The value of a tag.
#[shape(length(_, 256), stored)]
pub struct TagValue(pub String);

/// Tags by key. The model asks for one at least; programs that copy resources send back the empty map that was shown.
#[shape(personal, length(_, 50), stored)]
#[derive(Default)]
pub struct TagMap(pub BTreeMap<TagKey, TagValue>);
