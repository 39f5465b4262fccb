use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine};
use serde_json::json;

use super::{associate, associated, bucket, delivery, described, stream};

#[test]
fn every_member_of_a_storage_configuration_comes_back_as_it_was_sent() {
    let encryption = json!({
        "EncryptionType": "KMS",
        "KeyId": "arn:aws:kms:us-east-1:123456789012:key/11111111-1111-4111-8111-111111111111",
    });
    let bucket = json!({"StorageType": "S3", "S3Config": {
        "BucketName": "acme", "BucketPrefix": "chats", "EncryptionConfig": encryption,
    }});
    let video = json!({"StorageType": "KINESIS_VIDEO_STREAM", "KinesisVideoStreamConfig": {
        "Prefix": "acme", "RetentionPeriodHours": 24, "EncryptionConfig": encryption,
    }});
    each_engine(async |t| {
        for (resource_type, config) in [
            ("CHAT_TRANSCRIPTS", bucket.clone()),
            ("MEDIA_STREAMS", video.clone()),
            ("AGENT_EVENTS", stream()),
            ("CONTACT_TRACE_RECORDS", delivery()),
        ] {
            let association = associated(&t, resource_type, config.clone()).await;
            assert_eq!(described(&t, &association).await, config, "{resource_type}");
        }
    });
}

#[test]
fn what_an_instance_makes_is_kept_in_one_place_of_each_type() {
    each_engine(async |t| {
        associated(&t, "CONTACT_TRACE_RECORDS", stream()).await;
        associated(&t, "CONTACT_TRACE_RECORDS", delivery()).await;
        associated(&t, "AGENT_EVENTS", stream()).await;

        assert_snapshot!(associate(&t, "CONTACT_TRACE_RECORDS", stream()).await, @"
        409 ResourceConflictException
        This instance has a storage configuration with this ResourceType and StorageType already
        ");
    });
}

#[test]
fn a_storage_configuration_is_that_of_its_type_and_no_other() {
    each_engine(async |t| {
        let (none, both) = (json!({"StorageType": "S3"}), {
            let mut both = bucket("chats");
            both["KinesisStreamConfig"] = stream()["KinesisStreamConfig"].take();
            both["KinesisFirehoseConfig"] = delivery()["KinesisFirehoseConfig"].take();
            both
        });

        assert_snapshot!(associate(&t, "CHAT_TRANSCRIPTS", none).await, @"
        400 InvalidRequestException
        StorageConfig.S3Config is required with StorageType S3
        ");
        assert_snapshot!(associate(&t, "CHAT_TRANSCRIPTS", both).await, @"
        400 InvalidRequestException
        StorageConfig.KinesisStreamConfig must be left out with StorageType S3; StorageConfig.KinesisFirehoseConfig must be left out with StorageType S3
        ");
    });
}

#[test]
fn a_policy_can_confine_storage_to_what_is_kept() {
    each_engine(async |t| {
        let desk = t.root().make_iam_user("desk").await;
        let statement = json!({
            "Effect": "Allow", "Action": "connect:*InstanceStorageConfig", "Resource": "*",
            "Condition": {"StringEquals": {"connect:StorageResourceType": "CALL_RECORDINGS"}},
        });
        let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
        let input = json!({"UserName": "desk", "PolicyName": "p", "PolicyDocument": document});
        t.root().done("iam:PutUserPolicy", input).await;
        let associate = async |resource_type: &str| {
            let input = json!({
                "InstanceId": MANAGED, "ResourceType": resource_type, "StorageConfig": bucket("all"),
            });
            desk.call("AssociateInstanceStorageConfig", input).await
        };

        assert_eq!(associate("CALL_RECORDINGS").await.status, 200);
        let answer = associate("CHAT_TRANSCRIPTS").await;
        assert_eq!(answer.error(), Some("AccessDeniedException"), "{answer}");
    });
}

#[test]
fn streams_and_keys_are_named_by_their_arns() {
    each_engine(async |t| {
        let mut bucket = bucket("chats");
        bucket["S3Config"]["EncryptionConfig"] = json!({"EncryptionType": "KMS", "KeyId": "alias/acme"});
        let stream = json!({
            "StorageType": "KINESIS_STREAM", "KinesisStreamConfig": {"StreamArn": "arn:aws:s3:::acme"},
        });
        let delivery = json!({
            "StorageType": "KINESIS_FIREHOSE", "KinesisFirehoseConfig": {"FirehoseArn": "contacts"},
        });

        assert_snapshot!(associate(&t, "CHAT_TRANSCRIPTS", bucket).await, @"
        400 InvalidParameterException
        StorageConfig.S3Config.EncryptionConfig.KeyId must be the full ARN of a key of KMS, not its id alone
        ");
        assert_snapshot!(associate(&t, "AGENT_EVENTS", stream).await, @"
        400 InvalidParameterException
        StorageConfig.KinesisStreamConfig.StreamArn must be the ARN of a stream of Kinesis
        ");
        assert_snapshot!(associate(&t, "AGENT_EVENTS", delivery).await, @"
        400 InvalidParameterException
        StorageConfig.KinesisFirehoseConfig.FirehoseArn must be the ARN of a delivery stream of Firehose
        ");
    });
}
