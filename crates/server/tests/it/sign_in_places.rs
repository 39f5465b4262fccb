//! The mail that tells a user of a sign-in from an unknown place.

use std::net::IpAddr;
use std::time::Duration;

use roster_domain::Id;
use roster_domain::records::SignInPlaces;
use roster_store::Transaction;
use roster_testkit::{MANAGED, Roster, Setup, each_engine, with};
use serde_json::json;

use crate::mails::mails;

const PASSWORD: &str = "Passw0rd";
const DAY: Duration = Duration::from_hours(24);

fn telling() -> Setup {
    Setup {
        new_sign_in_mail: true,
        ..Setup::default()
    }
}

/// Makes Ana, and gives her id.
async fn make_ana(t: &Roster) -> String {
    let info = json!({"FirstName": "Ana", "LastName": "Alvarez", "Email": "ana@example.com"});
    let ana = t.root().new_user(MANAGED, "ana").await;
    let ana = with(ana, json!({"IdentityInfo": info}));
    let made = t.root().done("CreateUser", ana).await;
    made["UserId"].as_str().expect("an id").to_owned()
}

async fn sign_in(t: &Roster, source: &str, password: &str) -> u16 {
    let source: IpAddr = source.parse().expect("an address");
    t.browser().from(source).sign_in("ana", password).await.status()
}

/// How many mails tell of a sign-in.
async fn told(t: &Roster) -> usize {
    let mails = mails(t).await;
    let expected = ("NewSignIn", "ana@example.com".to_owned());
    assert!(mails.iter().all(|mail| *mail == expected), "{mails:?}");
    mails.len()
}

async fn places(t: &Roster, user: &str) -> Option<SignInPlaces> {
    let id = |text: &str| Id::parse(text).expect("an id");
    let key = SignInPlaces::key_of(&id(MANAGED), &id(user));
    t.look(Box::new(move |rows| {
        let key = key.clone();
        Box::pin(async move { Transaction::new(rows).get(&key).await })
    }))
    .await
}

#[test]
fn a_sign_in_from_an_unknown_network_causes_one_mail() {
    telling().each_engine(async |t| {
        make_ana(&t).await;
        for (source, expected) in [
            ("127.0.0.1", 1),
            ("127.0.0.1", 1),
            ("127.0.0.2", 1),
            ("127.0.1.1", 2),
            ("127.0.0.1", 2),
        ] {
            assert_eq!(sign_in(&t, source, PASSWORD).await, 303);
            assert_eq!(told(&t).await, expected, "{source}");
        }
        let mails = t.root().all("roster:ListMails", json!({}), 10).await;
        let text = mails[1]["Text"].as_str().expect("a text");
        assert!(text.contains("127.0.1.1"), "{text}");
    });
}

#[test]
fn a_failed_sign_in_makes_no_place_known() {
    telling().each_engine(async |t| {
        let ana = make_ana(&t).await;

        assert_eq!(sign_in(&t, "127.0.0.1", "Wrong-Passw0rd").await, 401);

        assert_eq!((told(&t).await, places(&t, &ana).await), (0, None));
    });
}

#[test]
fn a_place_is_unknown_again_90_days_after_the_last_sign_in_from_there() {
    telling().each_engine(async |t| {
        make_ana(&t).await;
        for (days, expected) in [(0, 1), (89, 1), (89, 1), (90, 2)] {
            t.clock.advance(DAY * days);
            assert_eq!(sign_in(&t, "127.0.0.1", PASSWORD).await, 303);
            assert_eq!(told(&t).await, expected);
        }
    });
}

#[test]
fn places_are_stored_as_hashes_and_go_with_the_user() {
    telling().each_engine(async |t| {
        let ana = make_ana(&t).await;
        sign_in(&t, "127.0.1.1", PASSWORD).await;
        let stored = serde_json::to_string(&places(&t, &ana).await.expect("places")).expect("JSON");
        assert!(!stored.contains("127.0"), "{stored}");

        let user = json!({"InstanceId": MANAGED, "UserId": ana});
        t.root().done("DeleteUser", user).await;

        assert_eq!(places(&t, &ana).await, None);
    });
}

#[test]
fn by_default_places_are_neither_stored_nor_told() {
    each_engine(async |t| {
        let ana = make_ana(&t).await;

        assert_eq!(sign_in(&t, "127.0.0.1", PASSWORD).await, 303);

        assert_eq!((told(&t).await, places(&t, &ana).await), (0, None));
    });
}
