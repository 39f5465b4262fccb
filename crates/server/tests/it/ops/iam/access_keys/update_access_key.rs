use insta::assert_snapshot;
use roster_testkit::{each_engine, with};
use serde_json::json;

#[test]
fn an_inactive_key_is_as_good_as_unknown_at_once() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        assert_eq!(ana.call("sts:GetCallerIdentity", json!({})).await.status, 200);
        let key = json!({"UserName": "ana", "AccessKeyId": ana.key().id});

        let inactive = with(key.clone(), json!({"Status": "Inactive"}));
        t.root().done("iam:UpdateAccessKey", inactive).await;

        assert_snapshot!(ana.call("sts:GetCallerIdentity", json!({})).await, @"
        403 InvalidClientTokenId
        The security token included in the request is invalid.
        ");
        assert_snapshot!(ana.call("ListInstances", json!({})).await, @"
        403 UnrecognizedClientException
        The security token included in the request is invalid.
        ");

        t.root()
            .done("iam:UpdateAccessKey", with(key, json!({"Status": "Active"})))
            .await;
        assert_eq!(ana.call("sts:GetCallerIdentity", json!({})).await.status, 200);
    });
}

#[test]
fn keys_of_users_never_expire() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let input = json!({"UserName": "ana", "AccessKeyId": ana.key().id, "Status": "Expired"});

        assert_snapshot!(t.root().call("iam:UpdateAccessKey", input).await, @"
        400 InvalidInput
        Status must be Active or Inactive: a key expires by itself only
        ");
    });
}
