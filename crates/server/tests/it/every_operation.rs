//! What holds for every operation. An operation that is new is among them: it need not be added
//! here, and cannot be forgotten. Only if it has to obey rules besides its declaration, [`successful`] asks
//! how it succeeds.

mod access;
mod associations;
mod cloudtrail;
mod conditions;
mod connect;
mod deleted_instances;
mod examples;
mod families;
mod iam;
mod iam_changes;
mod notifications;
mod partitions;
mod plans;
mod presigned;
mod quick_connects;
mod roster;
mod routing;
mod sts;
mod workspaces;

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::time::Duration;

use roster_model::exception::ExceptionName;
use roster_model::for_each_operation;
use roster_model::operation::{Description, Effect, Operation};
use roster_model::operations::ALL;
use roster_model::schema::{Location, NoOutput, Schema, Shape};
use roster_model::service::{Protocol, Service};
use roster_model::validation::violations;
use roster_testkit::{Actor, Request, Roster, SAML, boundaries, in_memory, sample, with};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::ops::connect::users::get_federation_token::role_session;

/// An input with which an operation succeeds on the demonstration, and who may call it, in a file for
/// each service.
pub(crate) async fn successful<'t>(t: &'t Roster, operation: &Description) -> (Actor<'t>, Value) {
    match operation.service {
        // The caller must have the name of a user.
        Service::Connect if operation.name == "GetFederationToken" => {
            for username in ["ana", "olga"] {
                let user = with(t.root().new_user(SAML, username).await, json!({"Password": null}));
                t.root().done("CreateUser", user).await;
            }
            (role_session(t, "ana").await, json!({"InstanceId": SAML}))
        }
        Service::Connect => (t.root(), connect::successful(t, operation).await),
        Service::Iam => (t.root(), iam::successful(t, operation.name).await),
        Service::Sts => sts::successful(t, operation.name).await,
        Service::CloudTrail => (t.root(), cloudtrail::successful(operation.name)),
        Service::Roster => (t.root(), roster::successful(t, operation.name).await),
        Service::Console => panic!("the pages have no signed route"),
        Service::S3 => panic!("the bucket has an application of its own"),
    }
}

/// The status with which an operation answers what [`successful`] gives: a few always find nothing.
pub(super) fn best_status(operation: &Description) -> u16 {
    if operation.finds_nothing { 404 } else { 200 }
}

/// What an operation answers where the instance is not there. Few do not declare the exception for it.
pub(super) fn not_found(operation: &Description) -> &'static str {
    if operation.declares(ExceptionName::ResourceNotFound) {
        "ResourceNotFoundException"
    } else {
        "InvalidRequestException"
    }
}

/// What of a request tells that it is to be refused.
#[derive(Clone, Copy, PartialEq)]
enum By {
    Head,
    Signature,
}

/// Checks that every operation refuses an actor with a code, JSON's or XML's, and notes that once a
/// minute.
async fn everything_is_refused(t: &Roster, actor: Actor<'_>, refused_by: By, status: u16, codes: [&str; 2]) {
    for operation in ALL {
        let [in_json, in_xml] = codes;
        let code = match operation.service.protocol() {
            Protocol::RestJson | Protocol::RestXml | Protocol::Json { .. } => in_json,
            Protocol::Query { .. } => in_xml,
        };
        t.clock.advance(Duration::from_mins(1));
        let audited = t.audited();

        let answer = actor.call_described(operation, sample(operation.request())).await;

        let name = operation.name;
        assert_eq!(
            (answer.status, answer.error()),
            (status, Some(code)),
            "{name}: {answer}"
        );
        let audit = t.audit(audited);
        let record = audit.only();
        // A form names its operation in the body, of which nothing is read if the head proves nothing.
        let is_form = matches!(operation.service.protocol(), Protocol::Query { .. });
        let is_unread = is_form && refused_by == By::Head;
        assert_eq!(record.operation.as_deref(), (!is_unread).then_some(name));
        assert_eq!(record.error_code.as_deref(), Some(code), "{name}");
        assert_eq!(record.principal, None, "{name}");
        assert_eq!(record.request_id, answer.request_id());
    }
}

#[test]
fn nothing_is_done_unsigned() {
    in_memory(async |t| {
        everything_is_refused(
            &t,
            t.anonymous(),
            By::Head,
            403,
            [
                "MissingAuthenticationTokenException",
                "MissingAuthenticationToken",
            ],
        )
        .await;
    });
}

#[test]
fn nothing_is_done_for_a_bad_signature() {
    in_memory(async |t| {
        everything_is_refused(
            &t,
            t.root().forging(),
            By::Signature,
            403,
            ["InvalidSignatureException", "SignatureDoesNotMatch"],
        )
        .await;
    });
}

