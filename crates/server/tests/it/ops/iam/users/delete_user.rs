use insta::assert_snapshot;
use roster_testkit::{each_engine, policy};
use serde_json::json;

#[test]
fn a_user_is_deleted_once_keys_and_policies_are() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let user = json!({"UserName": "ana"});
        let inline = json!({
            "UserName": "ana", "PolicyName": "look", "PolicyDocument": policy("Allow", "a:b", "*"),
        });
        t.root().done("iam:PutUserPolicy", inline).await;
        let managed = super::super::owners::managed(&t, "/", "look").await;
        let attached = json!({"UserName": "ana", "PolicyArn": managed});
        t.root().done("iam:AttachUserPolicy", attached.clone()).await;

        assert_snapshot!(t.root().call("iam:DeleteUser", user.clone()).await, @"
        409 DeleteConflict
        Cannot delete entity, must delete access keys first.
        ");
        let key = json!({"UserName": "ana", "AccessKeyId": ana.key().id});
        t.root().done("iam:DeleteAccessKey", key).await;
        assert_snapshot!(t.root().call("iam:DeleteUser", user.clone()).await, @"
        409 DeleteConflict
        Cannot delete entity, must delete policies first.
        ");
        let policy = json!({"UserName": "ana", "PolicyName": "look"});
        t.root().done("iam:DeleteUserPolicy", policy).await;
        assert_snapshot!(t.root().call("iam:DeleteUser", user.clone()).await, @"
        409 DeleteConflict
        Cannot delete entity, must detach all policies first.
        ");
        t.root().done("iam:DetachUserPolicy", attached).await;
        assert_eq!(t.root().call("iam:DeleteUser", user.clone()).await.status, 200);

        assert_snapshot!(t.root().call("iam:DeleteUser", user).await, @"
        404 NoSuchEntity
        The user with name ana cannot be found.
        ");
    });
}

#[test]
fn the_name_of_a_deleted_user_is_free_but_the_id_is_never_given_again() {
    each_engine(async |t| {
        let user = json!({"UserName": "ana"});
        let first = t.root().done("iam:CreateUser", user.clone()).await;
        t.root().done("iam:DeleteUser", user.clone()).await;

        let second = t.root().done("iam:CreateUser", user).await;

        assert_ne!(first["User"]["UserId"], second["User"]["UserId"]);
    });
}
