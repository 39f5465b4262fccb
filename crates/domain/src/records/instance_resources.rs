//! The records that are resources of an instance.

use roster_model::resource_type::ResourceType;
use roster_model::shapes::{RegionName, TagMap, Timestamp};

use super::instance_resource::InstanceResource;
use super::{
    AgentStatus, HierarchyGroup, HoursOfOperation, Notification, Queue, QuickConnect, RoutingProfile,
    SecurityProfile, User, Workspace,
};
use crate::id::Id;

macro_rules! instance_resources {
    ($($record:ident),* $(,)?) => {$(
        impl InstanceResource for $record {
            const TYPE: ResourceType = ResourceType::$record;

            fn instance_id(&self) -> &Id {
                &self.instance_id
            }

            fn id(&self) -> &Id {
                &self.id
            }

            fn tags(&self) -> Option<&TagMap> {
                self.tags.as_ref()
            }

            fn tags_mut(&mut self) -> &mut Option<TagMap> {
                &mut self.tags
            }

            fn last_modified_region(&self) -> RegionName {
                RegionName(self.last_modified_region.to_string())
            }

            fn stamp(&mut self, time: Timestamp, region: &str) {
                self.last_modified_time = time;
                self.last_modified_region = region.into();
            }
        }
    )*};
}

instance_resources!(
    AgentStatus,
    HierarchyGroup,
    HoursOfOperation,
    Notification,
    Queue,
    QuickConnect,
    RoutingProfile,
    SecurityProfile,
    User,
    Workspace,
);
