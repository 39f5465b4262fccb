//! A signature in the query: every operation that reads by GET takes it, and no other.

use std::time::Duration;

use roster_model::operation::{Description, Effect};
use roster_model::operations::ALL;
use roster_model::service::Protocol;
use roster_testkit::{Request, in_memory};
use serde_json::Value;

use super::successful;

/// The request for an operation, by GET wherever it can be: a form moves to the query.
fn as_link(operation: &Description, input: &Value) -> Request {
    let request = Request::of(operation, input);
    match operation.service.protocol() {
        Protocol::RestJson | Protocol::RestXml | Protocol::Json { .. } => request,
        Protocol::Query { .. } => {
            let form = String::from_utf8(request.body).expect("a form");
            Request::new("GET", &format!("/?{form}"))
        }
    }
}

#[test]
fn every_operation_that_reads_by_get_can_be_presigned_and_no_other() {
    for operation in ALL {
        let name = operation.name;
        in_memory(async |t| {
            let (actor, input) = successful(&t, operation).await;
            let actor = actor.for_service(operation.service.name());
            let request = as_link(operation, &input);
            let link = actor.presigned(&request, Duration::from_mins(1));
            let audited = t.audited();

            let answer = t.anonymous().send(&link).await;

            if operation.effect == Effect::Read && request.method == "GET" {
                let signed = actor.send(&request).await;
                let [link, header] = [&answer, &signed].map(|answer| (answer.status, answer.error()));
                assert_eq!(link, header, "{name}: {answer}");
                assert_eq!(answer.headers["cache-control"], "no-store", "{name}");
                assert!(!signed.headers.contains_key("cache-control"), "{name}");
                return;
            }
            let code = match operation.service.protocol() {
                Protocol::RestJson | Protocol::RestXml | Protocol::Json { .. } => {
                    "MissingAuthenticationTokenException"
                }
                Protocol::Query { .. } => "MissingAuthenticationToken",
            };
            assert_eq!(
                (answer.status, answer.error()),
                (403, Some(code)),
                "{name}: {answer}"
            );
            let reason = match operation.effect {
                Effect::Read => "only the method GET is taken",
                Effect::AuditedRead | Effect::Write => name,
            };
            assert!(answer.message().contains(reason), "{name}: {answer}");
            let audit = t.audit(audited);
            let record = audit.only();
            assert_eq!(
                (record.operation.as_deref(), record.principal.as_deref()),
                (Some(name), None)
            );
            assert!(record.changes.is_empty(), "{name}");
        });
    }
}
