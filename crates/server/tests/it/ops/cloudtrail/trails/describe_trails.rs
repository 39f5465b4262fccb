use roster_testkit::{Setup, TrailSetup, in_memory};
use serde_json::json;

const ARN: &str = "arn:aws:cloudtrail:us-east-1:123456789012:trail/roster";

#[test]
fn an_account_has_one_trail_in_each_region() {
    in_memory(async |t| {
        let described = t.root().done("cloudtrail:DescribeTrails", json!({})).await;

        assert_eq!(
            described["trailList"],
            json!([{
                "Name": "roster",
                "S3BucketName": "roster-audit",
                "IncludeGlobalServiceEvents": true,
                "IsMultiRegionTrail": false,
                "HomeRegion": "us-east-1",
                "TrailARN": ARN,
                "LogFileValidationEnabled": true,
                "HasCustomEventSelectors": false,
                "HasInsightSelectors": false,
                "IsOrganizationTrail": false,
            }])
        );
    });
}

#[test]
fn trails_of_other_names_are_left_out() {
    in_memory(async |t| {
        for (names, found) in [
            (json!(["roster"]), 1),
            (json!(["other", ARN]), 1),
            (json!(["other"]), 0),
            (json!([]), 1),
        ] {
            let input = json!({"trailNameList": names});
            let described = t.root().done("cloudtrail:DescribeTrails", input).await;
            assert_eq!(
                described["trailList"].as_array().expect("a list").len(),
                found,
                "{names}"
            );
        }
    });
}

#[test]
fn there_is_no_trail_where_the_audit_is_not_delivered() {
    let setup = Setup {
        trail: TrailSetup::Absent,
        ..Setup::default()
    };
    setup.in_memory(async |t| {
        let described = t.root().done("cloudtrail:DescribeTrails", json!({})).await;

        assert_eq!(described["trailList"], json!([]));
    });
}
