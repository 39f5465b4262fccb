use insta::assert_snapshot;
use roster_testkit::each_engine;
use serde_json::json;

#[test]
fn a_deleted_key_is_gone_at_once() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        assert_eq!(ana.call("sts:GetCallerIdentity", json!({})).await.status, 200);
        let audited = t.audited();
        let key = json!({"UserName": "ana", "AccessKeyId": ana.key().id});

        t.root().done("iam:DeleteAccessKey", key.clone()).await;

        assert_snapshot!(t.audit(audited), @r#"
        DeleteAccessKey by arn:aws:iam::123456789012:root
          access_key_secret AccessKeyId: - → -
          access_key_secret Encrypted: - → -
          access_key Id: "AKIACEIQAAAAAAAAAAA5" → -
          access_key Account: "123456789012" → -
          access_key UserId: "AIDACEIQAAAAAAAAAAA4" → -
          access_key Status: "Active" → -
          access_key CreateDate: 1795256130.0 → -
        "#);
        assert_snapshot!(ana.call("sts:GetCallerIdentity", json!({})).await, @"
        403 InvalidClientTokenId
        The security token included in the request is invalid.
        ");
        assert_eq!(
            t.root().call("iam:DeleteAccessKey", key).await.error(),
            Some("NoSuchEntity")
        );
    });
}

#[test]
fn a_key_of_another_user_is_not_found() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        t.root().make_iam_user("bob").await;
        let key = json!({"UserName": "bob", "AccessKeyId": ana.key().id});

        assert_snapshot!(t.root().call("iam:DeleteAccessKey", key).await, @"
        404 NoSuchEntity
        The Access Key with id AKIACEIQAAAAAAAAAAA5 cannot be found.
        ");
    });
}
