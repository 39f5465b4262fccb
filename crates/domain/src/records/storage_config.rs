//! Where an instance keeps what it makes.

use roster_model::ops::connect::storage_configs::{
    InstanceStorageConfig, InstanceStorageResourceType, KinesisFirehoseConfig, KinesisStreamConfig,
    KinesisVideoStreamConfig, S3Config, StorageType,
};
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// Where an instance keeps one type of what it makes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct StorageConfig {
    /// The id of the association.
    pub id: Id,
    /// The instance it belongs to.
    pub instance_id: Id,
    /// What is kept.
    pub resource_type: InstanceStorageResourceType,
    /// The type of storage.
    pub storage_type: StorageType,
    /// The bucket, for that type of storage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub s3_config: Option<S3Config>,
    /// The video stream, for that type of storage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kinesis_video_stream_config: Option<KinesisVideoStreamConfig>,
    /// The data stream, for that type of storage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kinesis_stream_config: Option<KinesisStreamConfig>,
    /// The delivery stream, for that type of storage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kinesis_firehose_config: Option<KinesisFirehoseConfig>,
}

impl StorageConfig {
    /// By instance, what is kept, and the type of storage.
    pub const BY_TYPE: Index = Index { name: "type" };

    /// A configuration as a request has it.
    pub fn new(
        id: Id,
        instance_id: Id,
        resource_type: InstanceStorageResourceType,
        config: InstanceStorageConfig,
    ) -> Self {
        Self {
            id,
            instance_id,
            resource_type,
            storage_type: config.storage_type,
            s3_config: config.s3_config,
            kinesis_video_stream_config: config.kinesis_video_stream_config,
            kinesis_stream_config: config.kinesis_stream_config,
            kinesis_firehose_config: config.kinesis_firehose_config,
        }
    }

    /// Where the configuration with this id is kept.
    pub fn key_of(instance_id: &Id, id: &Id) -> Key {
        Key::new().id(instance_id).id(id)
    }

    /// Where the entries of the configurations for one type of what an instance makes start.
    pub fn of_type(instance_id: &Id, resource_type: InstanceStorageResourceType) -> Key {
        Key::new().id(instance_id).text(resource_type.as_str())
    }
}

impl Record for StorageConfig {
    const KIND: &'static Kind = &Kind {
        name: "storage_config",
        indexes: &[Self::BY_TYPE],
        in_audit: InAudit::Values,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.instance_id, &self.id)
    }

    fn entries(&self) -> Vec<Entry> {
        vec![Entry {
            index: &Self::BY_TYPE,
            key: Self::of_type(&self.instance_id, self.resource_type).text(self.storage_type.as_str()),
        }]
    }
}
