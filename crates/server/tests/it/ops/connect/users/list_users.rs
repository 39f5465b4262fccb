use insta::assert_snapshot;
use roster_testkit::{MANAGED, Roster, SAML, each_engine};
use serde_json::{Value, json};

/// An instance with these users, and nobody else.
async fn instance_with(t: &Roster, usernames: &[&str]) -> String {
    let instance = t.root().make_instance("listed").await;
    for username in usernames {
        t.root().make_user(&instance, username).await;
    }
    instance
}

fn usernames(users: &[Value]) -> Vec<&str> {
    users
        .iter()
        .map(|user| user["Username"].as_str().expect("a name"))
        .collect()
}

#[test]
fn a_list_shows_users_in_brief() {
    each_engine(async |t| {
        let answer = t.root().call("ListUsers", json!({"InstanceId": MANAGED})).await;

        assert_snapshot!(answer, @r#"
        200
        {
          "UserSummaryList": [
            {
              "Id": "87654321-2222-1234-1234-111234567891",
              "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891",
              "Username": "mary",
              "LastModifiedTime": 1795256130.0,
              "LastModifiedRegion": "us-east-1"
            }
          ]
        }
        "#);
    });
}

#[test]
fn an_instance_without_users_has_an_empty_list() {
    each_engine(async |t| {
        let instance = instance_with(&t, &[]).await;

        assert_snapshot!(t.root().call("ListUsers", json!({"InstanceId": instance})).await, @r#"
        200
        {
          "UserSummaryList": []
        }
        "#);
    });
}

#[test]
fn pages_of_any_size_join_without_gap_or_overlap() {
    each_engine(async |t| {
        let instance = instance_with(&t, &["eve", "ana", "dan", "Ana", "cy", "ben", "a", "ana-2"]).await;
        let input = json!({"InstanceId": instance});
        let all = t.root().all("ListUsers", input.clone(), 1000).await;
        assert_eq!(
            usernames(&all),
            ["Ana", "a", "ana", "ana-2", "ben", "cy", "dan", "eve"]
        );

        for size in 1..=9 {
            assert_eq!(
                t.root().all("ListUsers", input.clone(), size).await,
                all,
                "{size}"
            );
        }
    });
}

#[test]
fn a_full_last_page_is_the_last() {
    each_engine(async |t| {
        let instance = instance_with(&t, &["ana", "ben"]).await;

        let page = t
            .root()
            .done("ListUsers", json!({"InstanceId": instance, "MaxResults": 2}))
            .await;

        assert!(page.get("NextToken").is_none(), "{page}");
    });
}

#[test]
fn who_comes_and_goes_meanwhile_does_not_disturb_the_others() {
    each_engine(async |t| {
        let instance = instance_with(&t, &["ana", "ben", "cy", "dan"]).await;
        let mut first = t
            .root()
            .done("ListUsers", json!({"InstanceId": instance, "MaxResults": 2}))
            .await;
        let (ben, token) = (
            first["UserSummaryList"][1]["Id"].take(),
            first["NextToken"].take(),
        );

        t.root()
            .done("DeleteUser", json!({"InstanceId": instance, "UserId": ben}))
            .await;
        t.root().make_user(&instance, "aaron").await;
        t.root().make_user(&instance, "bob").await;

        let rest = t
            .root()
            .done("ListUsers", json!({"InstanceId": instance, "NextToken": token}))
            .await;
        let rest = rest["UserSummaryList"].as_array().expect("users");
        assert_eq!(usernames(rest), ["bob", "cy", "dan"]);
    });
}

#[test]
fn a_page_has_100_users_by_default() {
    each_engine(async |t| {
        let instance = t.root().make_instance("crowded").await;
        let new = t.root().new_user(&instance, "x").await;
        for number in 0..101 {
            let input = roster_testkit::with(new.clone(), json!({"Username": format!("user-{number:03}")}));
            t.root().done("CreateUser", input).await;
        }

        let page = t.root().done("ListUsers", json!({"InstanceId": instance})).await;

        let users = page["UserSummaryList"].as_array().expect("users");
        assert_eq!(
            (users.len(), users[99]["Username"].as_str()),
            (100, Some("user-099"))
        );
        assert!(page["NextToken"].is_string());
    });
}

#[test]
fn a_page_may_have_1_to_1000_users() {
    each_engine(async |t| {
        let list = async |size: i64| {
            let input = json!({"InstanceId": MANAGED, "MaxResults": size});
            t.root().call("ListUsers", input).await
        };
        for size in [1, 1000] {
            assert_eq!(list(size).await.status, 200, "{size}");
        }
        assert_snapshot!(list(0).await, @"
        400 InvalidParameterException
        MaxResults must be 1 to 1000, but is 0
        ");
        assert_snapshot!(list(1001).await, @"
        400 InvalidParameterException
        MaxResults must be 1 to 1000, but is 1001
        ");
        assert_snapshot!(list(-1).await, @"
        400 InvalidParameterException
        MaxResults must be 1 to 1000, but is -1
        ");
        assert_snapshot!(list(1 << 40).await, @"
        400 InvalidParameterException
        MaxResults must be 1 to 1000, but is 1099511627776
        ");
    });
}

#[test]
fn a_token_of_another_list_or_none_at_all_is_refused() {
    each_engine(async |t| {
        let instance = instance_with(&t, &["ana", "ben"]).await;
        let other = t.root().make_instance("other").await;
        let first = |instance: &str| json!({"InstanceId": instance, "MaxResults": 1});
        let users = t.root().done("ListUsers", first(&instance)).await["NextToken"].take();
        let profiles = t.root().done("ListSecurityProfiles", first(&instance)).await["NextToken"].take();
        let next = async |instance: &str, token: &Value| {
            let input = json!({"InstanceId": instance, "NextToken": token});
            t.root().call("ListUsers", input).await
        };

        assert_eq!(next(&instance, &users).await.status, 200);
        assert_snapshot!(next(&instance, &profiles).await, @"
        400 InvalidParameterException
        NextToken was not given out for this list: take it from the page before, unchanged
        ");
        assert_snapshot!(next(&other, &users).await, @"
        400 InvalidParameterException
        NextToken was not given out for this list: take it from the page before, unchanged
        ");
        assert_snapshot!(next(SAML, &users).await, @"
        400 InvalidParameterException
        NextToken was not given out for this list: take it from the page before, unchanged
        ");
        let text = users.as_str().expect("a token");
        for forged in [
            "x",
            "",
            "AAAA",
            &text[1..],
            &format!("{text}A"),
            &text.to_uppercase(),
        ] {
            let answer = next(&instance, &json!(forged)).await;
            assert_eq!(
                answer.error(),
                Some("InvalidParameterException"),
                "{forged:?}: {answer}"
            );
        }
    });
}
