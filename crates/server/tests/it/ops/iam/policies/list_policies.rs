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
            (json!({"Scope": "Local"}), &[unused, used][..]),
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

#[test]
fn the_policies_of_aws_follow_those_of_the_account() {
    each_engine(async |t| {
        managed(&t, "/", "ours").await;
        let of_aws = [
            "AdministratorAccess",
            "AmazonConnect_FullAccess",
            "AmazonConnectReadOnlyAccess",
            "ReadOnlyAccess",
        ];
        let all = ["ours", of_aws[0], of_aws[1], of_aws[2], of_aws[3]];

        for (input, expected) in [
            (json!({}), &all[..]),
            (json!({"Scope": "All"}), &all),
            (json!({"Scope": "AWS"}), &of_aws),
            (json!({"Scope": "AWS", "PathPrefix": "/team/"}), &[]),
        ] {
            for page in [1, 2, 5] {
                let listed = t.root().all("iam:ListPolicies", input.clone(), page).await;
                let names: Vec<_> = listed
                    .iter()
                    .map(|policy| policy["PolicyName"].as_str().unwrap())
                    .collect();
                assert_eq!(names, expected, "{input} by {page}");
            }
        }
        let other = json!({"Scope": "AWS", "Marker": "bm90aGluZw"});
        let answer = t.root().call("iam:ListPolicies", other).await;
        assert_eq!(answer.error(), Some("ValidationError"), "{answer}");
    });
}
