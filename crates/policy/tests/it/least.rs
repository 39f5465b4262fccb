use proptest::prelude::*;
use roster_policy::{Decision, LeastPolicy, Policies, Request};

use crate::{context, identity};

#[test]
fn actions_of_the_same_resources_share_a_statement() {
    let mut least = LeastPolicy::default();
    for (action, resource) in [
        (
            "connect:UpdateUserIdentityInfo",
            "arn:aws:connect:us-east-1:123456789012:instance/a/agent/2",
        ),
        (
            "connect:DescribeUser",
            "arn:aws:connect:us-east-1:123456789012:instance/a/agent/1",
        ),
        (
            "connect:UpdateUserIdentityInfo",
            "arn:aws:connect:us-east-1:123456789012:instance/a/agent/1",
        ),
        (
            "connect:DescribeUser",
            "arn:aws:connect:us-east-1:123456789012:instance/a/agent/2",
        ),
        (
            "connect:DescribeUser",
            "arn:aws:connect:us-east-1:123456789012:instance/a/agent/2",
        ),
        ("connect:ListInstances", "*"),
    ] {
        least.add(action, resource);
    }

    let expected = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "connect:DescribeUser",
        "connect:UpdateUserIdentityInfo"
      ],
      "Resource": [
        "arn:aws:connect:us-east-1:123456789012:instance/a/agent/1",
        "arn:aws:connect:us-east-1:123456789012:instance/a/agent/2"
      ]
    },
    {
      "Effect": "Allow",
      "Action": [
        "connect:ListInstances"
      ],
      "Resource": [
        "*"
      ]
    }
  ]
}"#;
    assert_eq!(least.document().as_deref(), Some(expected));
}

#[test]
fn nothing_done_makes_no_policy() {
    assert_eq!(LeastPolicy::default().document(), None);
}

const RESOURCES: [&str; 5] = [
    "arn:aws:iam::123456789012:user/ana",
    "arn:aws:iam::123456789012:user/*",
    "arn:aws:iam::123456789012:user/a?a",
    "arn:aws:iam::123456789012:user/${aws:username}",
    "arn:aws:iam::123456789012:user/$",
];
const ACTIONS: [&str; 3] = ["iam:GetUser", "iam:DeleteUser", "connect:DescribeUser"];

proptest! {
    #[test]
    fn the_least_policy_allows_what_was_done_and_nothing_else(
        done in proptest::collection::vec((0..ACTIONS.len(), 0..RESOURCES.len()), 1..8),
    ) {
        let mut least = LeastPolicy::default();
        let mut backwards = LeastPolicy::default();
        for (action, resource) in &done {
            least.add(ACTIONS[*action], RESOURCES[*resource]);
        }
        for (action, resource) in done.iter().rev() {
            backwards.add(ACTIONS[*action], RESOURCES[*resource]);
        }
        let document = least.document().expect("something was done");
        let reversed = backwards.document();
        prop_assert_eq!(Some(&document), reversed.as_ref());

        let policies = Policies { identity: vec![identity("least", &document)], ..Policies::default() };
        let context = context("aws:username = ana");
        for (action, name) in ACTIONS.iter().enumerate() {
            for (resource, arn) in RESOURCES.iter().enumerate() {
                let request = Request { action: name, resource: arn, context: &context };
                let allowed = matches!(policies.evaluate(&request), Decision::Allowed { .. });
                prop_assert_eq!(allowed, done.contains(&(action, resource)), "{} {}", name, arn);
            }
        }
    }
}
