use insta::assert_snapshot;
use roster_testkit::each_engine;
use serde_json::json;

#[test]
fn a_list_shows_instances_in_brief() {
    each_engine(async |t| {
        let answer = t.root().call("ListInstances", json!({"MaxResults": 1})).await;

        assert_snapshot!(answer, @r#"
        200
        {
          "InstanceSummaryList": [
            {
              "Id": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
              "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
              "IdentityManagementType": "CONNECT_MANAGED",
              "InstanceAlias": "demo",
              "CreatedTime": 1795256130.0,
              "ServiceRole": "arn:aws:iam::123456789012:role/aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect_EXAMPLE11111",
              "InstanceStatus": "ACTIVE",
              "InboundCallsEnabled": true,
              "OutboundCallsEnabled": true,
              "InstanceAccessUrl": "https://demo.my.connect.aws"
            }
          ],
          "NextToken": …
        }
        "#);
    });
}

#[test]
fn pages_of_any_size_join_without_gap_or_overlap() {
    each_engine(async |t| {
        let abroad = t.root().in_region("eu-west-2");
        for number in 0..11 {
            abroad.make_instance(&format!("acme-{number}")).await;
        }
        let all = abroad.all("ListInstances", json!({}), 10).await;
        assert_eq!(all.len(), 11);

        for size in 1..10 {
            assert_eq!(abroad.all("ListInstances", json!({}), size).await, all, "{size}");
        }
        let page = abroad.done("ListInstances", json!({})).await;
        assert_eq!(page["InstanceSummaryList"].as_array().map(Vec::len), Some(10));
    });
}

#[test]
fn a_page_may_have_1_to_10_instances() {
    each_engine(async |t| {
        let list = async |size: i64| t.root().call("ListInstances", json!({"MaxResults": size})).await;

        assert_snapshot!(list(0).await, @"
        400 InvalidRequestException
        MaxResults must be 1 to 10, but is 0
        ");
        assert_snapshot!(list(11).await, @"
        400 InvalidRequestException
        MaxResults must be 1 to 10, but is 11
        ");
    });
}

#[test]
fn a_token_is_good_in_its_own_account_and_region_only() {
    each_engine(async |t| {
        let token = t.root().done("ListInstances", json!({"MaxResults": 1})).await["NextToken"].take();
        let next = json!({"NextToken": token});

        assert_eq!(t.root().call("ListInstances", next.clone()).await.status, 200);
        assert_snapshot!(t.stranger().call("ListInstances", next.clone()).await, @"
        400 InvalidRequestException
        NextToken was not given out for this list: take it from the page before, unchanged
        ");
        assert_snapshot!(t.root().in_region("eu-west-2").call("ListInstances", next).await, @"
        400 InvalidRequestException
        NextToken was not given out for this list: take it from the page before, unchanged
        ");
    });
}
