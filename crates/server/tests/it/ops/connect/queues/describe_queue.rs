use insta::assert_snapshot;
use roster_testkit::each_engine;

use super::basic_queue;

#[test]
fn the_basic_queue_is_enabled() {
    each_engine(async |t| {
        let basic = basic_queue(&t).await;

        assert_snapshot!(t.root().call("DescribeQueue", basic).await, @r#"
        200
        {
          "Queue": {
            "Name": "BasicQueue",
            "QueueArn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/queue/11111111-1111-4111-8000-000000000002",
            "QueueId": "11111111-1111-4111-8000-000000000002",
            "HoursOfOperationId": "11111111-1111-4111-8000-000000000001",
            "Status": "ENABLED",
            "LastModifiedTime": 1795256130.0,
            "LastModifiedRegion": "us-east-1"
          }
        }
        "#);
    });
}
