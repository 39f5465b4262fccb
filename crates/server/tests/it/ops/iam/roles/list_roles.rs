use roster_testkit::{each_engine, trust};
use serde_json::json;

#[test]
fn roles_are_listed_page_by_page_and_by_path() {
    each_engine(async |t| {
        for (name, path) in [("b", "/"), ("a", "/team/"), ("c", "/team/")] {
            let document = trust(&json!({"AWS": "*"}));
            let input = json!({"RoleName": name, "Path": path, "AssumeRolePolicyDocument": document});
            t.root().done("iam:CreateRole", input).await;
        }

        let all = t.root().all("iam:ListRoles", json!({}), 2).await;
        let of_team = t
            .root()
            .all("iam:ListRoles", json!({"PathPrefix": "/team"}), 1)
            .await;

        assert_eq!((all.len(), of_team.len()), (3, 2));
        assert_eq!(all[0]["Arn"], "arn:aws:iam::123456789012:role/team/a");
        assert!(t.stranger().all("iam:ListRoles", json!({}), 10).await.is_empty());
    });
}
