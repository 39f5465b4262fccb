//! AssociateInstanceStorageConfig.

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, AssociationId, ClientToken, InstanceId};

/// Says where an instance keeps one type of what it makes. Roster keeps the configuration, and writes nothing there.
#[operation(
    http = "PUT /instance/{InstanceId}/storage-config",
    effect = Write,
    resources = "instance*",
    exceptions = [
        ResourceNotFound, ResourceConflict, InternalService, InvalidRequest, InvalidParameter, Throttling,
    ],
)]
pub struct AssociateInstanceStorageConfig;

/// The input of `AssociateInstanceStorageConfig`.
#[shape]
pub struct AssociateInstanceStorageConfigRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// What is kept.
    pub resource_type: InstanceStorageResourceType,
    /// Where it is kept.
    pub storage_config: InstanceStorageConfig,
    /// Ignored: a repeated request is refused, because the configuration is there already.
    #[shape(idempotency_token)]
    pub client_token: Option<ClientToken>,
}

/// What an instance makes and can keep elsewhere.
#[shape(stored)]
pub enum InstanceStorageResourceType {
    /// Transcripts of chats.
    ChatTranscripts,
    /// Recordings of calls.
    CallRecordings,
    /// Reports that are made by a schedule.
    ScheduledReports,
    /// What customers say, live.
    MediaStreams,
    /// Records of contacts.
    ContactTraceRecords,
    /// Events of agents.
    AgentEvents,
    /// Analyses of calls, live; an older name.
    RealTimeContactAnalysisSegments,
    /// Files that are sent in chats.
    Attachments,
    /// Evaluations of the work of agents.
    ContactEvaluations,
    /// Recordings of screens.
    ScreenRecordings,
    /// Analyses of chats, live.
    RealTimeContactAnalysisChatSegments,
    /// Analyses of calls, live.
    RealTimeContactAnalysisVoiceSegments,
    /// E-mail messages.
    EmailMessages,
}

/// Where an instance keeps something: a type of storage, and its configuration.
#[shape]
pub struct InstanceStorageConfig {
    /// The association.
    pub association_id: Option<AssociationId>,
    /// The type of storage.
    pub storage_type: StorageType,
    /// The bucket, for `S3`.
    pub s3_config: Option<S3Config>,
    /// The video stream, for `KINESIS_VIDEO_STREAM`.
    pub kinesis_video_stream_config: Option<KinesisVideoStreamConfig>,
    /// The data stream, for `KINESIS_STREAM`.
    pub kinesis_stream_config: Option<KinesisStreamConfig>,
    /// The delivery stream, for `KINESIS_FIREHOSE`.
    pub kinesis_firehose_config: Option<KinesisFirehoseConfig>,
}

/// A type of storage.
#[shape(stored)]
pub enum StorageType {
    /// A bucket of S3.
    S3,
    /// A video stream of Kinesis.
    KinesisVideoStream,
    /// A data stream of Kinesis.
    KinesisStream,
    /// A delivery stream of Firehose.
    KinesisFirehose,
}

/// A bucket of S3.
#[shape(stored)]
pub struct S3Config {
    /// The name of the bucket.
    pub bucket_name: BucketName,
    /// How the names of what it holds start.
    pub bucket_prefix: Prefix,
    /// How it is encrypted.
    pub encryption_config: Option<EncryptionConfig>,
}

/// The name of a bucket.
#[shape(length(1, 128), stored)]
pub struct BucketName(pub String);

/// How names start.
#[shape(length(1, 128), stored)]
pub struct Prefix(pub String);

/// How something is encrypted.
#[shape(stored)]
pub struct EncryptionConfig {
    /// The type of encryption.
    pub encryption_type: EncryptionType,
    /// The key, by its whole ARN.
    pub key_id: KeyId,
}

/// A type of encryption.
#[shape(stored)]
pub enum EncryptionType {
    /// By a key of KMS.
    Kms,
}

/// A key, by its whole ARN.
#[shape(length(1, 128), stored)]
pub struct KeyId(pub String);

/// Video streams of Kinesis.
#[shape(stored)]
pub struct KinesisVideoStreamConfig {
    /// How the names of streams start.
    pub prefix: Prefix,
    /// For how many hours data are kept; 0 means not at all.
    pub retention_period_hours: Hours,
    /// How it is encrypted.
    pub encryption_config: EncryptionConfig,
}

/// A number of hours.
#[shape(range(0, 87_600), stored)]
pub struct Hours(pub i32);

/// A data stream of Kinesis.
#[shape(stored)]
pub struct KinesisStreamConfig {
    /// The stream, by its ARN.
    pub stream_arn: ARN,
}

/// A delivery stream of Firehose.
#[shape(stored)]
pub struct KinesisFirehoseConfig {
    /// The delivery stream, by its ARN.
    pub firehose_arn: ARN,
}

/// The output of `AssociateInstanceStorageConfig`.
#[shape]
pub struct AssociateInstanceStorageConfigResponse {
    /// The association.
    pub association_id: Option<AssociationId>,
}
