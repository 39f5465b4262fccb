use roster_testkit::each_engine;
use serde_json::json;

use crate::ops::iam::owners::managed;

#[test]
fn policies_are_listed_by_scope_path_and_use() {
    each_engine(async |t| {
        let arn = managed(&t, "/", "used").await;
        managed(&t, "/team/", "unused").await;
        let bounded = json!({"UserName": "ana", "PermissionsBoundary": arn});
        t.root().done("iam:CreateUser", bounded).await;
        let used = "arn:aws:iam::123456789012:policy/used";
        let unused = "arn:aws:iam::123456789012:policy/team/unused";
        for (input, expected) in [
            (json!({}), &[unused, used][..]),
            (json!({"Scope": "Local"}), &[unused, used]),
            (json!({"Scope": "AWS"}), &[]),
            (json!({"PathPrefix": "/team/"}), &[unused]),
            (json!({"OnlyAttached": true}), &[used]),
            (json!({"PolicyUsageFilter": "PermissionsBoundary"}), &[used]),
            (json!({"PolicyUsageFilter": "PermissionsPolicy"}), &[]),
        ] {
            let listed = t.root().all("iam:ListPolicies", input.clone(), 1).await;

            let arns: Vec<_> = listed.iter().map(|policy| policy["Arn"].as_str()).collect();
            let expected: Vec<_> = expected.iter().copied().map(Some).collect();
            assert_eq!(arns, expected, "{input}");
        }
    });
}
