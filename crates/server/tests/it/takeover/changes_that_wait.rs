use std::time::Duration;

use roster_domain::rules::takeover::TakeoverGuard;
use roster_testkit::{MANAGED, MARY, Request};
use serde_json::{Value, json};

use super::*;

const HOUR: Duration = Duration::from_hours(1);

#[test]
fn under_off_and_observe_a_change_applies_at_once() {
    for guard in [TakeoverGuard::Off, TakeoverGuard::Observe] {
        guarding(guard).each_engine(async |t| {
            set_address(&t.root(), NEW).await;

            assert_eq!(address(&t).await, NEW);
            assert_eq!(waiting(&t).await, Vec::<Value>::new());
        });
    }
}

#[test]
fn under_off_the_audit_shows_the_change_and_nothing_else() {
    guarding(TakeoverGuard::Off).in_memory(async |t| {
        let audited = t.audited();

        set_address(&t.root(), NEW).await;

        let audit = t.audit(audited);
        let changes = &audit.only().changes;
        let members: Vec<_> = changes.iter().map(|change| change.member.as_str()).collect();
        assert_eq!(members, ["IdentityInfo.Email"]);
    });
}

#[test]
fn under_observe_the_audit_marks_the_change() {
    guarding(TakeoverGuard::Observe).each_engine(async |t| {
        let audited = t.audited();

        set_address(&t.root(), NEW).await;

        let audit = t.audit(audited);
        let marks = audit.only().changes.iter();
        let marks: Vec<_> = marks
            .filter(|change| change.record == "address_change")
            .map(|change| change.member.as_str())
            .collect();
        assert_eq!(marks, ["Id"]);
    });
}

#[test]
fn under_enforce_the_address_in_force_stays_and_the_rest_applies() {
    enforcing().each_engine(async |t| {
        let info = json!({"FirstName": "Maria", "LastName": "Major", "Email": NEW, "Mobile": "+15555550100"});
        let input = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": info});

        let answer = t.root().call("UpdateUserIdentityInfo", input).await;

        assert_eq!((answer.status, answer.body.len()), (200, 0));
        let info = t.root().user(MANAGED, MARY).await["IdentityInfo"].take();
        assert_eq!(
            info,
            json!({"FirstName": "Maria", "LastName": "Major", "Email": OLD, "Mobile": "+15555550100"})
        );
        let change = only_waiting(&t).await;
        assert_eq!([&change["Email"], &change["NewEmail"]], [OLD, NEW]);
        assert_eq!(change["WaitsFor"], json!(["CONFIRMATION"]));
        assert_eq!(change["AskedBy"], "arn:aws:iam::123456789012:root");
        assert_eq!(change["AskedFrom"], "127.0.0.1");
    });
}

#[test]
fn a_change_that_waits_has_the_run_of_the_request_that_asked_for_it() {
    enforcing().each_engine(async |t| {
        let asking = |address: &str| {
            let info = json!({"FirstName": "Mary", "LastName": "Miller", "Email": address});
            let path = format!("/users/{MANAGED}/{MARY}/identity-info");
            Request::new("POST", &path).body(json!({"IdentityInfo": info}).to_string())
        };

        let of_run = asking(NEW).header("x-roster-run-id", "20261121T101530.125-ab12");
        assert_eq!(t.root().send(&of_run).await.status, 200);
        assert_eq!(only_waiting(&t).await["Run"], "20261121T101530.125-ab12");

        assert_eq!(t.root().send(&asking("third@example.net")).await.status, 200);
        assert_eq!(only_waiting(&t).await["Run"], Value::Null);
    });
}

#[test]
fn a_first_address_and_a_new_user_are_no_takeover() {
    enforcing().each_engine(async |t| {
        let ana = t.root().make_user(MANAGED, "ana").await;
        let info = json!({"FirstName": "Ana", "LastName": "Alvarez", "Email": "ana@example.com"});
        let input = json!({"InstanceId": MANAGED, "UserId": ana, "IdentityInfo": info});

        t.root().done("UpdateUserIdentityInfo", input).await;

        assert_eq!(t.root().user(MANAGED, &ana).await["IdentityInfo"], info);
        assert_eq!(waiting(&t).await, Vec::<Value>::new());
    });
}

#[test]
fn a_retry_of_the_same_change_leaves_it_as_it_is() {
    enforcing().each_engine(async |t| {
        set_address(&t.root(), NEW).await;
        let first = only_waiting(&t).await;
        t.clock.advance(HOUR);

        set_address(&t.root(), NEW).await;

        assert_eq!(only_waiting(&t).await, first);
    });
}

#[test]
fn another_address_replaces_the_one_that_waits() {
    enforcing().each_engine(async |t| {
        set_address(&t.root(), NEW).await;
        let first = only_waiting(&t).await;

        set_address(&t.root(), "other@example.net").await;

        let second = only_waiting(&t).await;
        assert_eq!(second["NewEmail"], "other@example.net");
        assert_ne!(second["Id"], first["Id"]);
    });
}

#[test]
fn the_address_in_force_drops_what_waits_and_an_update_without_address_does_not() {
    enforcing().each_engine(async |t| {
        set_address(&t.root(), NEW).await;
        let info = json!({"FirstName": "Maria", "LastName": "Major"});
        let input = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": info});
        t.root().done("UpdateUserIdentityInfo", input).await;
        assert_eq!(waiting(&t).await.len(), 1);

        set_address(&t.root(), OLD).await;

        assert_eq!(waiting(&t).await, Vec::<Value>::new());
    });
}

#[test]
fn what_waits_goes_with_its_user() {
    enforcing().each_engine(async |t| {
        set_address(&t.root(), NEW).await;
        let audited = t.audited();

        let mary = json!({"InstanceId": MANAGED, "UserId": MARY});
        t.root().done("DeleteUser", mary).await;

        assert_eq!(waiting(&t).await, Vec::<Value>::new());
        assert_eq!(t.audit(audited).len(), 1);
    });
}

#[test]
fn a_change_is_void_after_72_hours() {
    enforcing().each_engine(async |t| {
        let olga = operator(&t, "olga").await;
        make_mary(&t, "Admin").await;
        set_address(&t.root(), NEW).await;
        let change = only_waiting(&t).await;
        t.clock.advance(71 * HOUR);
        assert_eq!(waiting(&t).await.len(), 1);

        t.clock.advance(HOUR);

        assert_eq!(waiting(&t).await, Vec::<Value>::new());
        let answer = olga.call("roster:ApprovePendingChange", about(&change)).await;
        assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
        set_address(&t.root(), NEW).await;
        assert_ne!(only_waiting(&t).await["Id"], change["Id"]);
    });
}

#[test]
fn a_change_that_waits_is_shown_and_of_others_nothing() {
    enforcing().each_engine(async |t| {
        let mary = json!({"InstanceId": MANAGED, "UserId": MARY});
        let nothing = t.root().call("roster:DescribePendingChange", mary.clone()).await;
        assert_eq!(nothing.error(), Some("ResourceNotFoundException"), "{nothing}");
        set_address(&t.root(), NEW).await;

        let shown = t.root().done("roster:DescribePendingChange", mary).await;

        assert_eq!(shown["PendingChange"], only_waiting(&t).await);
    });
}
