use insta::assert_snapshot;
use roster_testkit::{each_engine, trust};
use serde_json::json;

#[test]
fn a_role_is_shown_with_its_trust_policy() {
    each_engine(async |t| {
        let role = json!({
            "RoleName": "HelpDesk", "AssumeRolePolicyDocument": trust(&json!({"AWS": "*"})),
        });
        let made = t.root().done("iam:CreateRole", role).await;

        let found = t
            .root()
            .done("iam:GetRole", json!({"RoleName": "HELPDESK"}))
            .await;

        assert_eq!(found, made);
        let document = found["Role"]["AssumeRolePolicyDocument"]
            .as_str()
            .expect("a document");
        assert!(document.starts_with("%7B%22Version%22"), "{document}");
    });
}

#[test]
fn a_role_that_is_not_there_is_not_found() {
    each_engine(async |t| {
        assert_snapshot!(t.root().call("iam:GetRole", json!({"RoleName": "HelpDesk"})).await, @"
        404 NoSuchEntity
        The role with name HelpDesk cannot be found.
        ");
    });
}
