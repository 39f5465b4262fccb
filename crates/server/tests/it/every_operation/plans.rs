//! Every operation that changes something can be planned, and the plan applied.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::Duration;

use roster_domain::audit::AuditRecord;
use roster_domain::caller::UserPrincipal;
use roster_domain::clock::Clock;
use roster_domain::plan::Plan;
use roster_domain::records::iam::{AccessKey, AccessKeySecret, IamRole, IamUser};
use roster_domain::records::{HierarchyStructure, Instance, PasswordHash, User, kinds};
use roster_domain::{AccountRegion, Caller, InAudit, Key, Principal, Record};
use roster_model::operation::{Description, Effect};
use roster_model::operations::{self, ALL};
use roster_model::service::Service;
use roster_service::access::{Attempt, Circumstances, Grants, Permission};
use roster_service::{ExceptionText, Invocation, PlanRefusal, Refusal, Refused};
use roster_store::Range;
use roster_testkit::{ACCOUNT, Look, MANAGED, MARY, REGION, Roster, each_engine, in_memory, policy, trust};
use serde_json::{Value, json};

use super::successful;

/// An operation on its way to the service, by a principal that may do everything.
pub(super) fn invocation(t: &Roster, operation: &'static Description, principal: Principal) -> Invocation {
    permitted(t, operation, principal, Permission::Decided(None))
}

/// The refusal of a root that applies a plan.
async fn refused(t: &Roster, operation: &'static Description, plan: Plan) -> Refused {
    let invocation = invocation(t, operation, Principal::Root);
    let applied = t.service().apply(invocation, plan).await;
    applied.err().expect("a refusal")
}

/// The same with this permission.
fn permitted(
    t: &Roster,
    operation: &'static Description,
    principal: Principal,
    permission: Permission,
) -> Invocation {
    let account_region = AccountRegion::of_region(ACCOUNT, REGION).expect("a Region");
    let time = t.clock.now().into();
    let record = || AuditRecord {
        time,
        operation: Some(operation.name.to_owned()),
        ..AuditRecord::default()
    };
    let caller = Arc::new(Caller {
        account_region,
        principal,
    });
    let exception_of = |refusal: &Refusal, _: &'static Description| ExceptionText {
        code: "Refused".to_owned(),
        message: refusal.to_string(),
    };
    Invocation::new(operation, caller, time, permission, record, exception_of)
}

/// An input with which an operation succeeds, and the principal that may call it.
async fn prepared(t: &Roster, operation: &Description) -> (Principal, Value) {
    let (_, input) = successful(t, operation).await;
    let principal = match (operation.service, operation.name) {
        // No root may assume a role or be federated.
        (Service::Sts, _) | (_, "GetFederationToken") => {
            t.look(Box::new(|rows| {
                Box::pin(async move {
                    let named = IamUser::named(ACCOUNT, "ana");
                    let found = rows.find(IamUser::KIND, &named).await?.expect("ana");
                    let user: IamUser = serde_json::from_slice(&found).expect("a user");
                    Ok(Principal::User(Arc::new(UserPrincipal {
                        name: user.name,
                        path: user.path,
                        id: user.id,
                        tags: Vec::new(),
                    })))
                })
            }))
            .await
        }
        (
            Service::Connect
            | Service::Iam
            | Service::CloudTrail
            | Service::S3
            | Service::Roster
            | Service::Console,
            _,
        ) => Principal::Root,
    };
    (principal, input)
}

