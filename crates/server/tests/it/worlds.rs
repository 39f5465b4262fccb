//! Accounts and Regions are worlds of their own.

use insta::assert_snapshot;
use roster_testkit::{ACCOUNT, CHINESE_ACCOUNT, MANAGED, MARY, each_engine};
use serde_json::json;

#[test]
fn another_account_does_not_see_an_instance() {
    each_engine(async |t| {
        let instance = json!({"InstanceId": MANAGED});

        assert_snapshot!(t.stranger().call("DescribeInstance", instance.clone()).await, @"
        404 ResourceNotFoundException
        There is no instance a1b2c3d4-5678-90ab-cdef-EXAMPLE11111 in this account and Region
        ");
        assert_snapshot!(t.stranger().call("DeleteInstance", instance.clone()).await, @"
        404 ResourceNotFoundException
        There is no instance a1b2c3d4-5678-90ab-cdef-EXAMPLE11111 in this account and Region
        ");
        assert_snapshot!(t.stranger().call("ListUsers", instance).await, @"
        404 ResourceNotFoundException
        There is no instance a1b2c3d4-5678-90ab-cdef-EXAMPLE11111 in this account and Region
        ");
        assert!(t.stranger().all("ListInstances", json!({}), 10).await.is_empty());
        assert_eq!(t.root().user(MANAGED, MARY).await["Username"], "mary");
    });
}

#[test]
fn another_account_cannot_change_a_user() {
    each_engine(async |t| {
        let arn = t.root().user(MANAGED, MARY).await["Arn"].take();
        let audited = t.audited();
        for user in [json!(MARY), arn] {
            let input = json!({
                "InstanceId": MANAGED, "UserId": user,
                "IdentityInfo": {"FirstName": "Eve", "LastName": "Evil", "Email": "eve@example.com"},
            });

            let answer = t.stranger().call("UpdateUserIdentityInfo", input).await;

            assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
        }
        assert_eq!(
            t.root().user(MANAGED, MARY).await["IdentityInfo"]["FirstName"],
            "Mary"
        );
        assert_snapshot!(t.audit(audited), @"
        UpdateUserIdentityInfo on arn:aws:connect:us-east-1:210987654321:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891 by arn:aws:iam::210987654321:root: ResourceNotFoundException
        UpdateUserIdentityInfo on arn:aws:connect:us-east-1:210987654321:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111 by arn:aws:iam::210987654321:root: ResourceNotFoundException
        ");
    });
}

#[test]
fn another_region_of_the_same_account_does_not_see_an_instance_either() {
    each_engine(async |t| {
        let abroad = t.root().in_region("eu-west-2");

        assert_snapshot!(abroad.call("DescribeInstance", json!({"InstanceId": MANAGED})).await, @"
        404 ResourceNotFoundException
        There is no instance a1b2c3d4-5678-90ab-cdef-EXAMPLE11111 in this account and Region
        ");
        assert!(abroad.all("ListInstances", json!({}), 10).await.is_empty());
    });
}

#[test]
fn arns_name_the_partition_of_the_account() {
    each_engine(async |t| {
        for (actor, account, region, partition) in [
            (t.root(), ACCOUNT, "us-east-1", "aws"),
            (t.root(), ACCOUNT, "ap-southeast-1", "aws"),
            (t.chinese(), CHINESE_ACCOUNT, "cn-northwest-1", "aws-cn"),
        ] {
            let actor = actor.in_region(region);
            let instance = actor.make_instance(&format!("in-{region}")).await;
            let user = actor.make_user(&instance, "ana").await;
            let user = actor.user(&instance, &user).await;

            let place = format!("arn:{partition}:connect:{region}:{account}:instance/{instance}");
            let arn = user["Arn"].as_str().expect("an ARN");
            assert!(arn.starts_with(&place), "{arn}");
            assert_eq!(user["LastModifiedRegion"], region);
            // The longest partition and Region still fit into InstanceId.
            let described = actor.call("DescribeInstance", json!({"InstanceId": place})).await;
            assert_eq!(described.status, 200, "{described}");
        }
    });
}

#[test]
fn instances_of_different_accounts_hold_users_of_the_same_name() {
    each_engine(async |t| {
        let theirs = t.stranger().make_instance("theirs").await;
        let their_mary = t.stranger().make_user(&theirs, "mary").await;

        let input = json!({"InstanceId": theirs, "UserId": their_mary});
        assert_eq!(t.root().call("DescribeUser", input.clone()).await.status, 404);
        t.stranger().done("DeleteUser", input).await;
        assert_eq!(t.root().user(MANAGED, MARY).await["Username"], "mary");
    });
}
