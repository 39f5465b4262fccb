use roster_domain::Key;
use roster_domain::records::{PendingChange, User};
use roster_model::shapes::UserIdentityInfo;
use roster_testkit::{MANAGED, MARY};
use serde_json::{Value, json};

use super::*;

const APPROVE: &str = "roster:ApprovePendingChange";
const REJECT: &str = "roster:RejectPendingChange";

/// A change of Mary, who may edit users, of which the new address has been confirmed.
async fn confirmed(t: &Roster, asker: &Actor<'_>) -> Value {
    make_mary(t, "Admin").await;
    set_address(asker, NEW).await;
    t.change(Box::new(|transaction| {
        Box::pin(async move {
            let index = &PendingChange::BY_TIME;
            for old in transaction.all::<PendingChange>(index, &Key::new()).await? {
                let new = PendingChange {
                    waits_for_confirmation: false,
                    ..old.clone()
                };
                transaction.update(&old, &new).await?;
            }
            Ok(())
        })
    }))
    .await;
    only_waiting(t).await
}

#[test]
fn a_user_who_may_edit_users_needs_an_approval_by_a_second_principal() {
    enforcing().each_engine(async |t| {
        let (olga, ben) = (operator(&t, "olga").await, operator(&t, "ben").await);
        let change = confirmed(&t, &olga).await;
        assert_eq!(change["WaitsFor"], json!(["APPROVAL"]));

        let own = olga.call(APPROVE, about(&change)).await;
        assert_eq!(
            (own.status, own.error()),
            (403, Some("AccessDeniedException")),
            "{own}"
        );
        assert_eq!(address(&t).await, OLD);
        let answer = ben.call(APPROVE, about(&change)).await;

        assert_eq!(answer.status, 200, "{answer}");
        assert_eq!(address(&t).await, NEW);
        assert_eq!(waiting(&t).await, Vec::<Value>::new());
    });
}

#[test]
fn each_editing_profile_needs_approval_and_an_agent_does_not() {
    enforcing().in_memory(async |t| {
        for (profile, steps) in [
            ("Admin", json!(["APPROVAL", "CONFIRMATION"])),
            ("Agent", json!(["CONFIRMATION"])),
        ] {
            make_mary(&t, profile).await;
            set_address(&t.root(), &format!("{profile}@example.net")).await;
            assert_eq!(only_waiting(&t).await["WaitsFor"], steps, "{profile}");
        }
    });
}

#[test]
fn a_removal_waits_for_an_approval_because_no_address_can_confirm_it() {
    let clearing = Setup {
        omitted_email: roster_domain::rules::identity_info::OmittedEmail::Clear,
        ..enforcing()
    };
    clearing.each_engine(async |t| {
        let (olga, ben) = (operator(&t, "olga").await, operator(&t, "ben").await);
        let info = json!({"FirstName": "Mary", "LastName": "Miller"});
        let input = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": info});
        olga.done("UpdateUserIdentityInfo", input).await;
        let change = only_waiting(&t).await;
        assert_eq!(change["WaitsFor"], json!(["APPROVAL"]));
        assert_eq!(address(&t).await, OLD);

        ben.done(APPROVE, about(&change)).await;

        assert_eq!(address(&t).await, Value::Null);
    });
}

#[test]
fn an_approval_without_confirmation_applies_nothing() {
    enforcing().each_engine(async |t| {
        let (olga, ben) = (operator(&t, "olga").await, operator(&t, "ben").await);
        make_mary(&t, "Admin").await;
        set_address(&olga, NEW).await;
        let change = only_waiting(&t).await;

        ben.done(APPROVE, about(&change)).await;

        assert_eq!(address(&t).await, OLD);
        let approved = only_waiting(&t).await;
        assert_eq!(approved["WaitsFor"], json!(["CONFIRMATION"]));
        assert_eq!(approved["ApprovedBy"], "arn:aws:iam::123456789012:user/ben");
        let again = ben.call(APPROVE, about(&change)).await;
        assert_eq!(again.error(), Some("InvalidRequestException"), "{again}");
    });
}