/// The rows of every kind. Kinds without an index are found by the records that they belong to; of secrets,
/// only whether there is one.
pub(super) fn rows() -> Look<Vec<String>> {
    Box::new(|rows| {
        Box::pin(async move {
            let mut found = Vec::new();
            let mut keys = Vec::new();
            for kind in kinds() {
                for index in kind.indexes {
                    let range = Range {
                        prefix: &Key::new(),
                        after: None,
                        limit: usize::MAX >> 1,
                    };
                    for row in rows.scan(kind, index, range).await? {
                        if kind.name == User::KIND.name {
                            let user: User = serde_json::from_slice(&row.body).expect("a user");
                            keys.push((
                                PasswordHash::KIND,
                                PasswordHash::key_of(&user.instance_id, &user.id),
                            ));
                        } else if kind.name == Instance::KIND.name {
                            let instance: Instance = serde_json::from_slice(&row.body).expect("an instance");
                            keys.push((HierarchyStructure::KIND, Key::new().id(&instance.id)));
                        } else if kind.name == AccessKey::KIND.name {
                            let key: AccessKey = serde_json::from_slice(&row.body).expect("a key");
                            keys.push((AccessKeySecret::KIND, AccessKeySecret::key_of(&key.id)));
                        }
                        if kind.in_audit == InAudit::Nothing {
                            // A plan does not foretell its ids and secrets.
                            found.push(format!("{} {}", kind.name, index.name));
                            continue;
                        }
                        let body = String::from_utf8(row.body).expect("JSON");
                        found.push(format!("{} {} {:?}: {body}", kind.name, index.name, row.entry));
                    }
                }
            }
            for (kind, key) in keys {
                let body = rows.get(kind, &key).await?.map(|body| {
                    let is_secret = kind.in_audit == InAudit::Names;
                    let shown = if is_secret { &b"a secret"[..] } else { &body };
                    String::from_utf8(shown.to_vec()).expect("JSON")
                });
                found.push(format!("{} {key:?}: {body:?}", kind.name));
            }
            Ok(found)
        })
    })
}

/// Plans an operation, and checks that this changes nothing.
async fn planned(t: &Roster, operation: &'static Description, input: Value, principal: &Principal) -> Plan {
    let (before, audited) = (t.look(rows()).await, t.audited());

    let invocation = invocation(t, operation, principal.clone());
    let plan = t.service().plan(invocation, input).await;

    let name = operation.name;
    let plan = plan.unwrap_or_else(|refused| panic!("{name}: {refused:?}"));
    assert_eq!(t.look(rows()).await, before, "{name}");
    assert!(t.audit(audited).is_empty(), "{name}");
    plan
}

/// How an operation is carried out.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Directly,
    Planned,
}

/// Carries an operation out on every engine; returns its audit record and all rows after it. Applies a plan after
/// it was stored, as a caller of a later time.
fn carried_out(operation: &'static Description, way: Way) -> Vec<(AuditRecord, Vec<String>)> {
    let seen = RefCell::new(Vec::new());
    each_engine(async |t| {
        let (principal, input) = prepared(&t, operation).await;
        let plan = match way {
            Way::Directly => None,
            Way::Planned => Some(planned(&t, operation, input.clone(), &principal).await),
        };
        t.clock.advance(Duration::from_millis(1_234));
        let audited = t.audited();
        let invocation = invocation(&t, operation, principal);

        let done = match &plan {
            None => t.service().execute(invocation, input).await,
            Some(plan) => {
                let stored = serde_json::to_vec(plan).expect("a plan can be stored");
                let plan = serde_json::from_slice(&stored).expect("and read again");
                t.service().apply(invocation, plan).await
            }
        };

        let name = operation.name;
        assert!(done.is_ok(), "{name}: {:?}", done.err());
        let record = t.audit(audited).only().clone();
        if let Some(plan) = plan {
            let members = |changes: &[roster_domain::audit::Change]| {
                let members = changes.iter().map(|change| change.member.clone());
                members.collect::<Vec<_>>()
            };
            assert_eq!(members(&plan.run.changes), members(&record.changes), "{name}");
        }
        let rows = t.look(rows()).await;
        seen.borrow_mut().push((record, rows));
    });
    seen.into_inner()
}

/// A record without the token of a session, which is encrypted anew each time, and the response.
fn without_token(record: &AuditRecord) -> (AuditRecord, Value) {
    let mut record = record.clone();
    let response = record.response.take();
    let response = response.map(|response| serde_json::from_str(response.as_str()).expect("JSON"));
    let mut response: Value = response.unwrap_or_default();
    if let Some(token) = response.pointer_mut("/Credentials/SessionToken") {
        *token = Value::Null;
    }
    (record, response)
}

fn writes() -> impl Iterator<Item = &'static Description> {
    ALL.iter()
        .copied()
        .filter(|operation| operation.effect == Effect::Write && !operation.finds_nothing)
}

