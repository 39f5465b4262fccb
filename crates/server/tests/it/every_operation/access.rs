//! What holds for access to every operation.

use std::cell::RefCell;

use roster_domain::decision::Verdict;
use roster_model::operation::Description;
use roster_model::operations::ALL;
use roster_model::service::Protocol;
use roster_server::Access;
use roster_testkit::{Actor, Answer, Request, Roster, Setup, in_memory, sample, with};
use serde_json::{Value, json};

use super::{best_status, successful};

/// What needs no permission, and what the trust policy of a role decides as well.
const DECIDED_ELSEWHERE: [&str; 2] = ["sts:GetCallerIdentity", "sts:AssumeRole"];

fn guarded() -> impl Iterator<Item = &'static Description> {
    ALL.iter()
        .copied()
        .filter(|operation| !DECIDED_ELSEWHERE.contains(&&*operation.action()))
}

fn assert_denied(answer: &Answer, operation: &Description) {
    let code = match operation.service.protocol() {
        Protocol::RestJson | Protocol::RestXml | Protocol::Json { .. } => "AccessDeniedException",
        Protocol::Query { .. } => "AccessDenied",
    };
    let name = operation.name;
    assert_eq!(
        (answer.status, answer.error()),
        (403, Some(code)),
        "{name}: {answer}"
    );
    let action = operation.action();
    assert!(
        answer
            .message()
            .contains(&format!("is not authorized to perform: {action} on resource: ")),
        "{answer}"
    );
}

/// The resource that a denial names.
fn denied_on(answer: &Answer) -> String {
    let message = answer.message();
    let (_, rest) = message.split_once(" on resource: ").expect("a denial");
    rest.split(' ').next().expect("a resource").to_owned()
}

/// Gives Olga one policy, instead of what she had.
async fn allow(t: &Roster, operation: &Description, resources: &[String]) {
    let statement = json!({"Effect": "Allow", "Action": operation.action(), "Resource": resources});
    let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
    let input = json!({"UserName": "olga", "PolicyName": "all", "PolicyDocument": document});
    t.root().done("iam:PutUserPolicy", input).await;
}

async fn olga(t: &Roster) -> Actor<'_> {
    t.root().make_iam_user("olga").await
}

#[test]
fn a_user_without_policies_is_denied_every_operation_with_an_audit_record() {
    for operation in guarded() {
        in_memory(async |t| {
            let (actor, input) = successful(&t, operation).await;
            let olga = olga(&t).await;
            let audited = t.audited();

            let answer = olga.call_described(operation, input.clone()).await;

            assert_denied(&answer, operation);
            let audit = t.audit(audited);
            let record = audit.only();
            let name = operation.name;
            assert_eq!(record.error_code.as_deref(), answer.error(), "{name}");
            assert_eq!(
                record.principal.as_deref(),
                Some("arn:aws:iam::123456789012:user/olga")
            );
            assert!(record.changes.is_empty(), "{name}");
            let verdict = record.decision.as_ref().map(|decision| decision.verdict);
            assert_eq!(verdict, Some(Verdict::Denied), "{name}");
            // What was denied has not been done: it can still be.
            let answer = actor.call_described(operation, input).await;
            assert_eq!(answer.status, best_status(operation), "{name}: {answer}");
        });
    }
}

/// The resources that an operation asks about, learnt from one denial after the other.
pub(super) fn resources(operation: &'static Description) -> Vec<String> {
    let learnt = RefCell::new(Vec::new());
    in_memory(async |t| {
        let (_, input) = successful(&t, operation).await;
        let olga = olga(&t).await;
        let mut known = Vec::new();
        loop {
            let answer = olga.call_described(operation, input.clone()).await;
            if answer.status == best_status(operation) {
                break;
            }
            assert_denied(&answer, operation);
            let resource = denied_on(&answer);
            assert!(!known.contains(&resource), "{}: {resource} twice", operation.name);
            known.push(resource);
            allow(&t, operation, &known).await;
        }
        learnt.replace(known);
    });
    learnt.into_inner()
}

