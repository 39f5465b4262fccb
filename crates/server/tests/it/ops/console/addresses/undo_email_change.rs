use std::time::Duration;

use roster_domain::records::LinkPurpose;
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

#[test]
fn the_cost_of_a_change_does_not_grow_with_the_changes_before_it() {
    guarding(TakeoverGuard::Observe).each_engine(async |t| {
        let root = t.root();
        let mut costs = Vec::new();
        for number in 0..60 {
            let before = t.scanned();
            set_address(&root, &format!("mary{number}@example.com")).await;
            costs.push(t.scanned() - before);
        }

        assert!(costs[59] <= costs[15], "{costs:?}");

        // What can be undone no more is forgotten on the way.
        for number in 60..90 {
            t.clock.advance(LinkPurpose::UndoEmailChange.lifetime());
            set_address(&root, &format!("mary{number}@example.com")).await;
        }
        let before = t.scanned();
        set_address(&root, NEW).await;
        assert!(t.scanned() - before < costs[15], "{costs:?}");
    });
}
