//! Where an instance may keep what it makes. Sources: the API references on `InstanceStorageConfig` and
//! `EncryptionConfig`. That another configuration than that of the type is refused is assumed, and so are the forms of the
//! ARNs of streams.

use roster_model::ops::connect::storage_configs::{EncryptionConfig, InstanceStorageConfig, StorageType};

use super::breach::{Breach, Fault};
use crate::arn::is_arn_of;

/// What is wrong with a configuration: it has that of its type of storage and no other, and ARNs of the right services.
pub fn breaches(config: &InstanceStorageConfig) -> Vec<Breach> {
    let mut breaches = of_other_types(config);
    let is_arn = |service, arn: Option<&str>| arn.is_none_or(|arn| is_arn_of(service, arn));
    let key = |encryption: Option<&EncryptionConfig>| {
        is_arn("kms", encryption.map(|encryption| encryption.key_id.as_str()))
    };
    let bucket = config.s3_config.as_ref();
    let video = config.kinesis_video_stream_config.as_ref();
    let stream = config.kinesis_stream_config.as_ref();
    let delivery = config.kinesis_firehose_config.as_ref();
    for (member, must_be, is_right) in [
        (
            "StorageConfig.S3Config.EncryptionConfig.KeyId",
            KEY,
            key(bucket.and_then(|bucket| bucket.encryption_config.as_ref())),
        ),
        (
            "StorageConfig.KinesisVideoStreamConfig.EncryptionConfig.KeyId",
            KEY,
            key(video.map(|video| &video.encryption_config)),
        ),
        (
            "StorageConfig.KinesisStreamConfig.StreamArn",
            "the ARN of a stream of Kinesis",
            is_arn("kinesis", stream.map(|stream| stream.stream_arn.as_str())),
        ),
        (
            "StorageConfig.KinesisFirehoseConfig.FirehoseArn",
            "the ARN of a delivery stream of Firehose",
            is_arn(
                "firehose",
                delivery.map(|delivery| delivery.firehose_arn.as_str()),
            ),
        ),
    ] {
        if !is_right {
            let fault = Fault::Form { must_be };
            breaches.push(Breach { member, fault });
        }
    }
    breaches
}

const KEY: &str = "the full ARN of a key of KMS, not its id alone";

fn of_other_types(config: &InstanceStorageConfig) -> Vec<Breach> {
    let because = match config.storage_type {
        StorageType::S3 => "StorageType S3",
        StorageType::KinesisVideoStream => "StorageType KINESIS_VIDEO_STREAM",
        StorageType::KinesisStream => "StorageType KINESIS_STREAM",
        StorageType::KinesisFirehose => "StorageType KINESIS_FIREHOSE",
    };
    let configs = [
        (
            "StorageConfig.S3Config",
            StorageType::S3,
            config.s3_config.is_some(),
        ),
        (
            "StorageConfig.KinesisVideoStreamConfig",
            StorageType::KinesisVideoStream,
            config.kinesis_video_stream_config.is_some(),
        ),
        (
            "StorageConfig.KinesisStreamConfig",
            StorageType::KinesisStream,
            config.kinesis_stream_config.is_some(),
        ),
        (
            "StorageConfig.KinesisFirehoseConfig",
            StorageType::KinesisFirehose,
            config.kinesis_firehose_config.is_some(),
        ),
    ];
    let faulty = configs
        .into_iter()
        .filter_map(|(member, storage_type, is_there)| {
            let fault = match (storage_type == config.storage_type, is_there) {
                (true, false) => Fault::RequiredBy { because },
                (false, true) => Fault::ForbiddenBy { because },
                (true, true) | (false, false) => return None,
            };
            Some(Breach { member, fault })
        });
    faulty.collect()
}
