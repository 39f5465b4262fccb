use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine};
use serde_json::json;

#[test]
fn a_new_instance_has_one_routing_profile() {
    each_engine(async |t| {
        let answer = t
            .root()
            .call("ListRoutingProfiles", json!({"InstanceId": MANAGED}))
            .await;

        assert_snapshot!(answer, @r#"
        200
        {
          "RoutingProfileSummaryList": [
            {
              "Id": "11111111-1111-4111-8000-000000000007",
              "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/routing-profile/11111111-1111-4111-8000-000000000007",
              "Name": "Basic Routing Profile",
              "LastModifiedTime": 1795256130.0,
              "LastModifiedRegion": "us-east-1"
            }
          ]
        }
        "#);
    });
}

#[test]
fn a_token_of_another_list_is_refused() {
    each_engine(async |t| {
        let input = json!({"InstanceId": MANAGED, "MaxResults": 1});
        let token = t.root().done("ListSecurityProfiles", input).await["NextToken"].take();

        let input = json!({"InstanceId": MANAGED, "NextToken": token});

        assert_snapshot!(t.root().call("ListRoutingProfiles", input).await, @"
        400 InvalidParameterException
        NextToken was not given out for this list: take it from the page before, unchanged
        ");
    });
}
