use roster_testkit::{SAML, each_engine};
use serde_json::json;

use super::{associated, bucket, but};

#[test]
fn an_association_is_found_by_its_id_its_instance_and_what_is_kept() {
    each_engine(async |t| {
        let association = associated(&t, "CHAT_TRANSCRIPTS", bucket("chats")).await;

        for other in [
            json!({"AssociationId": "00000000-0000-4000-8000-000000000000"}),
            json!({"AssociationId": "chats"}),
            json!({"InstanceId": SAML}),
            json!({"ResourceType": "CALL_RECORDINGS"}),
        ] {
            let elsewhere = but(&association, other);
            let answer = t
                .root()
                .call("DescribeInstanceStorageConfig", elsewhere.clone())
                .await;
            assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
            let id = elsewhere["AssociationId"].as_str().expect("an id");
            let expected = format!("There is no storage configuration {id} in this instance");
            assert_eq!(answer.message(), expected);
        }
    });
}
