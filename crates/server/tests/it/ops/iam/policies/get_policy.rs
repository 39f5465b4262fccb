use roster_testkit::each_engine;
use serde_json::json;

use crate::ops::iam::owners::managed;

#[test]
fn a_policy_shows_how_often_it_is_used() {
    each_engine(async |t| {
        let arn = managed(&t, "/", "look").await;
        for name in ["ana", "bob"] {
            let user = json!({"UserName": name, "PermissionsBoundary": arn});
            t.root().done("iam:CreateUser", user).await;
        }
        let attached = json!({"UserName": "ana", "PolicyArn": arn});
        t.root().done("iam:AttachUserPolicy", attached).await;

        let found = t.root().done("iam:GetPolicy", json!({"PolicyArn": arn})).await;

        let policy = &found["Policy"];
        assert_eq!(policy["AttachmentCount"], 1);
        assert_eq!(policy["PermissionsBoundaryUsageCount"], 2);
    });
}

#[test]
fn a_policy_is_found_by_its_whole_arn_only() {
    each_engine(async |t| {
        managed(&t, "/team/", "look").await;
        for (arn, code) in [
            ("arn:aws:iam::123456789012:policy/look", "NoSuchEntity"),
            ("arn:aws:iam::210987654321:policy/team/look", "NoSuchEntity"),
            ("arn:aws:iam::123456789012:role/team/look", "InvalidInput"),
            ("the policy called look", "InvalidInput"),
        ] {
            let answer = t.root().call("iam:GetPolicy", json!({"PolicyArn": arn})).await;

            assert_eq!(answer.error(), Some(code), "{arn}: {answer}");
        }
    });
}
