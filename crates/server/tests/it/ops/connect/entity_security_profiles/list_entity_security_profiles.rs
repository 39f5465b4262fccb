use roster_testkit::{MANAGED, MARY, each_engine, with};
use serde_json::json;

use super::{all, give, mary};

#[test]
fn the_profiles_of_a_user_are_those_that_describe_user_shows() {
    each_engine(async |t| {
        let profiles = all(&t).await;
        give(&t, &profiles[..3]).await;
        let input = json!({"InstanceId": MANAGED, "EntityType": "USER", "EntityArn": mary(&t).await});

        let listed = t.root().all("ListEntitySecurityProfiles", input.clone(), 2).await;

        let expected: Vec<_> = profiles[..3].iter().map(|id| json!({"Id": id})).collect();
        assert_eq!(listed, expected);
        let by_id = with(input, json!({"EntityArn": MARY}));
        assert_eq!(
            t.root().all("ListEntitySecurityProfiles", by_id, 10).await,
            expected
        );
    });
}

#[test]
fn there_are_no_ai_agents() {
    each_engine(async |t| {
        let agent = "arn:aws:wisdom:us-east-1:123456789012:ai-agent/a/b";
        let input = json!({"InstanceId": MANAGED, "EntityType": "AI_AGENT", "EntityArn": agent});

        let answer = t.root().call("ListEntitySecurityProfiles", input).await;

        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
    });
}
