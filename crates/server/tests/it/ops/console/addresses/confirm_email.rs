use std::time::Duration;

use roster_testkit::{MANAGED, MARY};
use serde_json::{Value, json};

use crate::takeover::{
    NEW, OLD, about, address, enforcing, link_to, make_mary, only_waiting, operator, push, set_address,
    waiting,
};

const HOUR: Duration = Duration::from_hours(1);

#[test]
fn the_link_in_the_mail_to_the_new_address_puts_it_in_force() {
    enforcing().each_engine(async |t| {
        set_address(&t.root(), NEW).await;
        let link = link_to(&t, "ConfirmEmail", NEW).await.expect("a link");
        t.browser().get(&link).await;
        assert_eq!(address(&t).await, OLD);

        assert_eq!(push(&t, &link).await, 200);

        assert_eq!(address(&t).await, NEW);
        assert_eq!(waiting(&t).await, Vec::<Value>::new());
        assert_eq!(push(&t, &link).await, 400);
        assert!(link_to(&t, "EmailChanged", OLD).await.is_some());
    });
}

#[test]
fn a_confirmation_without_approval_applies_nothing() {
    enforcing().each_engine(async |t| {
        let ben = operator(&t, "ben").await;
        make_mary(&t, "Admin").await;
        set_address(&t.root(), NEW).await;
        let link = link_to(&t, "ConfirmEmail", NEW).await.expect("a link");

        assert_eq!(push(&t, &link).await, 200);

        assert_eq!(address(&t).await, OLD);
        let change = only_waiting(&t).await;
        assert_eq!(change["WaitsFor"], json!(["APPROVAL"]));
        ben.done("roster:ApprovePendingChange", about(&change)).await;
        assert_eq!(address(&t).await, NEW);
    });
}

#[test]
fn the_links_of_a_replaced_change_and_of_a_deleted_user_do_not_work() {
    enforcing().each_engine(async |t| {
        set_address(&t.root(), NEW).await;
        let first = link_to(&t, "ConfirmEmail", NEW).await.expect("a link");
        set_address(&t.root(), "other@example.net").await;
        assert_eq!(push(&t, &first).await, 400);
        let second = link_to(&t, "ConfirmEmail", "other@example.net")
            .await
            .expect("a link");

        let mary = json!({"InstanceId": MANAGED, "UserId": MARY});
        t.root().done("DeleteUser", mary).await;

        assert_eq!(push(&t, &second).await, 400);
    });
}

#[test]
fn a_link_works_for_72_hours() {
    enforcing().each_engine(async |t| {
        set_address(&t.root(), NEW).await;
        let link = link_to(&t, "ConfirmEmail", NEW).await.expect("a link");
        t.clock.advance(72 * HOUR);

        assert_eq!(push(&t, &link).await, 400);

        assert_eq!(address(&t).await, OLD);
    });
}

#[test]
fn the_audit_links_a_confirmation_to_its_change() {
    enforcing().each_engine(async |t| {
        set_address(&t.root(), NEW).await;
        let change = only_waiting(&t).await;
        let link = link_to(&t, "ConfirmEmail", NEW).await.expect("a link");
        let audited = t.audited();

        push(&t, &link).await;

        let audit = t.audit(audited);
        let record = audit.only();
        assert_eq!(record.operation.as_deref(), Some("ConfirmEmail"));
        let ids = record.changes.iter().filter(|changed| changed.member == "Id");
        let ids: Vec<_> = ids
            .map(|changed| changed.before.clone().or(changed.after.clone()))
            .collect();
        assert_eq!(ids, [Some(change["Id"].clone()), Some(change["Id"].clone())]);
    });
}
