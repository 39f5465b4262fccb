use insta::assert_snapshot;
use roster_testkit::{MANAGED, SAML, each_engine};
use serde_json::json;

use super::{described, make, names, new};

const CREATE: &str = "CreateAgentStatus";

#[test]
fn a_status_is_shown_as_it_was_made() {
    each_engine(async |t| {
        let audited = t.audited();
        let given = json!({
            "Description": "At table", "State": "DISABLED", "DisplayOrder": 7, "Tags": {"team": "red"},
        });

        let answer = t.root().call(CREATE, new("Lunch", given)).await;

        assert_snapshot!(answer, @r#"
        200
        {
          "AgentStatusARN": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-state/11111111-1111-4111-8000-00000000001c",
          "AgentStatusId": "11111111-1111-4111-8000-00000000001c"
        }
        "#);
        let status = json!({"InstanceId": MANAGED, "AgentStatusId": answer.json()["AgentStatusARN"]});
        assert_snapshot!(format!("{:#}", described(&t, &status).await), @r#"
        {
          "AgentStatusARN": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-state/11111111-1111-4111-8000-00000000001c",
          "AgentStatusId": "11111111-1111-4111-8000-00000000001c",
          "Name": "Lunch",
          "Description": "At table",
          "Type": "CUSTOM",
          "DisplayOrder": 7,
          "State": "DISABLED",
          "Tags": {
            "team": "red"
          },
          "LastModifiedTime": 1795256130.0,
          "LastModifiedRegion": "us-east-1"
        }
        "#);
        assert_snapshot!(t.audit(audited), @r#"
        CreateAgentStatus on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111 by arn:aws:iam::123456789012:root
          agent_status Id: - → "11111111-1111-4111-8000-00000000001c"
          agent_status InstanceId: - → "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"
          agent_status Name: - → "Lunch"
          agent_status Description: - → "At table"
          agent_status StatusType: - → "CUSTOM"
          agent_status DisplayOrder: - → 7
          agent_status State: - → "DISABLED"
          agent_status Tags.team: - → "red"
        "#);
    });
}

#[test]
fn a_status_without_a_display_order_comes_last() {
    each_engine(async |t| {
        let lunch = make(&t, "Lunch", json!({})).await;
        make(&t, "Training", json!({"DisplayOrder": 50})).await;
        make(&t, "Break", json!({"DisplayOrder": 1})).await;

        assert_eq!(
            names(&t, json!({}), 100).await,
            ["Available", "Break", "Offline", "Training", "Lunch"]
        );
        assert_snapshot!(format!("{:#}", described(&t, &lunch).await), @r#"
        {
          "AgentStatusARN": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-state/11111111-1111-4111-8000-00000000001c",
          "AgentStatusId": "11111111-1111-4111-8000-00000000001c",
          "Name": "Lunch",
          "Type": "CUSTOM",
          "State": "ENABLED",
          "LastModifiedTime": 1795256130.0,
          "LastModifiedRegion": "us-east-1"
        }
        "#);
    });
}

#[test]
fn the_name_of_a_status_is_unique_within_its_instance_and_its_case_counts() {
    each_engine(async |t| {
        make(&t, "Lunch", json!({})).await;

        for name in ["Lunch", "Available"] {
            assert_snapshot!(t.root().call(CREATE, new(name, json!({}))).await, @"
            409 DuplicateResourceException
            There is already an agent status with this Name
            ");
        }
        for (instance, name) in [(MANAGED, "lunch"), (SAML, "Lunch")] {
            let other = new(name, json!({"InstanceId": instance}));
            assert_eq!(t.root().call(CREATE, other).await.status, 200, "{name}");
        }
    });
}

#[test]
fn an_instance_has_50_statuses_at_most() {
    each_engine(async |t| {
        for number in 3..=50 {
            make(&t, &format!("Status {number}"), json!({})).await;
        }

        assert_snapshot!(t.root().call(CREATE, new("Lunch", json!({}))).await, @"
        429 LimitExceededException
        There are 50 agent statuses in this instance, which is the most
        ");
        assert_eq!(names(&t, json!({}), 100).await.len(), 50);
    });
}
