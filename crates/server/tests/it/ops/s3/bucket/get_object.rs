use roster_testkit::{MANAGED, MARY, Request, Roster, in_memory, policy};
use serde_json::json;

/// Delivers the audit of a deletion; gives the paths of the log file and of the digest file.
async fn delivered(t: &Roster) -> (String, String) {
    t.root()
        .done("DeleteUser", json!({"InstanceId": MANAGED, "UserId": MARY}))
        .await;
    t.deliver_audit().await;
    let keys = t.delivered_keys();
    let of = |part: &str| {
        let key = keys.iter().find(|key| key.contains(part)).expect("a file");
        format!("/roster-audit/{key}")
    };
    (of("/CloudTrail/"), of("/CloudTrail-Digest/"))
}

#[test]
fn a_digest_file_comes_with_its_signature_and_a_log_file_without() {
    in_memory(async |t| {
        let (log, digest) = delivered(&t).await;
        let root = t.root().for_service("s3");

        let log = root.send(&Request::new("GET", &log)).await;
        let digest = root.send(&Request::new("GET", &digest)).await;

        assert_eq!((log.status, digest.status), (200, 200));
        assert_eq!(log.headers.get("x-amz-meta-signature"), None);
        assert_eq!(digest.headers["x-amz-meta-signature-algorithm"], "SHA256withRSA");
        assert_eq!(digest.headers["x-amz-meta-signature"].len(), 512);
        assert_eq!(digest.headers.get("content-encoding"), None);
    });
}

#[test]
fn what_is_not_there_or_of_another_account_is_not_found() {
    in_memory(async |t| {
        let (log, _) = delivered(&t).await;
        let [root, stranger] = [t.root(), t.stranger()].map(|actor| actor.for_service("s3"));
        for (actor, path) in [
            (&root, "/roster-audit/AWSLogs/123456789012/none.json.gz"),
            (&stranger, &log),
        ] {
            let answer = actor.send(&Request::new("GET", path)).await;

            assert_eq!(
                (answer.status, answer.error()),
                (404, Some("NoSuchKey")),
                "{path}"
            );
        }
    });
}

#[test]
fn a_file_is_read_by_who_may_and_every_refusal_is_audited() {
    in_memory(async |t| {
        let (log, _) = delivered(&t).await;
        let ana = t.root().make_iam_user("ana").await.for_service("s3");
        let allow = |resource: &str| {
            json!({
                "UserName": "ana", "PolicyName": "p",
                "PolicyDocument": policy("Allow", "s3:GetObject", resource),
            })
        };
        let audited = t.audited();

        let refused = ana.send(&Request::new("GET", &log)).await;

        assert_eq!(refused.status, 403);
        assert!(String::from_utf8_lossy(&refused.body).contains("<Code>AccessDenied</Code>"));
        let record = &t.audit(audited).0[0];
        assert_eq!(record.operation.as_deref(), Some("GetObject"));
        assert_eq!(record.error_code.as_deref(), Some("AccessDenied"));
        for (resource, status) in [
            ("arn:aws:s3:::roster-audit", 403),
            ("arn:aws:s3:::roster-audit/AWSLogs/210987654321/*", 403),
            ("arn:aws:s3:::roster-audit/AWSLogs/123456789012/*", 200),
        ] {
            t.root().done("iam:PutUserPolicy", allow(resource)).await;
            let answer = ana.send(&Request::new("GET", &log)).await;
            assert_eq!(answer.status, status, "{resource}");
        }
    });
}