#[test]
fn nothing_is_done_for_an_unknown_key() {
    in_memory(async |t| {
        everything_is_refused(
            &t,
            t.unknown(),
            By::Head,
            403,
            ["UnrecognizedClientException", "InvalidClientTokenId"],
        )
        .await;
    });
}

#[test]
fn nothing_is_done_for_an_expired_signature_or_one_from_the_future() {
    in_memory(async |t| {
        everything_is_refused(
            &t,
            t.root().ahead_by(-301),
            By::Head,
            403,
            ["InvalidSignatureException", "SignatureDoesNotMatch"],
        )
        .await;
        everything_is_refused(
            &t,
            t.root().ahead_by(301),
            By::Head,
            403,
            ["InvalidSignatureException", "SignatureDoesNotMatch"],
        )
        .await;
    });
}

#[test]
fn another_account_is_shown_nothing_and_can_do_nothing() {
    let names_an_instance = |operation: &&&Description| operation.request().member("InstanceId").is_some();
    for operation in ALL.iter().filter(names_an_instance) {
        in_memory(async |t| {
            let (_, input) = successful(&t, operation).await;

            let answer = t.stranger().call_described(operation, input).await;

            assert_eq!(
                answer.error(),
                Some(not_found(operation)),
                "{}: {answer}",
                operation.name
            );
        });
    }
}

#[test]
fn a_success_is_audited_once_with_its_changes_if_it_may_change_anything() {
    for operation in ALL.iter().filter(|operation| !operation.finds_nothing) {
        in_memory(async |t| {
            let (actor, input) = successful(&t, operation).await;
            let audited = t.audited();

            let answer = actor.call_described(operation, input).await;

            let name = operation.name;
            assert_eq!(answer.status, 200, "{name}: {answer}");
            let audit = t.audit(audited);
            match operation.effect {
                Effect::Read => assert!(audit.is_empty(), "{name}:\n{audit}"),
                Effect::AuditedRead => {
                    let record = audit.only();
                    assert_eq!(record.operation.as_deref(), Some(name));
                    assert_eq!(record.request_id, answer.request_id());
                    assert!(
                        record.principal.is_some() && record.parameters.is_some(),
                        "{name}"
                    );
                    assert_eq!((&record.response, record.changes.len()), (&None, 0), "{name}");
                }
                Effect::Write => {
                    let record = audit.only();
                    assert_eq!(record.operation.as_deref(), Some(name));
                    assert_eq!(record.request_id, answer.request_id());
                    assert_eq!(record.error_code, None, "{name}");
                    // A session of a role is not kept: its token holds it. Mails, jobs, links and sessions of users are no
                    // part of the audit, the status of a user is not kept, and an erasure is done by a job.
                    let shows_changes = operation.service != Service::Sts
                        && ![
                            "ResendMail",
                            "EraseAuditRecords",
                            "DeleteAllEntitySessions",
                            "GetFederationToken",
                            "PutUserStatus",
                            "UpdateQueueOutboundEmailConfig",
                        ]
                        .contains(&name);
                    assert_eq!(!record.changes.is_empty(), shows_changes, "{name}");
                    assert!(record.principal.is_some(), "{name}");
                }
            }
        });
    }
}

/// Whether a part of a message says that a member breaks its description, as against a rule.
fn is_violation_of(member: &str, said: &str) -> bool {
    let is_reference = said.contains(" must be an id or an ARN");
    said.strip_prefix(member)
        .is_some_and(|rest| rest == " is required" || rest.starts_with(" must ") && !is_reference)
}

/// That every answer is well-formed, fits the description and declares its exception, is checked
/// by the test kit on every answer.
#[test]
fn every_constraint_is_enforced_and_nothing_else() {
    in_memory(async |t| {
        let mut sent = BTreeMap::<_, usize>::new();
        for operation in ALL {
            let name = operation.name;
            for boundary in boundaries(operation) {
                let audited = t.audited();

                let answer = t.root().call_described(operation, boundary.input).await;

                let case = format!("{name}: {} {}: {answer}", boundary.member, boundary.what);
                let said = answer.message();
                let named = said
                    .split("; ")
                    .any(|violation| is_violation_of(&boundary.member, violation));
                let code = answer.error();
                if boundary.allowed {
                    assert!(!named, "{case}");
                } else {
                    assert!(named, "{case}");
                    assert!(
                        match operation.service.protocol() {
                            Protocol::RestJson | Protocol::RestXml => matches!(
                                code,
                                Some("InvalidRequestException" | "InvalidParameterException")
                            ),
                            Protocol::Query { .. } => code == Some("ValidationError"),
                            Protocol::Json { .. } => matches!(
                                code,
                                Some(
                                    "ValidationException"
                                        | "InvalidLookupAttributesException"
                                        | "InvalidTimeRangeException"
                                        | "InvalidMaxResultsException"
                                        | "InvalidNextTokenException"
                                        | "InvalidEventCategoryException"
                                )
                            ),
                        },
                        "{case}"
                    );
                }
                let audit = t.audit(audited);
                if code.is_some() || operation.effect != Effect::Read {
                    assert_eq!(audit.only().error_code.as_deref(), code, "{case}");
                } else {
                    assert!(audit.is_empty(), "{case}");
                }
                *sent.entry(operation.action()).or_default() += 1;
            }
        }
        // Their only member stands in the path and may be any text.
        let free = ["ListTagsForResource", "DescribePhoneNumber"];
        let constrained = ALL
            .iter()
            .filter(|operation| !operation.request().members().is_empty() && !free.contains(&operation.name));
        assert_eq!(sent.len(), constrained.count(), "{sent:?}");
    });
}

