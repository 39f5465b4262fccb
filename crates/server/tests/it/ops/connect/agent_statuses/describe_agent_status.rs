use insta::assert_snapshot;
use roster_testkit::{SAML, each_engine, with};
use serde_json::json;

use super::{described, named};

#[test]
fn a_status_that_came_with_the_instance_is_described() {
    each_engine(async |t| {
        let available = named(&t, "Available").await;

        assert_snapshot!(format!("{:#}", described(&t, &available).await), @r#"
        {
          "AgentStatusARN": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-state/11111111-1111-4111-8000-000000000008",
          "AgentStatusId": "11111111-1111-4111-8000-000000000008",
          "Name": "Available",
          "Type": "ROUTABLE",
          "DisplayOrder": 1,
          "State": "ENABLED",
          "LastModifiedTime": 1795256130.0,
          "LastModifiedRegion": "us-east-1"
        }
        "#);
        let elsewhere = with(available, json!({"InstanceId": SAML}));
        assert_snapshot!(t.root().call("DescribeAgentStatus", elsewhere).await, @"
        404 ResourceNotFoundException
        There is no agent status 11111111-1111-4111-8000-000000000008 in this instance
        ");
    });
}
