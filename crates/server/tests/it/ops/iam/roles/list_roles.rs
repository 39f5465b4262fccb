use roster_testkit::{each_engine, trust};
use serde_json::{Value, json};

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

        let arns = |roles: &[Value]| roles.iter().map(|role| role["Arn"].clone()).collect::<Vec<_>>();
        let [a, b, c] =
            ["team/a", "b", "team/c"].map(|name| format!("arn:aws:iam::123456789012:role/{name}"));
        assert_eq!(arns(&all), [&*a, &*b, &*c]);
        assert_eq!(arns(&of_team), [a, c]);
        assert!(t.stranger().all("iam:ListRoles", json!({}), 10).await.is_empty());
    });
}
