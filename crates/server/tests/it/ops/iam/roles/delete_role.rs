use insta::assert_snapshot;
use roster_testkit::{each_engine, policy, trust};
use serde_json::json;

#[test]
fn a_role_is_deleted_once_its_policies_are() {
    each_engine(async |t| {
        let role = json!({"RoleName": "HelpDesk"});
        let input = json!({
            "RoleName": "HelpDesk", "AssumeRolePolicyDocument": trust(&json!({"AWS": "*"})),
        });
        t.root().done("iam:CreateRole", input).await;
        let inline = json!({
            "RoleName": "HelpDesk", "PolicyName": "look", "PolicyDocument": policy("Allow", "a:b", "*"),
        });
        t.root().done("iam:PutRolePolicy", inline).await;

        assert_snapshot!(t.root().call("iam:DeleteRole", role.clone()).await, @"
        409 DeleteConflict
        Cannot delete entity, must delete policies first.
        ");
        let inline = json!({"RoleName": "HelpDesk", "PolicyName": "look"});
        t.root().done("iam:DeleteRolePolicy", inline).await;
        assert_eq!(t.root().call("iam:DeleteRole", role.clone()).await.status, 200);

        assert_eq!(
            t.root().call("iam:GetRole", role).await.error(),
            Some("NoSuchEntity")
        );
    });
}