#[test]
fn an_applied_plan_does_what_the_operation_does_and_planning_does_nothing() {
    for operation in writes() {
        let directly = carried_out(operation, Way::Directly);
        let planned = carried_out(operation, Way::Planned);

        for (planned, directly) in planned.iter().zip(&directly) {
            assert_eq!(
                without_token(&planned.0),
                without_token(&directly.0),
                "{}",
                operation.name
            );
            assert_eq!(planned.1, directly.1, "{}", operation.name);
        }
        assert_eq!(planned.len(), directly.len());
    }
}

#[test]
fn an_operation_that_only_reads_cannot_be_planned() {
    in_memory(async |t| {
        for operation in ALL.iter().filter(|operation| operation.effect.is_read()) {
            let invocation = invocation(&t, operation, Principal::Root);

            let refused = t
                .service()
                .plan(invocation, json!({}))
                .await
                .expect_err("a refusal");

            let expected = PlanRefusal::ChangesNothing(operation.name);
            assert_eq!(refused.refusal, Refusal::Plan(expected));
            assert!(!refused.is_audited);
        }
    });
}

fn operation(name: &str) -> &'static Description {
    operations::find(Service::Connect, name).expect("an operation")
}

#[test]
fn a_plan_is_refused_if_another_change_came_in_between() {
    each_engine(async |t| {
        let update = operation("UpdateUserIdentityInfo");
        let named = |first: &str, last: &str| {
            let info = json!({"FirstName": first, "LastName": last});
            json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": info})
        };
        let plan = planned(&t, update, named("Maria", "Major"), &Principal::Root).await;
        t.root().done(update.name, named("Marie", "Miller")).await;
        let (before, audited) = (t.look(rows()).await, t.audited());

        let refused = refused(&t, update, plan).await;

        let differences = vec!["user IdentityInfo.FirstName".to_owned()];
        assert_eq!(refused.refusal, Refusal::Plan(PlanRefusal::Outdated(differences)));
        assert!(refused.is_audited);
        assert_eq!(t.look(rows()).await, before);
        let audit = t.audit(audited);
        let record = audit.only();
        assert_eq!(record.error_code.as_deref(), Some("Refused"));
        insta::assert_snapshot!(
            record.error_message.as_deref().expect("a message"),
            @"The operation would now change other things than planned: user IdentityInfo.FirstName. Plan the operation again"
        );
        assert_eq!(record.changes, []);
    });
}

#[test]
fn a_plan_for_another_record_of_the_same_name_is_refused() {
    each_engine(async |t| {
        let bound = operations::find(Service::Iam, "PutUserPermissionsBoundary").expect("an operation");
        let ana = json!({"UserName": "ana"});
        t.root().done("iam:CreateUser", ana.clone()).await;
        let document = policy("Allow", "*", "*");
        let most = json!({"PolicyName": "most", "PolicyDocument": document});
        let arn = t.root().done("iam:CreatePolicy", most).await["Policy"]["Arn"].take();
        let input = json!({"UserName": "ana", "PermissionsBoundary": arn});
        let plan = planned(&t, bound, input, &Principal::Root).await;
        t.root().done("iam:DeleteUser", ana.clone()).await;
        t.root().done("iam:CreateUser", ana).await;

        let refused = refused(&t, bound, plan).await;

        let differences = vec!["iam_user".to_owned()];
        assert_eq!(refused.refusal, Refusal::Plan(PlanRefusal::Outdated(differences)));
    });
}

#[test]
fn a_plan_can_be_applied_once() {
    each_engine(async |t| {
        let create = operation("CreateUser");
        let input = t.root().new_user(MANAGED, "ana").await;
        let plan = planned(&t, create, input, &Principal::Root).await;
        let apply = async || {
            let invocation = invocation(&t, create, Principal::Root);
            t.service().apply(invocation, plan.clone()).await
        };

        assert!(apply().await.is_ok());

        let refused = apply().await.err().expect("a refusal");
        assert_eq!(refused.refusal, Refusal::Plan(PlanRefusal::AppliedBefore));
        assert!(refused.is_audited);
    });
}

