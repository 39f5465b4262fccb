use insta::assert_snapshot;
use roster_testkit::each_engine;
use serde_json::json;

#[test]
fn users_are_listed_by_name_page_by_page_and_by_path() {
    each_engine(async |t| {
        for (name, path) in [("carl", "/"), ("Bea", "/team/"), ("ana", "/team/blue/")] {
            let tags = json!([{"Key": "a", "Value": "b"}]);
            let input = json!({"UserName": name, "Path": path, "Tags": tags});
            t.root().done("iam:CreateUser", input).await;
        }
        let names = async |input| {
            let users = t.root().all("iam:ListUsers", input, 1).await;
            users
                .iter()
                .map(|user| user["UserName"].as_str().expect("a name").to_owned())
                .collect::<Vec<_>>()
        };

        assert_eq!(names(json!({})).await, ["ana", "Bea", "carl"]);
        assert_eq!(names(json!({"PathPrefix": "/team/"})).await, ["ana", "Bea"]);
        assert_eq!(names(json!({"PathPrefix": "/other"})).await, [""; 0]);
        assert_snapshot!(t.root().call("iam:ListUsers", json!({"MaxItems": 1})).await, @"
        200
        ListUsersResponse:
          ListUsersResult:
            Users:
              member:
                Path: /team/blue/
                UserName: ana
                UserId: AIDACEIQAAAAAAAAAAA6
                Arn: arn:aws:iam::123456789012:user/team/blue/ana
                CreateDate: 2026-11-21T10:15:30Z
            IsTruncated: true
            Marker: _eaq18GopFgCYW5hAA
        ");
    });
}

#[test]
fn a_list_without_an_end_has_no_marker() {
    each_engine(async |t| {
        let listed = t.root().done("iam:ListUsers", json!({})).await;

        assert_eq!(listed, json!({"Users": [], "IsTruncated": false}));
    });
}

#[test]
fn a_filter_that_matches_nothing_gives_empty_pages_with_a_marker() {
    each_engine(async |t| {
        for number in 0..12 {
            let input = json!({"UserName": format!("user{number:02}"), "Path": "/a/"});
            t.root().done("iam:CreateUser", input).await;
        }
        t.root()
            .done("iam:CreateUser", json!({"UserName": "zoe", "Path": "/b/"}))
            .await;

        let first = t
            .root()
            .done("iam:ListUsers", json!({"PathPrefix": "/b/", "MaxItems": 1}))
            .await;

        assert_eq!(first["Users"], json!([]));
        assert_eq!(first["IsTruncated"], true);
        let second = json!({"PathPrefix": "/b/", "MaxItems": 1, "Marker": first["Marker"]});
        let second = t.root().done("iam:ListUsers", second).await;
        assert_eq!(second["Users"][0]["UserName"], "zoe");
        assert_eq!(second["IsTruncated"], false);
    });
}
