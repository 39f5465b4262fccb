use roster_testkit::{Setup, TrailSetup, in_memory};
use serde_json::json;

const ARN: &str = "arn:aws:cloudtrail:us-east-1:123456789012:trail/roster";

#[test]
fn a_trail_is_described_by_its_name_and_by_its_arn() {
    in_memory(async |t| {
        let by_name = t
            .root()
            .done("cloudtrail:GetTrail", json!({"Name": "roster"}))
            .await;
        let by_arn = t.root().done("cloudtrail:GetTrail", json!({"Name": ARN})).await;

        assert_eq!(by_name["Trail"]["TrailARN"], ARN);
        assert_eq!(by_name, by_arn);
    });
}

#[test]
fn a_trail_that_is_not_there_is_not_found() {
    in_memory(async |t| {
        let answer = t
            .root()
            .call("cloudtrail:GetTrail", json!({"Name": "other"}))
            .await;

        assert_eq!(
            (answer.status, answer.error()),
            (400, Some("TrailNotFoundException"))
        );
    });
    let setup = Setup {
        trail: TrailSetup::Absent,
        ..Setup::default()
    };
    setup.in_memory(async |t| {
        let answer = t
            .root()
            .call("cloudtrail:GetTrail", json!({"Name": "roster"}))
            .await;

        assert_eq!(
            (answer.status, answer.error()),
            (400, Some("TrailNotFoundException"))
        );
    });
}
