//! Where instances keep what they make.

mod associate_instance_storage_config;
mod describe_instance_storage_config;
mod disassociate_instance_storage_config;
mod list_instance_storage_configs;
mod update_instance_storage_config;

use crate::prelude::connect::*;
use crate::refusal::AssociationRefusal;

/// The refusal of a second configuration for the same.
const TAKEN: AssociationRefusal = AssociationRefusal::Taken {
    noun: "storage configuration",
    members: "ResourceType and StorageType",
};

/// The configuration that a request names by its id and by what is kept.
async fn find(
    cx: &mut Context<'_>,
    instance: &shapes::InstanceId,
    id: &shapes::AssociationId,
    resource_type: InstanceStorageResourceType,
) -> Result<StorageConfig, Refusal> {
    let instance = cx.instance(instance).await?;
    let mut found: Option<StorageConfig> = None;
    if let Some(id) = Id::parse(id) {
        let key = StorageConfig::key_of(&instance.id, &id);
        found = cx.transaction.get(&key).await?;
    }
    let found = found.filter(|config| config.resource_type == resource_type);
    found.ok_or_else(|| {
        let refusal = AssociationRefusal::NotFound {
            noun: "storage configuration",
            reference: id.to_string(),
        };
        refusal.into()
    })
}

/// A configuration as answers have it.
fn describe(config: StorageConfig) -> InstanceStorageConfig {
    InstanceStorageConfig {
        association_id: Some(config.id.into_member()),
        storage_type: config.storage_type,
        s3_config: config.s3_config,
        kinesis_video_stream_config: config.kinesis_video_stream_config,
        kinesis_stream_config: config.kinesis_stream_config,
        kinesis_firehose_config: config.kinesis_firehose_config,
    }
}
