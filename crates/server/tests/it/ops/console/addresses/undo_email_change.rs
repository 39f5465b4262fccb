use std::time::Duration;

use roster_domain::rules::takeover::TakeoverGuard;

use crate::takeover::{NEW, OLD, address, guarding, link_to, push, set_address};

const HOUR: Duration = Duration::from_hours(1);

#[test]
fn an_undo_restores_the_address_before_the_change_and_all_later_ones() {
    guarding(TakeoverGuard::Observe).each_engine(async |t| {
        set_address(&t.root(), NEW).await;
        let undo = link_to(&t, "EmailChanged", OLD).await.expect("a link");
        t.clock.advance(HOUR);
        set_address(&t.root(), "worse@example.net").await;
        let undo_of_attacker = link_to(&t, "EmailChanged", NEW).await.expect("a link");

        assert_eq!(push(&t, &undo).await, 200);

        assert_eq!(address(&t).await, OLD);
        assert_eq!(push(&t, &undo_of_attacker).await, 400);
        assert_eq!(address(&t).await, OLD);
    });
}
