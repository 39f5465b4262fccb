use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, Roster, each_engine, policy};
use serde_json::{Value, json};

async fn tags(t: &Roster, arn: &Value) -> Value {
    t.root()
        .done("ListTagsForResource", json!({"resourceArn": arn}))
        .await["tags"]
        .take()
}

/// The ARNs of one resource of many types that have tags.
async fn tagged(t: &Roster) -> Vec<Value> {
    let instance = json!({"InstanceId": MANAGED});
    let mut arns = vec![
        t.root().done("DescribeInstance", instance.clone()).await["Instance"]["Arn"].take(),
        t.root().user(MANAGED, MARY).await["Arn"].take(),
    ];
    for list in ["ListSecurityProfiles", "ListRoutingProfiles"] {
        arns.push(t.root().all(list, instance.clone(), 10).await[0]["Arn"].take());
    }
    let desk = json!({"InstanceId": MANAGED, "Name": "Desk"});
    arns.push(t.root().done("CreateWorkspace", desk).await["WorkspaceArn"].take());
    let hello = json!({"InstanceId": MANAGED, "Recipients": [arns[1]], "Content": {"en_US": "Hello"}});
    arns.push(t.root().done("CreateNotification", hello).await["NotificationArn"].take());
    arns
}

#[test]
fn tags_come_change_and_go_on_all_that_has_them() {
    each_engine(async |t| {
        for arn in tagged(&t).await {
            let tag = |tags: Value| json!({"resourceArn": arn, "tags": tags});
            t.root()
                .done("TagResource", tag(json!({"team": "blue", "site": "Lyon"})))
                .await;
            t.root()
                .done("TagResource", tag(json!({"team": "red", "empty": ""})))
                .await;
            assert_eq!(
                tags(&t, &arn).await,
                json!({"empty": "", "site": "Lyon", "team": "red"}),
                "{arn}"
            );

            let keys = json!({"resourceArn": arn, "tagKeys": ["site", "never there", "empty"]});
            t.root().done("UntagResource", keys).await;
            assert_eq!(tags(&t, &arn).await, json!({"team": "red"}), "{arn}");
        }
        assert_eq!(t.root().user(MANAGED, MARY).await["Tags"], json!({"team": "red"}));
    });
}

#[test]
fn a_resource_has_fifty_tags_at_most() {
    each_engine(async |t| {
        let arn = t.root().user(MANAGED, MARY).await["Arn"].take();
        let many = |from: usize, to: usize| -> Value {
            (from..to)
                .map(|number| (format!("k{number}"), json!("")))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        t.root()
            .done("TagResource", json!({"resourceArn": arn, "tags": many(0, 50)}))
            .await;

        assert_snapshot!(
            t.root().call("TagResource", json!({"resourceArn": arn, "tags": many(49, 51)})).await,
            @"
        400 InvalidParameterException
        tags would make 51 tags of the resource, of which there may be 50 at most
        "
        );
    });
}

#[test]
fn a_policy_can_confine_tagging_to_a_resource_and_to_tags() {
    each_engine(async |t| {
        let olga = t.root().make_iam_user("olga").await;
        let arn = t.root().user(MANAGED, MARY).await["Arn"].take();
        let document = json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow", "Action": "connect:TagResource", "Resource": arn,
                "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}},
            }],
        });
        let input = json!({"UserName": "olga", "PolicyName": "tag", "PolicyDocument": document.to_string()});
        t.root().done("iam:PutUserPolicy", input).await;

        let tag = |arn: &Value, key: &str| json!({"resourceArn": arn, "tags": {key: "blue"}});
        assert_eq!(olga.call("TagResource", tag(&arn, "team")).await.status, 200);
        assert_eq!(
            olga.call("TagResource", tag(&arn, "site")).await.error(),
            Some("AccessDeniedException")
        );
        let instance = json!(format!(
            "arn:aws:connect:us-east-1:123456789012:instance/{MANAGED}"
        ));
        assert_eq!(
            olga.call("TagResource", tag(&instance, "team")).await.error(),
            Some("AccessDeniedException")
        );

        // What is tagged may be the condition.
        let tagged = policy("Allow", "connect:UntagResource", "*").replace(
            r#""Resource""#,
            r#""Condition":{"StringEquals":{"aws:ResourceTag/team":"blue"}},"Resource""#,
        );
        let input = json!({"UserName": "olga", "PolicyName": "tag", "PolicyDocument": tagged});
        t.root().done("iam:PutUserPolicy", input).await;
        let untag = json!({"resourceArn": arn, "tagKeys": ["team"]});
        assert_eq!(olga.call("UntagResource", untag.clone()).await.status, 200);
        assert_eq!(
            olga.call("UntagResource", untag).await.error(),
            Some("AccessDeniedException")
        );
    });
}