#[test]
fn of_two_approvals_at_once_one_succeeds() {
    enforcing().each_engine(async |t| {
        let olga = operator(&t, "olga").await;
        let (ben, ida) = (operator(&t, "ben").await, operator(&t, "ida").await);
        let change = confirmed(&t, &olga).await;

        let (one, other) = tokio::join!(
            ben.call(APPROVE, about(&change)),
            ida.call(APPROVE, about(&change))
        );

        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 404], "{one} {other}");
        assert_eq!(address(&t).await, NEW);
    });
}

#[test]
fn an_approval_of_a_change_that_was_replaced_is_refused() {
    enforcing().each_engine(async |t| {
        let (olga, ben) = (operator(&t, "olga").await, operator(&t, "ben").await);
        let change = confirmed(&t, &olga).await;
        set_address(&olga, "worse@example.net").await;

        let answer = ben.call(APPROVE, about(&change)).await;

        assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
        assert_eq!(address(&t).await, OLD);
    });
}

#[test]
fn a_rejected_change_is_gone() {
    enforcing().each_engine(async |t| {
        let (olga, ben) = (operator(&t, "olga").await, operator(&t, "ben").await);
        let change = confirmed(&t, &olga).await;

        ben.done(REJECT, about(&change)).await;

        assert_eq!(waiting(&t).await, Vec::<Value>::new());
        assert_eq!(address(&t).await, OLD);
        let late = ben.call(APPROVE, about(&change)).await;
        assert_eq!(late.error(), Some("ResourceNotFoundException"), "{late}");
    });
}

#[test]
fn a_change_of_another_address_than_the_one_in_force_is_refused() {
    enforcing().each_engine(async |t| {
        let (olga, ben) = (operator(&t, "olga").await, operator(&t, "ben").await);
        let change = confirmed(&t, &olga).await;
        t.change(Box::new(|transaction| {
            Box::pin(async move {
                for old in transaction.all::<User>(&User::BY_USERNAME, &Key::new()).await? {
                    let info = UserIdentityInfo {
                        email: Some("third@example.com".to_owned().into()),
                        ..old.identity_info.clone()
                    };
                    let new = User {
                        identity_info: info,
                        ..old.clone()
                    };
                    transaction.update(&old, &new).await?;
                }
                Ok(())
            })
        }))
        .await;

        let answer = ben.call(APPROVE, about(&change)).await;

        assert_eq!(answer.error(), Some("InvalidRequestException"), "{answer}");
        assert_eq!(address(&t).await, "third@example.com");
        assert_eq!(waiting(&t).await.len(), 1);
    });
}

#[test]
fn other_changes_of_the_user_do_not_void_the_change() {
    enforcing().each_engine(async |t| {
        let (olga, ben) = (operator(&t, "olga").await, operator(&t, "ben").await);
        let change = confirmed(&t, &olga).await;
        let info = json!({"FirstName": "Maria", "LastName": "Major"});
        let input = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": info});
        olga.done("UpdateUserIdentityInfo", input).await;

        ben.done(APPROVE, about(&change)).await;

        let info = t.root().user(MANAGED, MARY).await["IdentityInfo"].take();
        assert_eq!(
            info,
            json!({"FirstName": "Maria", "LastName": "Major", "Email": NEW})
        );
    });
}

#[test]
fn the_audit_links_asking_approving_and_applying_by_the_id_of_the_change() {
    enforcing().each_engine(async |t| {
        let (olga, ben) = (operator(&t, "olga").await, operator(&t, "ben").await);
        let audited = t.audited();
        let change = confirmed(&t, &olga).await;

        ben.done(APPROVE, about(&change)).await;

        let audit = t.audit(audited);
        let [asked, approved] = [&audit[0], &audit[1]];
        let id = |record: &str, which: &roster_domain::audit::AuditRecord| {
            let mut changes = which.changes.iter();
            let found = changes.find(|change| change.record == record && change.member == "Id");
            let change = found.unwrap_or_else(|| panic!("{record} in {which:?}"));
            change
                .before
                .clone()
                .or_else(|| change.after.clone())
                .expect("a value")
        };
        assert_eq!(asked.operation.as_deref(), Some("UpdateUserIdentityInfo"));
        assert_eq!(id("pending_change", asked), change["Id"]);
        assert_eq!(approved.operation.as_deref(), Some("ApprovePendingChange"));
        assert_eq!(id("pending_change", approved), change["Id"]);
        assert_eq!(id("address_change", approved), change["Id"]);
    });
}
