use roster_testkit::each_engine;
use serde_json::json;

use super::{associated, bucket, but};

#[test]
fn a_storage_configuration_can_go_and_come_again() {
    each_engine(async |t| {
        let association = associated(&t, "CHAT_TRANSCRIPTS", bucket("chats")).await;
        let other = but(&association, json!({"ResourceType": "CALL_RECORDINGS"}));
        let answer = t.root().call("DisassociateInstanceStorageConfig", other).await;
        assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");

        t.root()
            .done("DisassociateInstanceStorageConfig", association.clone())
            .await;

        let answer = t
            .root()
            .call("DisassociateInstanceStorageConfig", association)
            .await;
        assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
        associated(&t, "CHAT_TRANSCRIPTS", bucket("chats")).await;
    });
}
