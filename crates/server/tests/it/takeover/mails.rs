use roster_domain::rules::takeover::TakeoverGuard;

use super::*;
use crate::mails::mails;

fn mail(kind: &'static str, to: &str) -> (&'static str, String) {
    (kind, to.to_owned())
}

#[test]
fn under_off_no_mail_is_sent() {
    guarding(TakeoverGuard::Off).each_engine(async |t| {
        set_address(&t.root(), NEW).await;

        assert_eq!(mails(&t).await, []);
    });
}

#[test]
fn under_observe_both_addresses_get_a_notice() {
    guarding(TakeoverGuard::Observe).each_engine(async |t| {
        set_address(&t.root(), NEW).await;

        assert_eq!(
            mails(&t).await,
            [mail("EmailChanged", NEW), mail("EmailChanged", OLD)]
        );
    });
}

#[test]
fn under_enforce_the_new_address_must_confirm_and_the_old_one_can_cancel() {
    enforcing().each_engine(async |t| {
        set_address(&t.root(), NEW).await;
        let expected = [mail("ConfirmEmail", NEW), mail("EmailChangePending", OLD)];
        assert_eq!(mails(&t).await, expected);

        set_address(&t.root(), NEW).await;

        assert_eq!(mails(&t).await, expected);
    });
}

#[test]
fn names_are_changed_without_a_mail() {
    for guard in [TakeoverGuard::Observe, TakeoverGuard::Enforce] {
        guarding(guard).each_engine(async |t| {
            set_address(&t.root(), OLD).await;

            assert_eq!(mails(&t).await, []);
        });
    }
}

#[test]
fn a_secondary_address_does_not_divert_the_notices() {
    for (guard, notice) in [
        (TakeoverGuard::Observe, "EmailChanged"),
        (TakeoverGuard::Enforce, "EmailChangePending"),
    ] {
        guarding(guard).in_memory(async |t| {
            let diverted = json!({"FirstName": "Mary", "LastName": "Miller", "SecondaryEmail": NEW});
            let input = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": diverted});
            t.root().done("UpdateUserIdentityInfo", input).await;

            set_address(&t.root(), NEW).await;

            assert!(mails(&t).await.contains(&mail(notice, OLD)), "{guard:?}");
        });
    }
}
