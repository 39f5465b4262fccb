//! What the resources of an instance have in common.

use roster_model::resource_type::ResourceType;
use roster_model::shapes::{RegionName, TagMap, Timestamp};

use crate::id::Id;
use crate::key::Key;
use crate::record::Record;

/// A record that is a resource of an instance, with an id, an ARN and the time of its last change.
pub trait InstanceResource: Record {
    /// Its type.
    const TYPE: ResourceType;

    /// Where the record of this id is kept.
    fn key_of(instance_id: &Id, id: &Id) -> Key {
        Key::new().id(instance_id).id(id)
    }

    /// The instance it belongs to.
    fn instance_id(&self) -> &Id;

    /// Its id.
    fn id(&self) -> &Id;

    /// Its tags.
    fn tags(&self) -> Option<&TagMap>;

    /// Its tags, to be changed.
    fn tags_mut(&mut self) -> &mut Option<TagMap>;

    /// The Region of its last change.
    fn last_modified_region(&self) -> RegionName;

    /// Notes when and in which Region it changed.
    fn stamp(&mut self, time: Timestamp, region: &str);
}
