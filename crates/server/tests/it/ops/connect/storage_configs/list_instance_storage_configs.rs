use insta::assert_snapshot;
use roster_testkit::{MANAGED, SAML, each_engine};
use serde_json::{Value, json};

use super::{associated, bucket, delivery, stream};

#[test]
fn storage_configurations_are_listed_by_what_is_kept() {
    each_engine(async |t| {
        associated(&t, "CHAT_TRANSCRIPTS", bucket("chats")).await;
        associated(&t, "CONTACT_TRACE_RECORDS", stream()).await;
        let first = associated(&t, "CONTACT_TRACE_RECORDS", delivery()).await;
        let list = async |instance: &str, resource_type: &str| {
            let input = json!({"InstanceId": instance, "ResourceType": resource_type});
            t.root().all("ListInstanceStorageConfigs", input, 1).await
        };

        let listed = list(MANAGED, "CONTACT_TRACE_RECORDS").await;

        let types: Vec<&Value> = listed.iter().map(|config| &config["StorageType"]).collect();
        assert_eq!(types, ["KINESIS_FIREHOSE", "KINESIS_STREAM"]);
        assert_eq!(listed[0]["AssociationId"], first["AssociationId"]);
        assert!(list(MANAGED, "ATTACHMENTS").await.is_empty());
        assert!(list(SAML, "CHAT_TRANSCRIPTS").await.is_empty());
    });
}

#[test]
fn what_is_kept_is_one_of_a_list() {
    each_engine(async |t| {
        let input = json!({"InstanceId": MANAGED, "ResourceType": "VOICEMAILS"});

        assert_snapshot!(t.root().call("ListInstanceStorageConfigs", input).await, @"
        400 InvalidParameterException
        ResourceType must be one of CHAT_TRANSCRIPTS, CALL_RECORDINGS, SCHEDULED_REPORTS, MEDIA_STREAMS, CONTACT_TRACE_RECORDS, AGENT_EVENTS, REAL_TIME_CONTACT_ANALYSIS_SEGMENTS, ATTACHMENTS, CONTACT_EVALUATIONS, SCREEN_RECORDINGS, REAL_TIME_CONTACT_ANALYSIS_CHAT_SEGMENTS, REAL_TIME_CONTACT_ANALYSIS_VOICE_SEGMENTS, EMAIL_MESSAGES
        ");
    });
}
