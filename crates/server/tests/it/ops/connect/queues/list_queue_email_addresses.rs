use insta::assert_snapshot;
use roster_testkit::{each_engine, with};
use serde_json::json;

use super::basic_queue;

#[test]
fn a_queue_has_no_addresses_to_send_from() {
    each_engine(async |t| {
        let basic = basic_queue(&t).await;

        assert_snapshot!(t.root().call("ListQueueEmailAddresses", basic.clone()).await, @r#"
        200
        {
          "EmailAddressMetadataList": [],
          "LastModifiedTime": 1795256130.0,
          "LastModifiedRegion": "us-east-1"
        }
        "#);
        let token = with(basic.clone(), json!({"NextToken": "next"}));
        let answer = t.root().call("ListQueueEmailAddresses", token).await;
        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
        let nobody = with(basic, json!({"QueueId": "00000000-0000-4000-8000-000000000000"}));
        let answer = t.root().call("ListQueueEmailAddresses", nobody).await;
        assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
    });
}
