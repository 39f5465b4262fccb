mod associate_instance_storage_config;
mod describe_instance_storage_config;
mod disassociate_instance_storage_config;
mod list_instance_storage_configs;
mod update_instance_storage_config;

use roster_testkit::{Answer, MANAGED, Roster, with};
use serde_json::{Value, json};

/// A bucket for files whose names start with a prefix.
pub(crate) fn bucket(prefix: &str) -> Value {
    json!({"StorageType": "S3", "S3Config": {"BucketName": "acme", "BucketPrefix": prefix}})
}

/// A data stream.
pub(crate) fn stream() -> Value {
    let arn = "arn:aws:kinesis:us-east-1:123456789012:stream/contacts";
    json!({"StorageType": "KINESIS_STREAM", "KinesisStreamConfig": {"StreamArn": arn}})
}

/// A delivery stream.
pub(crate) fn delivery() -> Value {
    let arn = "arn:aws:firehose:us-east-1:123456789012:deliverystream/contacts";
    json!({"StorageType": "KINESIS_FIREHOSE", "KinesisFirehoseConfig": {"FirehoseArn": arn}})
}

/// Says where the managed instance keeps something.
async fn associate(t: &Roster, resource_type: &str, config: Value) -> Answer {
    let input = json!({"InstanceId": MANAGED, "ResourceType": resource_type, "StorageConfig": config});
    t.root().call("AssociateInstanceStorageConfig", input).await
}

/// Does so, and gives what names the association.
pub(crate) async fn associated(t: &Roster, resource_type: &str, config: Value) -> Value {
    let id = associate(t, resource_type, config).await.json()["AssociationId"].take();
    assert!(id.is_string());
    json!({"InstanceId": MANAGED, "ResourceType": resource_type, "AssociationId": id})
}

/// What `DescribeInstanceStorageConfig` says of an association, without its id.
async fn described(t: &Roster, association: &Value) -> Value {
    let mut config = t
        .root()
        .done("DescribeInstanceStorageConfig", association.clone())
        .await["StorageConfig"]
        .take();
    assert_eq!(config["AssociationId"], association["AssociationId"]);
    config
        .as_object_mut()
        .expect("a configuration")
        .remove("AssociationId");
    config
}

/// What names an association, but for something else.
fn but(association: &Value, other: Value) -> Value {
    with(association.clone(), other)
}
