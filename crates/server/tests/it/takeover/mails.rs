use roster_domain::Key;
use roster_domain::records::Mail;
use roster_domain::rules::takeover::TakeoverGuard;
use roster_store::Transaction;

use super::*;

/// The mails that were sent, by kind and address, in order.
async fn mails(t: &Roster) -> Vec<(&'static str, String)> {
    let stored: Vec<Mail> = t
        .look(Box::new(|rows| {
            Box::pin(async move { Transaction::new(rows).all(Mail::BY_TIME, &Key::new()).await })
        }))
        .await;
    let mut mails: Vec<_> = stored
        .into_iter()
        .map(|mail| (mail.kind.name(), mail.to))
        .collect();
    // Those of one request have one time, and random ids.
    mails.sort();
    mails
}

fn mail(kind: &'static str, to: &str) -> (&'static str, String) {
    (kind, to.to_owned())
}

#[test]
fn under_off_nobody_is_told() {
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
