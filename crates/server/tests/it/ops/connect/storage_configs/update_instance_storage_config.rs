use insta::assert_snapshot;
use roster_testkit::each_engine;
use serde_json::json;

use super::{associated, bucket, but, delivery, described, stream};

#[test]
fn a_storage_configuration_is_replaced_and_the_audit_shows_both() {
    each_engine(async |t| {
        let association = associated(&t, "CHAT_TRANSCRIPTS", bucket("chats")).await;
        let update = but(&association, json!({"StorageConfig": bucket("talks")}));
        let audited = t.audited();

        t.root().done("UpdateInstanceStorageConfig", update).await;

        assert_eq!(described(&t, &association).await, bucket("talks"));
        let audit = t.audit(audited).to_string();
        assert!(audit.contains("chats") && audit.contains("talks"), "{audit}");
    });
}

#[test]
fn an_update_can_change_the_type_of_storage_unless_it_is_taken() {
    each_engine(async |t| {
        let association = associated(&t, "CONTACT_TRACE_RECORDS", stream()).await;
        let to_delivery = but(&association, json!({"StorageConfig": delivery()}));

        t.root()
            .done("UpdateInstanceStorageConfig", to_delivery.clone())
            .await;

        assert_eq!(described(&t, &association).await, delivery());
        let second = associated(&t, "CONTACT_TRACE_RECORDS", stream()).await;
        let taken = but(&second, json!({"StorageConfig": delivery()}));
        // The operation does not declare ResourceConflictException.
        assert_snapshot!(t.root().call("UpdateInstanceStorageConfig", taken).await, @"
        400 InvalidRequestException
        This instance has a storage configuration with this ResourceType and StorageType already
        ");
    });
}

#[test]
fn an_update_obeys_the_rules_of_storage_configurations() {
    each_engine(async |t| {
        let association = associated(&t, "CHAT_TRANSCRIPTS", bucket("chats")).await;
        let update = but(
            &association,
            json!({"StorageConfig": {"StorageType": "KINESIS_STREAM"}}),
        );

        assert_snapshot!(t.root().call("UpdateInstanceStorageConfig", update).await, @"
        400 InvalidRequestException
        StorageConfig.KinesisStreamConfig is required with StorageType KINESIS_STREAM
        ");
        assert_eq!(described(&t, &association).await, bucket("chats"));
    });
}
