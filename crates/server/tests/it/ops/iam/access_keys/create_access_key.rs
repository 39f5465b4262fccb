use insta::assert_snapshot;
use roster_testkit::each_engine;
use serde_json::json;

#[test]
fn a_key_and_its_secret_are_made() {
    each_engine(async |t| {
        t.root().done("iam:CreateUser", json!({"UserName": "ana"})).await;
        let audited = t.audited();

        let answer = t
            .root()
            .call("iam:CreateAccessKey", json!({"UserName": "ana"}))
            .await;

        assert_snapshot!(answer, @"
        200
        CreateAccessKeyResponse:
          CreateAccessKeyResult:
            AccessKey:
              UserName: ana
              AccessKeyId: AKIACEIQAAAAAAAAAAA5
              Status: Active
              SecretAccessKey: EREREREREREREREREREREREREREREQAAAAAAAAAe
              CreateDate: 2026-11-21T10:15:30Z
        ");
        assert_snapshot!(t.audit(audited), @r#"
        CreateAccessKey by arn:aws:iam::123456789012:root
          access_key Id: - → "AKIACEIQAAAAAAAAAAA5"
          access_key Account: - → "123456789012"
          access_key UserId: - → "AIDACEIQAAAAAAAAAAA4"
          access_key Status: - → "Active"
          access_key CreateDate: - → 1795256130.0
          access_key_secret AccessKeyId: - → -
          access_key_secret Encrypted: - → -
        "#);
    });
}

#[test]
fn a_user_has_at_most_two_keys() {
    each_engine(async |t| {
        let ana = json!({"UserName": "ana"});
        t.root().done("iam:CreateUser", ana.clone()).await;
        for _ in 0..2 {
            t.root().done("iam:CreateAccessKey", ana.clone()).await;
        }

        assert_snapshot!(t.root().call("iam:CreateAccessKey", ana).await, @"
        409 LimitExceeded
        Cannot exceed quota for AccessKeysPerUser: 2
        ");
    });
}

#[test]
fn a_user_with_a_key_can_get_its_identity_and_nothing_else() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;

        assert_snapshot!(ana.call("sts:GetCallerIdentity", json!({})).await, @"
        200
        GetCallerIdentityResponse:
          GetCallerIdentityResult:
            UserId: AIDACEIQAAAAAAAAAAA4
            Account: 123456789012
            Arn: arn:aws:iam::123456789012:user/ana
        ");
        assert_snapshot!(ana.call("iam:CreateAccessKey", json!({})).await, @"
        403 AccessDenied
        User: arn:aws:iam::123456789012:user/ana is not authorized to perform: iam:CreateAccessKey on resource: arn:aws:iam::123456789012:user/ana because no identity-based policy allows the iam:CreateAccessKey action
        ");
        assert_snapshot!(ana.call("ListInstances", json!({})).await, @"
        403 AccessDeniedException
        User: arn:aws:iam::123456789012:user/ana is not authorized to perform: connect:ListInstances on resource: * because no identity-based policy allows the connect:ListInstances action
        ");
    });
}

#[test]
fn a_key_works_after_a_restart() {
    each_engine(async |t| {
        let key = t.root().make_iam_user("ana").await.key();
        let Some(t) = t.restarted().await else { return };

        let answer = t.actor(key).call("sts:GetCallerIdentity", json!({})).await;

        assert_eq!(answer.status, 200, "{answer}");
    });
}

#[test]
fn one_key_signs_for_every_service() {
    each_engine(async |t| {
        for _ in 0..2 {
            t.root().done("ListInstances", json!({})).await;
            t.root().done("sts:GetCallerIdentity", json!({})).await;
        }
    });
}