#[test]
fn all_violations_of_a_request_are_reported_at_once() {
    in_memory(async |t| {
        for operation in ALL {
            let required = operation
                .request()
                .members()
                .iter()
                .filter(|member| member.required);
            let body = required.filter(|member| member.location == Location::Body);
            let names: Vec<_> = body
                .map(|member| format!("{} is required", member.name))
                .collect();
            if names.is_empty() {
                continue;
            }
            let mut input = sample(operation.request());
            for member in operation.request().members() {
                if member.location == Location::Body {
                    input[member.name] = Value::Null;
                }
            }

            let answer = t.root().call_described(operation, input).await;

            assert_eq!(answer.message(), names.join("; "), "{}", operation.name);
        }
    });
}

#[test]
fn no_operation_is_harmed_by_a_body_that_is_not_json() {
    in_memory(async |t| {
        for operation in ALL {
            let mut request = Request::of(operation, &sample(operation.request()));
            let has_body = !request.body.is_empty();
            request.body = b"{\"".to_vec();

            let actor = t.root().for_service(operation.service.name());
            let answer = actor.send(&request).await;

            match operation.service {
                Service::Connect | Service::Roster | Service::Console if has_body => {
                    let expected = if operation.declares(ExceptionName::InvalidRequest) {
                        "InvalidRequestException"
                    } else {
                        "InvalidParameterException"
                    };
                    assert_eq!(answer.error(), Some(expected), "{}", operation.name);
                }
                Service::Connect | Service::Roster | Service::Console => {
                    assert_ne!(answer.status, 500, "{}: {answer}", operation.name);
                }
                Service::Iam | Service::Sts | Service::CloudTrail | Service::S3 => {
                    assert_eq!(answer.status, 400, "{}: {answer}", operation.name);
                }
            }
        }
    });
}

/// Whether a type and its description agree.
struct Agreement<T>(PhantomData<T>);

impl<T: Shape + Serialize + DeserializeOwned> Agreement<T> {
    fn check(operation: &str) {
        let schema = T::schema();
        let full = sample(schema);
        let found = violations(schema, &full);
        assert!(found.is_empty(), "{operation}: {}: {found:?}", schema.name);
        let bare = only_required(schema, &full);
        for value in [full, bare] {
            let read: T = serde_json::from_value(value.clone())
                .unwrap_or_else(|error| panic!("{operation}: {} cannot be read: {error}", schema.name));
            let written = serde_json::to_value(&read).expect("a value");
            assert_eq!(written, value, "{operation}: {}", schema.name);
        }
    }
}

/// For what has no value to agree on. Any other type that cannot be read does not compile.
trait NothingToAgreeOn {
    fn check(_: &str) {}
}

impl NothingToAgreeOn for Agreement<NoOutput> {}

fn only_required(schema: &Schema, value: &Value) -> Value {
    let required = schema.members().iter().filter(|member| member.required);
    let members = required.map(|member| {
        let value = &value[member.name];
        let target = member.target.schema();
        let inner = if target.members().is_empty() {
            value.clone()
        } else {
            only_required(target, value)
        };
        (member.name.to_owned(), inner)
    });
    Value::Object(members.collect())
}

#[test]
fn types_and_descriptions_agree() {
    macro_rules! check {
        ($($service:ident::$resource:ident::$operation:ident),* $(,)?) => {$(
            {
                type Declared = roster_model::ops::$service::$resource::$operation;
                let name = stringify!($service::$operation);
                Agreement::<<Declared as Operation>::Request>::check(name);
                Agreement::<<Declared as Operation>::Response>::check(name);
            }
        )*};
    }
    for_each_operation!(check);
}
