use std::time::Duration;

use insta::assert_snapshot;
use roster_testkit::{each_engine, with};
use serde_json::json;

use super::{described, make, named, names};

const UPDATE: &str = "UpdateAgentStatus";

#[test]
fn what_a_request_leaves_out_of_a_status_stays() {
    each_engine(async |t| {
        let given = json!({"Description": "At table", "DisplayOrder": 3, "Tags": {"team": "red"}});
        let lunch = make(&t, "Lunch", given).await;
        let before = described(&t, &lunch).await;
        t.clock.advance(Duration::from_mins(1));
        let audited = t.audited();

        let renamed = with(lunch.clone(), json!({"Name": "Dinner"}));
        assert_snapshot!(t.root().call(UPDATE, renamed).await, @"200");

        let stamped = json!({"Name": "Dinner", "LastModifiedTime": 1_795_256_190.0});
        assert_eq!(described(&t, &lunch).await, with(before, stamped.clone()));
        assert_snapshot!(t.audit(audited), @r#"
        UpdateAgentStatus on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-state/11111111-1111-4111-8000-00000000001c by arn:aws:iam::123456789012:root
          agent_status Name: "Lunch" → "Dinner"
        "#);
        let all = json!({"Description": "Out", "State": "DISABLED", "DisplayOrder": 9});
        t.root().done(UPDATE, with(lunch.clone(), all)).await;
        assert_snapshot!(format!("{:#}", described(&t, &lunch).await), @r#"
        {
          "AgentStatusARN": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-state/11111111-1111-4111-8000-00000000001c",
          "AgentStatusId": "11111111-1111-4111-8000-00000000001c",
          "Name": "Dinner",
          "Description": "Out",
          "Type": "CUSTOM",
          "DisplayOrder": 9,
          "State": "DISABLED",
          "Tags": {
            "team": "red"
          },
          "LastModifiedTime": 1795256190.0,
          "LastModifiedRegion": "us-east-1"
        }
        "#);
    });
}

#[test]
fn a_description_and_a_display_order_can_be_taken_away() {
    each_engine(async |t| {
        let given = json!({"Description": "At table", "DisplayOrder": 1});
        let lunch = make(&t, "A lunch", given).await;
        assert_eq!(names(&t, json!({}), 100).await[0], "A lunch");
        let kept = with(lunch.clone(), json!({"ResetOrderNumber": false}));
        t.root().done(UPDATE, kept).await;
        assert_eq!(described(&t, &lunch).await["DisplayOrder"], 1);

        let reset = json!({"Description": "", "ResetOrderNumber": true});
        t.root().done(UPDATE, with(lunch.clone(), reset)).await;

        let described = described(&t, &lunch).await;
        assert_eq!(
            (&described["Description"], &described["DisplayOrder"]),
            (&json!(null), &json!(null))
        );
        assert_eq!(
            names(&t, json!({}), 100).await,
            ["Available", "Offline", "A lunch"]
        );
        let both = with(lunch, json!({"DisplayOrder": 1, "ResetOrderNumber": true}));
        assert_snapshot!(t.root().call(UPDATE, both).await, @"
        400 InvalidRequestException
        DisplayOrder and ResetOrderNumber set the same: send one of them
        ");
    });
}

#[test]
fn a_status_cannot_take_the_name_of_another() {
    each_engine(async |t| {
        let lunch = make(&t, "Lunch", json!({})).await;

        let taken = with(lunch.clone(), json!({"Name": "Offline"}));
        assert_snapshot!(t.root().call(UPDATE, taken).await, @"
        409 DuplicateResourceException
        There is already an agent status with this Name
        ");

        let own = with(lunch, json!({"Name": "Lunch"}));
        assert_eq!(t.root().call(UPDATE, own).await.status, 200);
    });
}

#[test]
fn statuses_that_came_with_the_instance_can_be_renamed_and_not_disabled() {
    each_engine(async |t| {
        for (name, renamed) in [("Available", "Ready"), ("Offline", "Away")] {
            let status = named(&t, name).await;

            let disabled = with(status.clone(), json!({"State": "DISABLED"}));
            assert_snapshot!(t.root().call(UPDATE, disabled).await, @"
            400 InvalidRequestException
            State cannot be DISABLED for what came with the instance
            ");

            let changes = json!({"Name": renamed, "State": "ENABLED", "DisplayOrder": 40});
            t.root().done(UPDATE, with(status.clone(), changes)).await;
            let described = described(&t, &status).await;
            assert_eq!(
                (&described["Name"], &described["State"]),
                (&json!(renamed), &json!("ENABLED"))
            );
        }
    });
}
