use insta::assert_snapshot;
use roster_testkit::{ACCOUNT, Answer, MANAGED, MARY, REGION, Roster, SAML, each_engine, with};
use serde_json::{Value, json};

use crate::ops::connect::hierarchies::{make_group, set_levels};

/// Two groups, of which the second is below the first.
async fn groups(t: &Roster) -> [String; 2] {
    set_levels(t, MANAGED, &["Country", "Site"]).await;
    let france = make_group(t, MANAGED, "France", None).await;
    let lyon = make_group(t, MANAGED, "Lyon", Some(&france)).await;
    [france, lyon]
}

async fn put(t: &Roster, mut input: Value) -> Answer {
    input["InstanceId"] = MANAGED.into();
    input["UserId"] = MARY.into();
    t.root().call("UpdateUserHierarchy", input).await
}

async fn group_of_mary(t: &Roster) -> Value {
    t.root().user(MANAGED, MARY).await["HierarchyGroupId"].take()
}

#[test]
fn a_user_is_put_into_a_group_and_the_audit_shows_it() {
    each_engine(async |t| {
        let [france, lyon] = groups(&t).await;
        put(&t, json!({"HierarchyGroupId": france})).await;
        let audited = t.audited();

        assert_snapshot!(put(&t, json!({"HierarchyGroupId": lyon})).await, @"200");

        assert_eq!(group_of_mary(&t).await, json!(lyon));
        assert_snapshot!(t.audit(audited), @r#"
        UpdateUserHierarchy on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891 by arn:aws:iam::123456789012:root
          user HierarchyGroupId: "11111111-1111-4111-8000-00000000001e" → "11111111-1111-4111-8000-00000000001f"
        "#);
    });
}

#[test]
fn a_group_can_be_named_by_arn() {
    each_engine(async |t| {
        let [_, lyon] = groups(&t).await;
        let arn = format!("arn:aws:connect:{REGION}:{ACCOUNT}:instance/{MANAGED}/agent-group/{lyon}");

        put(&t, json!({"HierarchyGroupId": arn})).await;

        assert_eq!(group_of_mary(&t).await, json!(lyon));
    });
}

#[test]
fn no_group_null_or_an_empty_one_takes_the_user_out() {
    each_engine(async |t| {
        let [_, lyon] = groups(&t).await;
        for none in [
            json!({}),
            json!({"HierarchyGroupId": null}),
            json!({"HierarchyGroupId": ""}),
        ] {
            put(&t, json!({"HierarchyGroupId": lyon})).await;
            assert_eq!(group_of_mary(&t).await, json!(lyon));

            assert_eq!(put(&t, none.clone()).await.status, 200, "{none}");

            assert_eq!(group_of_mary(&t).await, Value::Null, "{none}");
        }
    });
}

#[test]
fn a_group_that_the_instance_does_not_have_is_named() {
    each_engine(async |t| {
        set_levels(&t, SAML, &["Country"]).await;
        let foreign = make_group(&t, SAML, "France", None).await;
        for group in ["Lyon", &foreign] {
            let answer = put(&t, json!({"HierarchyGroupId": group})).await;

            assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
            let expected = format!("HierarchyGroupId names {group}, which the instance does not have");
            assert_eq!(answer.message(), expected);
        }
    });
}

#[test]
fn a_new_user_is_put_into_a_group_or_with_an_empty_id_into_none() {
    each_engine(async |t| {
        let [_, lyon] = groups(&t).await;
        for (username, group, expected) in [("ana", &*lyon, json!(lyon)), ("ben", "", Value::Null)] {
            let input = t.root().new_user(MANAGED, username).await;
            let input = with(input, json!({"HierarchyGroupId": group}));

            let made = t.root().done("CreateUser", input).await;

            let user = t
                .root()
                .user(MANAGED, made["UserId"].as_str().expect("an id"))
                .await;
            assert_eq!(user["HierarchyGroupId"], expected, "{username}");
        }
    });
}

#[test]
fn a_permission_is_needed_on_the_group_too_if_there_is_one() {
    each_engine(async |t| {
        let [france, lyon] = groups(&t).await;
        let place = format!("arn:aws:connect:{REGION}:{ACCOUNT}:instance/{MANAGED}");
        let olga = t.root().make_iam_user("olga").await;
        let resources = [
            format!("{place}/agent/{MARY}"),
            format!("{place}/agent-group/{lyon}"),
        ];
        let statement =
            json!({"Effect": "Allow", "Action": "connect:UpdateUserHierarchy", "Resource": resources});
        let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
        let input = json!({"UserName": "olga", "PolicyName": "p", "PolicyDocument": document});
        t.root().done("iam:PutUserPolicy", input).await;
        let put = async |group: Value| {
            let input = json!({"InstanceId": MANAGED, "UserId": MARY, "HierarchyGroupId": group});
            olga.call("UpdateUserHierarchy", input).await
        };

        for allowed in [json!(lyon), json!(null), json!("")] {
            let answer = put(allowed.clone()).await;
            assert_eq!(answer.status, 200, "{allowed}: {answer}");
        }
        let answer = put(json!(france)).await;
        assert_eq!(answer.error(), Some("AccessDeniedException"), "{answer}");
        assert!(
            answer.message().contains(&format!("agent-group/{france}")),
            "{answer}"
        );
    });
}

#[test]
fn the_tags_of_a_group_decide_who_may_put_users_into_it() {
    each_engine(async |t| {
        let [_, lyon] = groups(&t).await;
        let input = json!({"InstanceId": MANAGED, "Name": "Board", "Tags": {"protected": "yes"}});
        let board = t.root().done("CreateUserHierarchyGroup", input).await["HierarchyGroupId"].take();
        let olga = t.root().make_iam_user("olga").await;
        let document = json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "connect:*", "Resource": "*"},
            {"Effect": "Deny", "Action": "connect:*", "Resource": "*",
                "Condition": {"StringEquals": {"aws:ResourceTag/protected": "yes"}}},
        ]});
        let input = json!({"UserName": "olga", "PolicyName": "p", "PolicyDocument": document.to_string()});
        t.root().done("iam:PutUserPolicy", input).await;

        for (group, error) in [(json!(lyon), None), (board, Some("AccessDeniedException"))] {
            let input = json!({"InstanceId": MANAGED, "UserId": MARY, "HierarchyGroupId": group});
            let answer = olga.call("UpdateUserHierarchy", input).await;
            assert_eq!(answer.error(), error, "{answer}");
        }
    });
}
