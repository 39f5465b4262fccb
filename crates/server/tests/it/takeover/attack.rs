//! The attack that AWS's documentation warns of, played step by step, and its cousins.

use std::time::Duration;

use roster_domain::rules::takeover::TakeoverGuard;
use serde_json::json;

use super::*;
use crate::mails::token;

const PASSWORD: &str = "Mallory-was-here-1";

/// Asks for a reset of Mary's password, as anybody can.
async fn ask_for_reset(t: &Roster) {
    t.browser()
        .post("/console/demo/forgot-password", &[("username", "mary")])
        .await;
    t.at_rest().await;
}

/// Sets a password by a link of a mail; gives the status.
async fn reset(t: &Roster, link: &str) -> u16 {
    let fields = [("token", token(link)), ("password", PASSWORD)];
    t.browser()
        .post("/console/demo/reset-password", &fields)
        .await
        .status()
}

async fn may_sign_in(t: &Roster) -> bool {
    t.browser().sign_in("mary", PASSWORD).await.status() == 303
}

/// Changes the address, asks for a reset, opens the link, signs in. The attacker reads all mail to the new address, and
/// confirms it. Returns whether the account is taken over.
async fn attack(t: &Roster) -> bool {
    set_address(&t.root(), NEW).await;
    if let Some(confirm) = link_to(t, "ConfirmEmail", NEW).await {
        push(t, &confirm).await;
    }
    ask_for_reset(t).await;
    if let Some(link) = link_to(t, "PasswordReset", NEW).await {
        reset(t, &link).await;
    }
    may_sign_in(t).await
}

#[test]
fn the_attack_succeeds_under_off_without_a_mail_to_the_old_address() {
    guarding(TakeoverGuard::Off).each_engine(async |t| {
        assert!(attack(&t).await);

        assert_eq!(link_to(&t, "EmailChanged", OLD).await, None);
    });
}

#[test]
fn the_attack_is_reported_under_observe_and_can_be_undone() {
    guarding(TakeoverGuard::Observe).each_engine(async |t| {
        let audited = t.audited();
        assert!(attack(&t).await);
        let audit = t.audit(audited);
        let mut resets = audit
            .iter()
            .filter(|record| record.operation.as_deref() == Some("ResetPassword"));
        let reset = resets.next().expect("a record of the reset");
        let is_suspected = |change: &roster_domain::audit::Change| change.member == "SuspectedTakeover";
        assert!(reset.changes.iter().any(is_suspected), "{audit}");
        let mut attacker = t.browser();
        attacker.sign_in("mary", PASSWORD).await;
        assert_eq!(attacker.profile().await.status(), 200);

        let undo = link_to(&t, "EmailChanged", OLD).await.expect("a link");
        assert_eq!(push(&t, &undo).await, 200);

        assert_eq!(address(&t).await, OLD);
        assert_eq!(attacker.profile().await.status(), 303);
        assert!(!may_sign_in(&t).await);
        ask_for_reset(&t).await;
        assert_eq!(link_to(&t, "PasswordReset", OLD).await, None);
    });
}

#[test]
fn the_attack_fails_under_enforce_within_the_cool_off() {
    enforcing().each_engine(async |t| {
        assert!(!attack(&t).await);

        assert_eq!(link_to(&t, "PasswordReset", NEW).await, None);
        let undo = link_to(&t, "EmailChanged", OLD).await.expect("a link");
        assert_eq!(push(&t, &undo).await, 200);
        assert_eq!(address(&t).await, OLD);
    });
}

#[test]
fn after_the_cool_off_a_confirmed_address_gets_reset_mail() {
    enforcing().each_engine(async |t| {
        attack(&t).await;
        t.clock.advance(Duration::from_hours(24));

        ask_for_reset(&t).await;

        assert!(link_to(&t, "PasswordReset", NEW).await.is_some());
    });
}

#[test]
fn a_user_who_may_edit_users_is_not_taken_over_without_an_approval() {
    enforcing().each_engine(async |t| {
        make_mary(&t, "Admin").await;
        assert!(!attack(&t).await);
        t.clock.advance(Duration::from_hours(25));

        ask_for_reset(&t).await;

        assert_eq!(link_to(&t, "PasswordReset", NEW).await, None);
        assert_eq!(address(&t).await, OLD);
    });
}

#[test]
fn by_way_of_the_secondary_address_nothing_is_reset() {
    for guard in [TakeoverGuard::Off, TakeoverGuard::Observe, TakeoverGuard::Enforce] {
        guarding(guard).in_memory(async |t| {
            let info = json!({"FirstName": "Mary", "LastName": "Miller", "SecondaryEmail": NEW});
            let input = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": info});
            t.root().done("UpdateUserIdentityInfo", input).await;

            ask_for_reset(&t).await;

            assert_eq!(link_to(&t, "PasswordReset", NEW).await, None, "{guard:?}");
        });
    }
}

#[test]
fn a_reset_link_to_the_old_address_dies_with_the_change() {
    for guard in [TakeoverGuard::Off, TakeoverGuard::Observe, TakeoverGuard::Enforce] {
        guarding(guard).in_memory(async |t| {
            ask_for_reset(&t).await;
            let link = link_to(&t, "PasswordReset", OLD).await.expect("a link");

            set_address(&t.root(), NEW).await;

            assert_eq!(reset(&t, &link).await, 400, "{guard:?}");
        });
    }
}

#[test]
fn a_user_made_anew_has_nothing_of_the_old_one() {
    guarding(TakeoverGuard::Observe).each_engine(async |t| {
        set_address(&t.root(), NEW).await;
        let undo = link_to(&t, "EmailChanged", OLD).await.expect("a link");
        let mary = json!({"InstanceId": MANAGED, "UserId": MARY});
        t.root().done("DeleteUser", mary).await;

        let again = t.root().make_user(MANAGED, "mary").await;

        assert_ne!(again, MARY);
        assert_eq!(push(&t, &undo).await, 400);
        let info = t.root().user(MANAGED, &again).await["IdentityInfo"].take();
        assert_eq!(info["Email"], json!(null));
    });
}

#[test]
fn of_an_undo_and_a_reset_at_once_the_undo_wins() {
    guarding(TakeoverGuard::Observe).each_engine(async |t| {
        set_address(&t.root(), NEW).await;
        ask_for_reset(&t).await;
        let undo = link_to(&t, "EmailChanged", OLD).await.expect("a link");
        let link = link_to(&t, "PasswordReset", NEW).await.expect("a link");

        let (undone, _) = tokio::join!(push(&t, &undo), reset(&t, &link));

        assert_eq!(undone, 200);
        assert_eq!(address(&t).await, OLD);
        assert!(!may_sign_in(&t).await);
    });
}

#[test]
fn a_sync_of_a_thousand_users_by_a_trusted_principal_raises_no_alarm() {
    enforcing().in_memory(async |t| {
        let sync = trusted(&t).await;
        let audited = t.audited();

        for number in 0..1000 {
            set_address(&sync, &format!("mary{number}@example.com")).await;
        }

        assert_eq!(address(&t).await, "mary999@example.com");
        assert!(crate::mails::mails(&t).await.is_empty());
        let audit = t.audit(audited);
        let is_alarm = |change: &roster_domain::audit::Change| change.record != "user";
        assert!(!audit.iter().any(|record| record.changes.iter().any(is_alarm)));
    });
}
