use insta::assert_snapshot;
use roster_testkit::{MANAGED, Roster, SAML, each_engine};
use serde_json::{Value, json};

async fn basic(t: &Roster) -> Value {
    let profiles = t
        .root()
        .all("ListRoutingProfiles", json!({"InstanceId": MANAGED}), 10)
        .await;
    json!({"InstanceId": MANAGED, "RoutingProfileId": profiles[0]["Id"]})
}

#[test]
fn the_basic_routing_profile_is_described() {
    each_engine(async |t| {
        let basic = basic(&t).await;

        assert_snapshot!(t.root().call("DescribeRoutingProfile", basic).await, @r#"
        200
        {
          "RoutingProfile": {
            "InstanceId": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
            "Name": "Basic Routing Profile",
            "RoutingProfileArn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/routing-profile/11111111-1111-4111-8000-000000000007",
            "RoutingProfileId": "11111111-1111-4111-8000-000000000007",
            "Description": "A simple routing profile.",
            "MediaConcurrencies": [
              {
                "Channel": "VOICE",
                "Concurrency": 1,
                "CrossChannelBehavior": {
                  "BehaviorType": "ROUTE_CURRENT_CHANNEL_ONLY"
                }
              },
              {
                "Channel": "CHAT",
                "Concurrency": 2,
                "CrossChannelBehavior": {
                  "BehaviorType": "ROUTE_CURRENT_CHANNEL_ONLY"
                }
              },
              {
                "Channel": "TASK",
                "Concurrency": 1,
                "CrossChannelBehavior": {
                  "BehaviorType": "ROUTE_CURRENT_CHANNEL_ONLY"
                }
              }
            ],
            "DefaultOutboundQueueId": "11111111-1111-4111-8000-000000000002",
            "NumberOfAssociatedQueues": 1,
            "NumberOfAssociatedManualAssignmentQueues": 0,
            "NumberOfAssociatedUsers": 1,
            "AgentAvailabilityTimer": "TIME_SINCE_LAST_ACTIVITY",
            "LastModifiedTime": 1795256130.0,
            "LastModifiedRegion": "us-east-1",
            "IsDefault": true
          }
        }
        "#);
    });
}

#[test]
fn it_counts_its_users() {
    each_engine(async |t| {
        let basic = basic(&t).await;
        let count = async || {
            let mut answer = t.root().done("DescribeRoutingProfile", basic.clone()).await;
            answer["RoutingProfile"]["NumberOfAssociatedUsers"].take()
        };
        let ana = t.root().make_user(MANAGED, "ana").await;
        assert_eq!(count().await, json!(2));

        t.root()
            .done("DeleteUser", json!({"InstanceId": MANAGED, "UserId": ana}))
            .await;

        assert_eq!(count().await, json!(1));
    });
}

#[test]
fn it_is_looked_for_in_its_own_instance() {
    each_engine(async |t| {
        let mut elsewhere = basic(&t).await;
        elsewhere["InstanceId"] = json!(SAML);

        assert_snapshot!(t.root().call("DescribeRoutingProfile", elsewhere).await, @"
        404 ResourceNotFoundException
        There is no routing profile 11111111-1111-4111-8000-000000000007 in this instance
        ");
    });
}