#[test]
fn every_operation_is_allowed_by_its_action_on_exactly_its_resources() {
    for operation in guarded() {
        let resources = resources(operation);
        let required = operation.resources.iter().filter(|resource| resource.required);
        assert!(resources.len() >= required.count().max(1), "{}", operation.name);
        in_memory(async |t| {
            let (_, input) = successful(&t, operation).await;
            let olga = olga(&t).await;
            for missing in &resources {
                let others: Vec<_> = resources
                    .iter()
                    .filter(|other| *other != missing)
                    .cloned()
                    .collect();
                if others.is_empty() {
                    continue;
                }
                allow(&t, operation, &others).await;
                let answer = olga.call_described(operation, input.clone()).await;
                assert_denied(&answer, operation);
                assert_eq!(denied_on(&answer), *missing, "{}", operation.name);
            }
            allow(&t, operation, &resources).await;
            let answer = olga.call_described(operation, input).await;
            assert_eq!(
                answer.status,
                best_status(operation),
                "{}: {answer}",
                operation.name
            );
        });
    }
}

#[test]
fn every_operation_that_takes_tags_needs_a_permission_to_give_them() {
    let mut tagging = 0;
    for operation in guarded() {
        let Some(member) = operation.request().member("Tags") else {
            continue;
        };
        let declared = operation
            .further
            .iter()
            .find(|permission| permission.member == "Tags");
        let further =
            declared.unwrap_or_else(|| panic!("say which permission tags of {} need", operation.name));
        tagging += 1;
        in_memory(async |t| {
            let (_, input) = successful(&t, operation).await;
            let input = with(input, json!({"Tags": sample(member.target.schema())}));
            let olga = olga(&t).await;
            allow(&t, operation, &["*".to_owned()]).await;
            let audited = t.audited();

            let answer = olga.call_described(operation, input.clone()).await;

            assert_eq!(answer.status, 403, "{}: {answer}", operation.name);
            let refused = format!("is not authorized to perform: {} on resource: ", further.action);
            assert!(answer.message().contains(&refused), "{answer}");
            let audit = t.audit(audited);
            let decision = audit.only().decision.as_ref().expect("a decision");
            assert_eq!(decision.action.as_deref(), Some(further.action));
            let document = json!({"Version": "2012-10-17", "Statement": {
                "Effect": "Allow", "Action": [operation.action(), further.action], "Resource": "*",
            }});
            let both =
                json!({"UserName": "olga", "PolicyName": "all", "PolicyDocument": document.to_string()});
            t.root().done("iam:PutUserPolicy", both).await;
            let answer = olga.call_described(operation, input).await;
            assert_eq!(answer.status, 200, "{}: {answer}", operation.name);
        });
    }
    assert_eq!(tagging, 14);
}

#[test]
fn who_has_no_right_learns_neither_of_shape_nor_of_existence() {
    in_memory(async |t| {
        let olga = olga(&t).await;
        for operation in guarded() {
            let nowhere = sample(operation.request());
            assert_denied(&olga.call_described(operation, nowhere.clone()).await, operation);
            let mut misshapen = nowhere;
            for member in operation.request().members() {
                if !operation.labels().any(|label| label == member.name) {
                    misshapen[member.name] = Value::Null;
                }
            }
            assert_denied(
                &olga.call_described(operation, misshapen.clone()).await,
                operation,
            );
            if operation.service.protocol() == Protocol::RestJson {
                let mut unreadable = Request::of(operation, &misshapen);
                unreadable.body = b"{\"".to_vec();
                let olga = olga.clone().for_service(operation.service.name());
                assert_denied(&olga.send(&unreadable).await, operation);
            }
        }
    });
}

#[test]
fn with_access_observe_denied_requests_are_carried_out_and_reported() {
    let observing = Setup {
        access: Access::Observe,
        ..Setup::default()
    };
    for operation in guarded() {
        observing.in_memory(async |t| {
            let (_, input) = successful(&t, operation).await;
            let olga = olga(&t).await;
            let audited = t.audited();

            let answer = olga.call_described(operation, input).await;

            let name = operation.name;
            assert_eq!(answer.status, best_status(operation), "{name}: {answer}");
            let audit = t.audit(audited);
            let record = audit.only();
            assert_eq!(record.error_code.is_some(), operation.finds_nothing, "{name}");
            let verdict = record.decision.as_ref().map(|decision| decision.verdict);
            assert_eq!(verdict, Some(Verdict::Observed), "{name}");
        });
    }
}
