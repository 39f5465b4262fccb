use insta::assert_snapshot;
use roster_testkit::{MANAGED, Request, described, each_engine, in_memory};
use serde_json::json;

use super::{make, named, names};

#[test]
fn statuses_are_listed_in_brief() {
    each_engine(async |t| {
        let input = json!({"InstanceId": MANAGED, "MaxResults": 1});

        assert_snapshot!(t.root().call("ListAgentStatuses", input).await, @r#"
        200
        {
          "NextToken": …,
          "AgentStatusSummaryList": [
            {
              "Id": "11111111-1111-4111-8000-000000000008",
              "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-state/11111111-1111-4111-8000-000000000008",
              "Name": "Available",
              "Type": "ROUTABLE",
              "LastModifiedTime": 1795256130.0,
              "LastModifiedRegion": "us-east-1"
            }
          ]
        }
        "#);
    });
}

#[test]
fn statuses_of_some_types_can_be_listed() {
    each_engine(async |t| {
        make(&t, "Lunch", json!({"DisplayOrder": 1})).await;
        for (types, expected) in [
            (json!(["ROUTABLE"]), vec!["Available"]),
            (json!(["CUSTOM", "OFFLINE"]), vec!["Lunch", "Offline"]),
            (json!(["OFFLINE", "OFFLINE"]), vec!["Offline"]),
            (json!(null), vec!["Available", "Lunch", "Offline"]),
        ] {
            let listed = names(&t, json!({"AgentStatusTypes": types}), 1).await;

            assert_eq!(listed, expected, "{types}");
        }
    });
}

#[test]
fn types_of_statuses_are_repeated_in_the_query() {
    in_memory(async |t| {
        let mut request = Request::of(described("ListAgentStatuses"), &json!({"InstanceId": MANAGED}));
        request.target += "?AgentStatusTypes=OFFLINE&AgentStatusTypes=ROUTABLE&maxResults=1";
        let answer = t.root().send(&request).await;
        assert_eq!(answer.json()["AgentStatusSummaryList"][0]["Name"], "Available");
        assert!(answer.json()["NextToken"].is_string());

        request.target = request.target.replace("ROUTABLE", "Routable");
        assert_snapshot!(t.root().send(&request).await, @"
        400 InvalidParameterException
        AgentStatusTypes[1] must be one of ROUTABLE, CUSTOM, OFFLINE
        ");
    });
}

#[test]
fn pages_join_even_if_statuses_come_and_change_between_them() {
    each_engine(async |t| {
        let lunch = make(&t, "Lunch", json!({"DisplayOrder": 5})).await;
        let first = json!({"InstanceId": MANAGED, "MaxResults": 2});
        let token = t.root().done("ListAgentStatuses", first).await["NextToken"].take();

        make(&t, "Break", json!({"DisplayOrder": 1})).await;
        let mut renamed = lunch;
        renamed["Name"] = "Dinner".into();
        t.root().done("UpdateAgentStatus", renamed).await;

        let rest = json!({"NextToken": token});
        assert_eq!(
            names(&t, json!({}), 100).await,
            ["Available", "Break", "Offline", "Dinner"]
        );
        let input = roster_testkit::with(json!({"InstanceId": MANAGED}), rest);
        let page = t.root().done("ListAgentStatuses", input).await;
        assert_eq!(page["AgentStatusSummaryList"][0]["Name"], "Dinner");
        assert_eq!(page["AgentStatusSummaryList"].as_array().map(Vec::len), Some(1));
        assert_eq!(
            named(&t, "Dinner").await["AgentStatusId"],
            page["AgentStatusSummaryList"][0]["Id"]
        );
    });
}
