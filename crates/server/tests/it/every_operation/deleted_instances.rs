//! What a deleted instance held is removed later. Until then every operation answers as it does afterwards.

use std::cell::RefCell;
use std::sync::Arc;

use roster_domain::Id;
use roster_domain::caller::{ConnectUserPrincipal, Principal};
use roster_domain::clock::Clock;
use roster_domain::plan::Plan;
use roster_domain::records::{User, UserSession};
use roster_model::operation::Description;
use roster_model::operations::{ALL, OF_PAGES, find};
use roster_model::service::Service;
use roster_service::{PlanRefusal, Refusal};
use roster_store::Transaction;
use roster_testkit::{DIRECTORY, MANAGED, MARY, Roster, SAML, each_engine, in_memory, sample};
use serde_json::json;

use super::plans::{invocation, rows};
use super::{not_found, successful};

async fn delete_all_instances(t: &Roster) {
    for instance in [MANAGED, SAML, DIRECTORY] {
        let input = json!({"InstanceId": instance});
        t.root().done("DeleteInstance", input).await;
    }
}

/// What came of an operation: the answer, the audit, and all rows after what was deleted is removed.
#[derive(Debug, PartialEq)]
struct Seen {
    code: Option<String>,
    body: String,
    audit: String,
    rows: Vec<String>,
}

/// What comes of an operation after all instances were deleted, before or after what they held is removed.
fn seen(operation: &'static Description, is_removed: bool) -> Seen {
    let seen = RefCell::new(None);
    in_memory(async |t| {
        let (actor, input) = successful(&t, operation).await;
        delete_all_instances(&t).await;
        if is_removed {
            t.remove_deleted_instances().await;
        }
        let audited = t.audited();
        let answer = actor.call_described(operation, input).await;
        let audit = t.audit(audited).to_string();
        t.remove_deleted_instances().await;
        *seen.borrow_mut() = Some(Seen {
            code: answer.error().map(str::to_owned),
            body: String::from_utf8_lossy(&answer.body).into_owned(),
            audit,
            rows: t.look(rows()).await,
        });
    });
    seen.into_inner().expect("an answer")
}

#[test]
fn every_operation_answers_as_if_a_deleted_instance_were_removed_already() {
    // A session of STS has a random token.
    for operation in ALL.iter().filter(|operation| operation.service != Service::Sts) {
        let (before, after) = (seen(operation, false), seen(operation, true));

        let name = operation.name;
        assert_eq!(before, after, "{name}");
        // What the audit says of users of a deleted instance is erased too.
        if operation.request().member("InstanceId").is_some() && name != "EraseAuditRecords" {
            assert_eq!(before.code.as_deref(), Some(not_found(operation)), "{name}");
        }
    }
}

/// A session of Mary, which goes on.
async fn session_of_mary(t: &Roster) -> Principal {
    let parse = |text| Id::parse(text).expect("an id");
    let now = t.clock.now().into();
    let session = UserSession {
        id: Id::from_random([5; 16]),
        instance_id: parse(MANAGED),
        user_id: parse(MARY),
        token_hash: roster_domain::audit::Hash([5; 32]),
        created: now,
        last_used: now,
        expires: now + std::time::Duration::from_hours(1),
        source_address: "127.0.0.1".to_owned(),
        user_agent: None,
    };
    let principal = Principal::ConnectUser(Arc::new(ConnectUserPrincipal {
        instance_id: session.instance_id.clone(),
        user_id: session.user_id.clone(),
        session_id: session.id.clone(),
    }));
    t.change(Box::new(move |transaction| {
        let session = session.clone();
        Box::pin(async move { transaction.insert(&session).await })
    }))
    .await;
    principal
}

#[test]
fn every_operation_of_the_pages_refuses_a_deleted_instance_and_sessions_in_it() {
    for operation in OF_PAGES {
        each_engine(async |t| {
            let names_instance = operation.request().member("InstanceId").is_some();
            let session = session_of_mary(&t).await;
            let principal = if names_instance {
                Principal::Visitor
            } else {
                session
            };
            let mut input = sample(operation.request());
            // A password that is not common, as that is checked before.
            for (member, value) in [
                ("InstanceId", MANAGED),
                ("Password", "Xylophone-47"),
                ("NewPassword", "Xylophone-47"),
            ] {
                if operation.request().member(member).is_some() {
                    input[member] = json!(value);
                }
            }
            delete_all_instances(&t).await;

            let invocation = invocation(&t, operation, principal);
            let refused = t.service().execute(invocation, input).await.err();

            let refusal = refused.expect("a refusal").refusal;
            let is_expected = match &refusal {
                Refusal::NotFound { reference, .. } => names_instance && reference == MANAGED,
                Refusal::SessionOver => !names_instance,
                _ => false,
            };
            assert!(is_expected, "{}: {refusal:?}", operation.name);
        });
    }
}

#[test]
fn no_page_of_a_deleted_instance_is_found() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let mut browser = t.browser();
        browser.sign_in("ana", "Passw0rd").await;
        assert_eq!(browser.profile().await.status(), 200);
        delete_all_instances(&t).await;

        for name in ["demo", MANAGED] {
            for page in [
                "",
                "sign-in",
                "second-factor",
                "forgot-password",
                "reset-password",
                "confirm-email",
                "profile",
            ] {
                let path = format!("/console/{name}/{page}");
                assert_eq!(browser.get(&path).await.status(), 404, "{path}");
                let posted = browser
                    .post(&path, &[("username", "ana"), ("password", "Passw0rd")])
                    .await;
                assert_eq!(posted.status(), 404, "{path}");
            }
        }
    });
}

#[test]
fn a_plan_does_not_make_an_instance_again_that_is_still_being_removed() {
    each_engine(async |t| {
        let create = find(Service::Connect, "CreateInstance").expect("an operation");
        let input = successful(&t, create).await.1;
        let planned = t
            .service()
            .plan(invocation(&t, create, Principal::Root), input)
            .await;
        let plan: Plan = planned.expect("a plan");
        let apply = async || {
            let invocation = invocation(&t, create, Principal::Root);
            t.service().apply(invocation, plan.clone()).await
        };
        assert!(apply().await.is_ok());
        let id = plan.run.new_ids[0].clone();
        t.root().done("DeleteInstance", json!({"InstanceId": id})).await;

        let refused = apply().await.err().expect("a refusal");

        assert_eq!(refused.refusal, Refusal::Plan(PlanRefusal::AppliedBefore));
    });
}

#[test]
fn the_rows_of_a_deleted_instance_are_there_until_they_are_removed() {
    each_engine(async |t| {
        delete_all_instances(&t).await;
        let mary = User::key_of(
            &Id::parse(MANAGED).expect("an id"),
            &Id::parse(MARY).expect("an id"),
        );
        let is_there = async || {
            let mary = mary.clone();
            t.look(Box::new(move |rows| {
                let mary = mary.clone();
                Box::pin(async move { Ok(Transaction::new(rows).get::<User>(&mary).await?.is_some()) })
            }))
            .await
        };
        assert!(is_there().await, "so the other tests look at what they say");

        t.remove_deleted_instances().await;

        assert!(!is_there().await);
    });
}
