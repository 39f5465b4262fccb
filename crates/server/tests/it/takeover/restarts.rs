//! A server that starts again with the guard in another mode.

use roster_domain::rules::takeover::TakeoverGuard;
use serde_json::Value;

use super::*;

/// Under enforce, changes Mary's address. Then the server starts with the guard off.
async fn switched_off(t: Roster) -> Option<Roster> {
    set_address(&t.root(), NEW).await;
    t.restarted_with(guarding(TakeoverGuard::Off)).await
}

#[test]
fn a_change_that_waits_when_the_guard_is_switched_off_applies_when_it_is_confirmed() {
    enforcing().each_engine(async |t| {
        let Some(t) = switched_off(t).await else { return };
        assert_eq!(address(&t).await, OLD);
        assert_eq!(only_waiting(&t).await["NewEmail"], NEW);

        let confirm = link_to(&t, "ConfirmEmail", NEW).await.expect("a link");
        assert_eq!(push(&t, &confirm).await, 200);

        assert_eq!(address(&t).await, NEW);
        assert_eq!(waiting(&t).await, Vec::<Value>::new());
    });
}

#[test]
fn a_change_made_after_the_guard_is_switched_off_replaces_the_one_that_waits() {
    enforcing().each_engine(async |t| {
        let Some(t) = switched_off(t).await else { return };
        let confirm = link_to(&t, "ConfirmEmail", NEW).await.expect("a link");

        set_address(&t.root(), "mary@example.org").await;

        assert_eq!(address(&t).await, "mary@example.org");
        assert_eq!(waiting(&t).await, Vec::<Value>::new());
        assert_eq!(push(&t, &confirm).await, 400);
    });
}

#[test]
fn a_change_made_with_the_guard_off_stays_when_the_guard_is_switched_on() {
    guarding(TakeoverGuard::Off).each_engine(async |t| {
        set_address(&t.root(), NEW).await;

        let Some(t) = t.restarted_with(enforcing()).await else {
            return;
        };

        assert_eq!(address(&t).await, NEW);
        set_address(&t.root(), OLD).await;
        assert_eq!(address(&t).await, NEW);
        assert_eq!(only_waiting(&t).await["NewEmail"], OLD);
    });
}
