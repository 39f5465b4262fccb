//! Several servers of one directory: what one has mailed or holds back, each of them carries out.

use serde_json::Value;

use super::*;

#[test]
fn a_link_of_one_server_confirms_a_change_on_another() {
    enforcing().each_engine_together(async |rosters| {
        let (first, last) = (&rosters[0], &rosters[rosters.len() - 1]);
        set_address(&first.root(), NEW).await;
        let confirm = link_to(first, "ConfirmEmail", NEW).await.expect("a link");

        assert_eq!(push(last, &confirm).await, 200);

        for t in &rosters {
            assert_eq!(address(t).await, NEW);
            assert_eq!(waiting(t).await, Vec::<Value>::new());
        }
    });
}

#[test]
fn a_link_of_one_server_cancels_a_change_on_another() {
    enforcing().each_engine_together(async |rosters| {
        let (first, last) = (&rosters[0], &rosters[rosters.len() - 1]);
        set_address(&first.root(), NEW).await;
        let cancel = link_to(first, "EmailChangePending", OLD).await.expect("a link");
        let confirm = link_to(first, "ConfirmEmail", NEW).await.expect("a link");

        assert_eq!(push(last, &cancel).await, 200);

        assert_eq!(push(first, &confirm).await, 400);
        assert_eq!(address(first).await, OLD);
    });
}

#[test]
fn a_change_that_is_approved_and_rejected_on_all_servers_at_once_ends_once() {
    enforcing().each_engine_together(async |rosters| {
        let first = &rosters[0];
        operator(first, "olga").await;
        make_mary(first, "Admin").await;
        let ben = operator(first, "ben").await;
        set_address(&first.root(), NEW).await;
        let change = only_waiting(first).await;
        let confirm = link_to(first, "ConfirmEmail", NEW).await.expect("a link");
        push(first, &confirm).await;

        let decisions = (0..6).map(async |number| {
            let t = &rosters[number % rosters.len()];
            let decision = ["ApprovePendingChange", "RejectPendingChange"][number / 3];
            let approver = t.actor(ben.key());
            let answer = approver.call(&format!("roster:{decision}"), about(&change)).await;
            (decision, answer.status)
        });
        let decisions = futures_util::future::join_all(decisions).await;

        let done: Vec<_> = decisions.iter().filter(|(_, status)| *status == 200).collect();
        let [(decision, _)] = done[..] else {
            panic!("{decisions:?}");
        };
        let expected = if *decision == "ApprovePendingChange" {
            NEW
        } else {
            OLD
        };
        assert_eq!(address(first).await, expected);
        assert_eq!(waiting(first).await, Vec::<Value>::new());
    });
}
