//! The managed policies of AWS, which every account has.

use insta::assert_snapshot;
use roster_testkit::{Actor, MANAGED, MARY, Roster, each_engine, policy};
use serde_json::{Value, json};

fn arn(name: &str) -> String {
    format!("arn:aws:iam::aws:policy/{name}")
}

async fn attach(t: &Roster, user: &str, name: &str) {
    let attached = json!({"UserName": user, "PolicyArn": arn(name)});
    t.root().done("iam:AttachUserPolicy", attached).await;
}

/// Which of these things an actor may do.
async fn may(actor: &Actor<'_>) -> Vec<&'static str> {
    let mary = json!({"InstanceId": MANAGED, "UserId": MARY});
    let identity = json!({
        "InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": {"FirstName": "Mary", "LastName": "Major"},
    });
    let calls: [(&str, Value); 4] = [
        ("DescribeUser", mary),
        ("UpdateUserIdentityInfo", identity),
        ("iam:ListUsers", json!({})),
        ("iam:CreateUser", json!({"UserName": "eve"})),
    ];
    let mut done = Vec::new();
    for (operation, input) in calls {
        if actor.call(operation, input).await.status == 200 {
            done.push(operation);
        }
    }
    done
}

#[test]
fn a_policy_of_aws_permits_what_its_name_says() {
    each_engine(async |t| {
        for (name, expected) in [
            ("AmazonConnectReadOnlyAccess", &["DescribeUser"][..]),
            (
                "AmazonConnect_FullAccess",
                &["DescribeUser", "UpdateUserIdentityInfo"],
            ),
            ("ReadOnlyAccess", &["DescribeUser", "iam:ListUsers"]),
            (
                "AdministratorAccess",
                &[
                    "DescribeUser",
                    "UpdateUserIdentityInfo",
                    "iam:ListUsers",
                    "iam:CreateUser",
                ],
            ),
        ] {
            let actor = t.root().make_iam_user(name).await;
            assert_eq!(may(&actor).await, [""; 0], "{name}");

            attach(&t, name, name).await;

            assert_eq!(may(&actor).await, expected, "{name}");
        }
    });
}

#[test]
fn a_policy_of_aws_is_shown_detached_and_never_deleted() {
    each_engine(async |t| {
        let root = t.root();
        root.make_iam_user("ana").await;
        attach(&t, "ana", "ReadOnlyAccess").await;
        let ana = json!({"UserName": "ana"});
        let named = json!({"PolicyArn": arn("ReadOnlyAccess")});

        let listed = root.done("iam:ListAttachedUserPolicies", ana.clone()).await;
        let shown = root.done("iam:GetPolicy", named.clone()).await;

        assert_eq!(
            listed["AttachedPolicies"],
            json!([{"PolicyName": "ReadOnlyAccess", "PolicyArn": arn("ReadOnlyAccess")}])
        );
        assert_eq!(shown["Policy"]["Arn"], arn("ReadOnlyAccess"));
        assert_eq!(shown["Policy"]["AttachmentCount"], 1);
        assert_snapshot!(root.call("iam:DeletePolicy", named.clone()).await, @"
        400 InvalidInput
        Policy arn:aws:iam::aws:policy/ReadOnlyAccess is a managed policy of AWS and cannot be deleted: detach it instead.
        ");
        let detached = json!({"UserName": "ana", "PolicyArn": arn("ReadOnlyAccess")});
        root.done("iam:DetachUserPolicy", detached).await;
        assert_eq!(
            root.done("iam:GetPolicy", named).await["Policy"]["AttachmentCount"],
            0
        );
        assert_snapshot!(root.call("iam:GetPolicy", json!({"PolicyArn": arn("Billing")})).await, @"
        404 NoSuchEntity
        Policy arn:aws:iam::aws:policy/Billing was not found.
        ");
    });
}

#[test]
fn a_policy_of_aws_is_the_boundary_of_a_user() {
    each_engine(async |t| {
        let actor = t.root().make_iam_user("ana").await;
        attach(&t, "ana", "AdministratorAccess").await;
        let bounded = json!({"UserName": "ana", "PermissionsBoundary": arn("AmazonConnectReadOnlyAccess")});

        t.root().done("iam:PutUserPermissionsBoundary", bounded).await;

        assert_eq!(may(&actor).await, ["DescribeUser"]);
        let user = t.root().done("iam:GetUser", json!({"UserName": "ana"})).await;
        assert_eq!(
            user["User"]["PermissionsBoundary"]["PermissionsBoundaryArn"],
            arn("AmazonConnectReadOnlyAccess")
        );
    });
}

#[test]
fn a_condition_on_the_policy_to_be_attached_sees_the_arn_of_aws() {
    each_engine(async |t| {
        let actor = t.root().make_iam_user("ana").await;
        let allowed = json!({
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow", "Action": "iam:AttachUserPolicy", "Resource": "*",
                "Condition": {"ArnEquals": {"iam:PolicyARN": arn("ReadOnlyAccess")}},
            },
        });
        let inline =
            json!({"UserName": "ana", "PolicyName": "attach", "PolicyDocument": allowed.to_string()});
        t.root().done("iam:PutUserPolicy", inline).await;

        for (name, status) in [("ReadOnlyAccess", 200), ("AdministratorAccess", 403)] {
            let attached = json!({"UserName": "ana", "PolicyArn": arn(name)});
            assert_eq!(
                actor.call("iam:AttachUserPolicy", attached).await.status,
                status,
                "{name}"
            );
        }
    });
}

#[test]
fn an_account_may_have_a_policy_of_the_same_name() {
    each_engine(async |t| {
        let document = policy("Deny", "*", "*");
        let own = json!({"PolicyName": "ReadOnlyAccess", "PolicyDocument": document});
        let own = t.root().done("iam:CreatePolicy", own).await["Policy"]["Arn"].take();
        assert_eq!(own, "arn:aws:iam::123456789012:policy/ReadOnlyAccess");

        let shown = t.root().done("iam:GetPolicy", json!({"PolicyArn": own})).await;

        assert_eq!(shown["Policy"]["Arn"], own);
    });
}
