use roster_testkit::each_engine;
use serde_json::json;

use crate::ops::iam::owners::managed;

#[test]
fn policies_are_listed_by_scope_path_and_use() {
    each_engine(async |t| {
        let arn = managed(&t, "/", "used").await;
        managed(&t, "/team/", "unused").await;
        let user = json!({"UserName": "ana", "PermissionsBoundary": arn});
        t.root().done("iam:CreateUser", user).await;
        for (input, count) in [
            (json!({}), 2),
            (json!({"Scope": "Local"}), 2),
            (json!({"Scope": "AWS"}), 0),
            (json!({"PathPrefix": "/team/"}), 1),
            (json!({"OnlyAttached": true}), 1),
            (json!({"PolicyUsageFilter": "PermissionsBoundary"}), 1),
            (json!({"PolicyUsageFilter": "PermissionsPolicy"}), 0),
        ] {
            let listed = t.root().all("iam:ListPolicies", input.clone(), 1).await;

            assert_eq!(listed.len(), count, "{input}");
        }
    });
}
