use insta::assert_snapshot;
use roster_testkit::each_engine;
use serde_json::json;

#[test]
fn keys_are_listed_without_their_secrets() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        t.root().make_iam_user("bob").await;

        let answer = t
            .root()
            .call("iam:ListAccessKeys", json!({"UserName": "ana"}))
            .await;

        assert_snapshot!(answer, @"
        200
        ListAccessKeysResponse:
          ListAccessKeysResult:
            AccessKeyMetadata:
              member:
                UserName: ana
                AccessKeyId: AKIACEIQAAAAAAAAAAA5
                Status: Active
                CreateDate: 2026-11-21T10:15:30Z
            IsTruncated: false
        ");
        assert!(!String::from_utf8_lossy(&answer.body).contains(&ana.key().secret));
    });
}
