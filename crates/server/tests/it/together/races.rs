//! Of several who want what only one can have, one gets it, and what is referred to is there.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use roster_domain::Id;
use roster_testkit::{Answer, MANAGED, MARY, Roster, each_engine_together, policy, remains, with};
use serde_json::{Value, json};

use crate::ops::connect::hierarchies::{make_group, set_levels};

/// How many ask for the same at once.
const RIVALS: usize = 6;

/// Which answers came how often: the code of an error, or nothing.
fn answers(answers: &[Answer]) -> BTreeMap<Option<&str>, usize> {
    let mut counts = BTreeMap::new();
    for answer in answers {
        *counts.entry(answer.error()).or_default() += 1;
    }
    counts
}

/// The same call by every rival, each of another roster as far as there are enough.
async fn all_at_once(rosters: &[Roster], operation: &str, input: &Value) -> Vec<Answer> {
    join_all((0..RIVALS).map(async |rival| {
        let roster = &rosters[rival % rosters.len()];
        roster.root().call(operation, input.clone()).await
    }))
    .await
}

/// Two calls at once, by different rosters if there are some; whether each succeeded.
async fn both(rosters: &[Roster], calls: [(&str, Value, &str); 2]) -> [bool; 2] {
    let actors = [rosters[0].root(), rosters[rosters.len() - 1].root()];
    let [one, other] = calls;
    let ask = async |actor: usize, (operation, input, refusal): (&str, Value, &str)| {
        let answer = actors[actor].call(operation, input).await;
        assert!(
            answer.error().is_none_or(|code| code == refusal),
            "{operation}: {answer}"
        );
        answer.error().is_none()
    };
    let (one, other) = tokio::join!(ask(0, one), ask(1, other));
    [one, other]
}

#[test]
fn one_of_many_takers_gets_a_username() {
    each_engine_together(async |rosters| {
        for number in 0..10 {
            let input = rosters[0]
                .root()
                .new_user(MANAGED, &format!("agent-{number}"))
                .await;

            let told = all_at_once(&rosters, "CreateUser", &input).await;

            let expected = [(None, 1), (Some("DuplicateResourceException"), RIVALS - 1)];
            assert_eq!(answers(&told), BTreeMap::from(expected));
        }
        let listed = rosters[0]
            .root()
            .all("ListUsers", json!({"InstanceId": MANAGED}), 100)
            .await;
        assert_eq!(listed.len(), 10 + 1, "all of them, and Mary");
    });
}

#[test]
fn a_deleted_instance_has_no_users_left() {
    each_engine_together(async |rosters| {
        for number in 0..4 {
            let root = rosters[0].root();
            let instance = root.make_instance(&format!("short-lived-{number}")).await;
            let user = root.new_user(&instance, "nobody").await;

            let making = join_all((0..RIVALS).map(async |rival| {
                let user = with(user.clone(), json!({"Username": format!("agent-{rival}")}));
                rosters[rival % rosters.len()]
                    .root()
                    .call("CreateUser", user)
                    .await
            }));
            let deleting = root.done("DeleteInstance", json!({"InstanceId": instance}));
            let (made, _) = tokio::join!(making, deleting);

            let expected = [None, Some("ResourceNotFoundException")];
            assert!(
                made.iter().all(|answer| expected.contains(&answer.error())),
                "{made:?}"
            );
            let ids = made.iter().filter(|answer| answer.error().is_none());
            let id = |text: &str| Id::parse(text).expect("an id");
            let ids = ids.map(|answer| id(answer.json()["UserId"].as_str().expect("a text")));
            let remains = remains(&id(&instance), ids.collect());
            rosters[0].remove_deleted_instances().await;
            assert_eq!(rosters[0].look(remains).await, 0);
        }
    });
}

#[test]
fn no_user_is_left_with_a_deleted_security_profile() {
    each_engine_together(async |rosters| {
        let root = rosters[0].root();
        for number in 0..6 {
            let input = json!({"InstanceId": MANAGED, "SecurityProfileName": format!("profile-{number}")});
            let profile = root.done("CreateSecurityProfile", input).await["SecurityProfileId"].take();
            let user = root.new_user(MANAGED, &format!("agent-{number}")).await;

            let [deleted, given] = both(
                &rosters,
                [
                    (
                        "DeleteSecurityProfile",
                        json!({"InstanceId": MANAGED, "SecurityProfileId": profile}),
                        "ResourceInUseException",
                    ),
                    (
                        "CreateUser",
                        with(user, json!({"SecurityProfileIds": [profile]})),
                        "InvalidParameterException",
                    ),
                ],
            )
            .await;

            assert_ne!(deleted, given);
        }
    });
}

