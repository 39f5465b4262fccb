use insta::assert_snapshot;
use roster_testkit::{each_engine, policy};
use serde_json::json;

#[test]
fn a_policy_is_given_and_replaced() {
    each_engine(async |t| {
        t.root().done("iam:CreateUser", json!({"UserName": "ana"})).await;
        let audited = t.audited();
        for action in ["connect:Describe*", "connect:List*"] {
            let document = policy("Allow", action, "*");
            let input = json!({"UserName": "Ana", "PolicyName": "look", "PolicyDocument": document});

            t.root().done("iam:PutUserPolicy", input).await;
        }
        assert_snapshot!(t.audit(audited), @r#"
        PutUserPolicy by arn:aws:iam::123456789012:root
          inline_policy OwnerId: - → "AIDACEIQAAAAAAAAAAA4"
          inline_policy Name: - → "look"
          inline_policy Document: - → "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"connect:Describe*\",\"Resource\":\"*\"}}"
        PutUserPolicy by arn:aws:iam::123456789012:root
          inline_policy Document: "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"connect:Describe*\",\"Resource\":\"*\"}}" → "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"connect:List*\",\"Resource\":\"*\"}}"
        "#);
    });
}

#[test]
fn nobody_gets_nothing() {
    each_engine(async |t| {
        let input = json!({
            "UserName": "ana", "PolicyName": "all", "PolicyDocument": policy("Allow", "*", "*"),
        });

        assert_snapshot!(t.root().call("iam:PutUserPolicy", input).await, @"
        404 NoSuchEntity
        The user with name ana cannot be found.
        ");
    });
}
