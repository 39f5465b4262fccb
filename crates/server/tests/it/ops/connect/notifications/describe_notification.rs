use insta::assert_snapshot;
use roster_testkit::each_engine;
use serde_json::json;

use super::sent;

#[test]
fn a_notification_to_all_users_is_shown() {
    each_engine(async |t| {
        let notification = sent(&t, json!({})).await;

        assert_snapshot!(t.root().call("DescribeNotification", notification).await, @r#"
        200
        {
          "Notification": {
            "Content": {
              "en_US": "Hello"
            },
            "Id": "11111111-1111-4111-8000-00000000001c",
            "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/notification/11111111-1111-4111-8000-00000000001c",
            "Priority": "LOW",
            "Recipients": [
              "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"
            ],
            "LastModifiedTime": 1795256130.0,
            "CreatedAt": 1795256130.0,
            "ExpiresAt": 1795860930.0,
            "LastModifiedRegion": "us-east-1"
          }
        }
        "#);
    });
}