#[test]
fn an_instance_has_50_statuses_at_most_however_many_are_made_at_once() {
    each_engine_together(async |rosters| {
        let status = |number: usize| json!({"InstanceId": MANAGED, "Name": format!("status-{number}"), "State": "ENABLED"});
        for number in 2..48 {
            rosters[0].root().done("CreateAgentStatus", status(number)).await;
        }

        let told = join_all((0..RIVALS).map(async |rival| {
            let root = rosters[rival % rosters.len()].root();
            root.call("CreateAgentStatus", status(48 + rival)).await
        }));

        let expected = [(None, 2), (Some("LimitExceededException"), RIVALS - 2)];
        assert_eq!(answers(&told.await), BTreeMap::from(expected));
    });
}

#[test]
fn a_user_has_two_keys_at_most_however_many_are_made_at_once() {
    each_engine_together(async |rosters| {
        let robot = json!({"UserName": "robot"});
        rosters[0].root().done("iam:CreateUser", robot.clone()).await;

        let told = all_at_once(&rosters, "iam:CreateAccessKey", &robot).await;

        let expected = [(None, 2), (Some("LimitExceeded"), RIVALS - 2)];
        assert_eq!(answers(&told), BTreeMap::from(expected));
        let keys = rosters[0].root().all("iam:ListAccessKeys", robot, 100).await;
        assert_eq!(keys.len(), 2);
    });
}

#[test]
fn who_is_deleted_gets_no_key() {
    each_engine_together(async |rosters| {
        for number in 0..6 {
            let robot = json!({"UserName": format!("robot-{number}")});
            rosters[0].root().done("iam:CreateUser", robot.clone()).await;

            let [deleted, equipped] = both(
                &rosters,
                [
                    ("iam:DeleteUser", robot.clone(), "DeleteConflict"),
                    ("iam:CreateAccessKey", robot.clone(), "NoSuchEntity"),
                ],
            )
            .await;

            assert_ne!(deleted, equipped);
        }
    });
}

#[test]
fn a_deleted_policy_is_attached_to_no_user_or_role() {
    each_engine_together(async |rosters| {
        let root = rosters[0].root();
        root.done("iam:CreateUser", json!({"UserName": "robot"})).await;
        for number in 0..6 {
            let document = policy("Allow", "connect:DescribeUser", "*");
            let input = json!({"PolicyName": format!("policy-{number}"), "PolicyDocument": document});
            let made = root.done("iam:CreatePolicy", input).await;
            let arn = made["Policy"]["Arn"].clone();

            let [deleted, attached] = both(
                &rosters,
                [
                    ("iam:DeletePolicy", json!({"PolicyArn": arn}), "DeleteConflict"),
                    (
                        "iam:AttachUserPolicy",
                        json!({"UserName": "robot", "PolicyArn": arn}),
                        "NoSuchEntity",
                    ),
                ],
            )
            .await;

            assert_ne!(deleted, attached);
        }
    });
}

#[test]
fn a_deleted_hierarchy_group_has_no_users() {
    each_engine_together(async |rosters| {
        set_levels(&rosters[0], MANAGED, &["Site"]).await;
        for number in 0..6 {
            let group = make_group(&rosters[0], MANAGED, &format!("Site {number}"), None).await;
            let group = json!({"InstanceId": MANAGED, "HierarchyGroupId": group});

            let [deleted, entered] = both(
                &rosters,
                [
                    (
                        "DeleteUserHierarchyGroup",
                        group.clone(),
                        "ResourceInUseException",
                    ),
                    (
                        "UpdateUserHierarchy",
                        with(group, json!({"UserId": MARY})),
                        "InvalidParameterException",
                    ),
                ],
            )
            .await;

            assert_ne!(deleted, entered);
        }
    });
}

#[test]
fn a_level_that_goes_holds_no_groups() {
    each_engine_together(async |rosters| {
        for number in 0..6 {
            let instance = rosters[0].root().make_instance(&format!("levels-{number}")).await;
            set_levels(&rosters[0], &instance, &["Site"]).await;

            let [removed, made] = both(
                &rosters,
                [
                    (
                        "UpdateUserHierarchyStructure",
                        json!({"InstanceId": instance, "HierarchyStructure": {}}),
                        "ResourceInUseException",
                    ),
                    (
                        "CreateUserHierarchyGroup",
                        json!({"InstanceId": instance, "Name": "Lyon"}),
                        "InvalidRequestException",
                    ),
                ],
            )
            .await;

            assert_ne!(removed, made);
        }
    });
}
