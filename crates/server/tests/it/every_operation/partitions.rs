//! What holds for IAM and STS in every partition.

use roster_domain::Partition;
use roster_model::operation::Description;
use roster_model::operations::ALL;
use roster_model::service::Service;
use roster_testkit::{Actor, Roster, in_memory};
use serde_json::json;

use super::access::resources;
use super::successful;

/// The resources that an operation asks about. What is not decided by policies alone does not tell them in
/// its denials.
fn asked(operation: &'static Description) -> Vec<String> {
    match operation.action().as_str() {
        "sts:AssumeRole" => vec!["arn:aws:iam::123456789012:role/HelpDesk".to_owned()],
        "sts:GetCallerIdentity" => vec!["*".to_owned()],
        _ => resources(operation),
    }
}

/// Lets an actor do everything but one action on these resources.
async fn deny(t: &Roster, user: &str, action: &str, resources: &[String]) {
    let document = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": action, "Resource": resources},
    ]});
    let input = json!({"UserName": user, "PolicyName": "all", "PolicyDocument": document.to_string()});
    t.root().done("iam:PutUserPolicy", input).await;
}

#[test]
fn an_explicit_denial_on_an_arn_of_iam_holds_in_every_partition() {
    let of_iam = |service| service == Service::Iam || service == Service::Sts;
    for operation in ALL.iter().copied().filter(|operation| of_iam(operation.service)) {
        let action = operation.action();
        // Nobody needs a permission for it, so that nothing can deny it.
        let is_free = action == "sts:GetCallerIdentity";
        let asked = asked(operation);
        in_memory(async |t| {
            let (actor, input) = successful(&t, operation).await;
            let (actor, name): (Actor<'_>, _) = match action.as_str() {
                "sts:AssumeRole" => (actor, "ana"),
                _ => (t.root().make_iam_user("olga").await, "olga"),
            };
            deny(&t, name, &action, &asked).await;

            for partition in Partition::ALL {
                for region in partition.regions() {
                    let abroad = actor.clone().in_region(region);
                    let answer = abroad.call_described(operation, input.clone()).await;
                    let expected = match partition {
                        Partition::Aws if is_free => None,
                        Partition::Aws => Some("AccessDenied"),
                        _ => Some("InvalidClientTokenId"),
                    };
                    assert_eq!(answer.error(), expected, "{action} in {region}: {answer}");
                }
            }
        });
    }
}
