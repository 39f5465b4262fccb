use insta::assert_snapshot;
use roster_testkit::each_engine;
use serde_json::json;

use crate::ops::iam::owners::managed;

#[test]
fn a_policy_in_use_is_kept() {
    each_engine(async |t| {
        let arn = managed(&t, "/", "look").await;
        let user = json!({"UserName": "ana", "PermissionsBoundary": arn});
        t.root().done("iam:CreateUser", user).await;
        let policy = json!({"PolicyArn": arn});

        assert_snapshot!(t.root().call("iam:DeletePolicy", policy.clone()).await, @"
        409 DeleteConflict
        Cannot delete a policy attached to entities.
        ");
        let ana = json!({"UserName": "ana"});
        t.root().done("iam:DeleteUserPermissionsBoundary", ana).await;
        assert_eq!(
            t.root().call("iam:DeletePolicy", policy.clone()).await.status,
            200
        );

        assert_snapshot!(t.root().call("iam:GetPolicy", policy).await, @"
        404 NoSuchEntity
        Policy arn:aws:iam::123456789012:policy/look was not found.
        ");
    });
}