#[test]
fn a_refused_try_is_audited_as_the_operation_is() {
    each_engine(async |t| {
        let delete = operation("DeleteUser");
        let nobody = json!({"InstanceId": MANAGED, "UserId": "87654321-0000-0000-0000-000000000000"});
        let audited = t.audited();

        let planning = t
            .service()
            .plan(invocation(&t, delete, Principal::Root), nobody.clone())
            .await;
        let executing = t
            .service()
            .execute(invocation(&t, delete, Principal::Root), nobody)
            .await;

        let (planning, executing) = (
            planning.expect_err("a refusal"),
            executing.err().expect("a refusal"),
        );
        assert_eq!(planning.refusal, executing.refusal);
        assert!(planning.is_audited);
        let audit = t.audit(audited);
        assert_eq!(audit.len(), 2);
        assert_eq!(audit[0], audit[1]);
    });
}

/// A permission that the trust policy of a role decides in the transaction.
fn asked_of_role(
    t: &Roster,
    operation: &'static Description,
    principal: &Principal,
    input: &Value,
) -> Permission {
    let caller = Arc::new(Caller {
        account_region: AccountRegion::of_region(ACCOUNT, REGION).expect("a Region"),
        principal: principal.clone(),
    });
    let circumstances = Circumstances {
        time: t.clock.now(),
        source: "127.0.0.1".parse().expect("an address"),
        secure: true,
        user_agent: None,
        referer: None,
    };
    let grants = Arc::new(Grants::new(Arc::default()));
    let attempt = Attempt::new(operation, caller, grants, circumstances, input);
    attempt.settle(false).expect("an open permission")
}

#[test]
fn the_guard_is_asked_when_a_plan_is_made_and_again_when_it_is_applied() {
    each_engine(async |t| {
        let assume = operations::find(Service::Sts, "AssumeRole").expect("an operation");
        let (ana, input) = prepared(&t, assume).await;
        let invocation = || {
            let permission = asked_of_role(&t, assume, &ana, &input);
            permitted(&t, assume, ana.clone(), permission)
        };
        let plan = t
            .service()
            .plan(invocation(), input.clone())
            .await
            .expect("a plan");
        t.change(Box::new(|transaction| {
            Box::pin(async move {
                for role in transaction.all::<IamRole>(&IamRole::BY_NAME, &Key::new()).await? {
                    let new = IamRole {
                        trust_policy: trust(&json!({"AWS": "arn:aws:iam::123456789012:user/bob"})),
                        principals: Some(Vec::new()),
                        ..role.clone()
                    };
                    transaction.update(&role, &new).await?;
                }
                Ok(())
            })
        }))
        .await;
        let audited = t.audited();

        let applied = t
            .service()
            .apply(invocation(), plan)
            .await
            .err()
            .expect("a refusal");
        let planned = t
            .service()
            .plan(invocation(), input.clone())
            .await
            .expect_err("a refusal");

        for refused in [applied, planned] {
            assert!(matches!(refused.refusal, Refusal::Denied(_)), "{refused:?}");
            assert!(refused.is_audited);
        }
        let audit = t.audit(audited);
        assert_eq!(audit.len(), 2);
        assert!(audit.iter().all(|record| record.decision.is_some()));
    });
}

#[test]
fn a_plan_is_applied_as_its_own_operation_only() {
    in_memory(async |t| {
        let mary = json!({"InstanceId": MANAGED, "UserId": MARY});
        let plan = planned(&t, operation("DeleteUser"), mary, &Principal::Root).await;

        let refused = refused(&t, operation("DeleteInstance"), plan).await;

        assert_eq!(refused.refusal, Refusal::Plan(PlanRefusal::OtherOperation));
        assert!(!refused.is_audited);
    });
}

#[test]
fn a_plan_whose_input_no_longer_fits_the_operation_is_refused() {
    in_memory(async |t| {
        let mary = json!({"InstanceId": MANAGED, "UserId": MARY});
        let delete = operation("DeleteUser");
        let mut plan = planned(&t, delete, mary, &Principal::Root).await;
        plan.input = json!({"InstanceId": MANAGED});

        let refused = refused(&t, delete, plan).await;

        assert_eq!(refused.refusal, Refusal::Plan(PlanRefusal::Unreadable));
    });
}
