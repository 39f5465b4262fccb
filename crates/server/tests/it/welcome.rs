//! The mail that welcomes a new user.

use std::time::Duration;

use roster_testkit::{MANAGED, Roster, Setup, each_engine, with};
use serde_json::{Value, json};

use crate::mails::{mails, token};

const CHOSEN: &str = "Quite-New-1";

fn welcoming() -> Setup {
    Setup {
        welcome_mail: true,
        ..Setup::default()
    }
}

fn identity(email: &str) -> Value {
    json!({"FirstName": "Ana", "LastName": "Alvarez", "Email": email})
}

/// Makes Ana, and gives her id.
async fn make_ana(t: &Roster) -> String {
    let ana = t.root().new_user(MANAGED, "ana").await;
    let ana = with(ana, json!({"IdentityInfo": identity("ana@example.com")}));
    let made = t.root().done("CreateUser", ana).await;
    made["UserId"].as_str().expect("an id").to_owned()
}

/// The path of the link in the welcome.
async fn link(t: &Roster) -> String {
    let mails = t.root().all("roster:ListMails", json!({}), 10).await;
    let text = mails[0]["Text"].as_str().expect("a text");
    let start = text.find("/console/demo/choose-password?token=").expect("a link");
    text[start..].lines().next().expect("a line").to_owned()
}

#[test]
fn a_new_user_chooses_a_password_by_the_link_of_the_welcome_once() {
    welcoming().each_engine(async |t| {
        make_ana(&t).await;
        assert_eq!(mails(&t).await, [("Welcome", "ana@example.com".to_owned())]);
        let link = link(&t).await;
        let mut browser = t.browser();

        let form = browser.get(&link).await;
        let fields = [("token", token(&link)), ("password", CHOSEN)];
        let chosen = browser.post("/console/demo/reset-password", &fields).await;

        assert_eq!(form.status(), 200);
        assert!(form.text().contains("ana"), "{form}");
        assert_eq!(chosen.location(), Some("sign-in?password-changed"));
        assert_eq!(t.browser().sign_in("ana", CHOSEN).await.status(), 303);
        assert_eq!(t.browser().sign_in("ana", "Passw0rd").await.status(), 401);
        let again = browser.post("/console/demo/reset-password", &fields).await;
        assert_eq!(again.status(), 400);
    });
}

#[test]
fn the_link_of_a_welcome_works_for_a_week() {
    welcoming().each_engine(async |t| {
        make_ana(&t).await;
        let link = link(&t).await;
        let almost_a_week = Duration::from_secs(7 * 24 * 3600 - 1);

        t.clock.advance(almost_a_week);
        let mut browser = t.browser();
        assert_eq!(browser.get(&link).await.status(), 200);

        t.clock.advance(Duration::from_secs(1));
        assert_eq!(browser.get(&link).await.status(), 400);
    });
}

#[test]
fn a_change_of_the_address_makes_the_link_of_a_welcome_useless() {
    welcoming().each_engine(async |t| {
        let ana = make_ana(&t).await;
        let link = link(&t).await;
        let info = identity("anna@example.com");
        let update = json!({"InstanceId": MANAGED, "UserId": ana, "IdentityInfo": info});

        t.root().done("UpdateUserIdentityInfo", update).await;

        assert_eq!(t.browser().get(&link).await.status(), 400);
    });
}

#[test]
fn a_new_user_without_a_primary_address_gets_no_welcome() {
    welcoming().each_engine(async |t| {
        t.root().make_user(MANAGED, "bo").await;

        assert_eq!(mails(&t).await, []);
    });
}

#[test]
fn nobody_is_welcomed_by_default() {
    each_engine(async |t| {
        make_ana(&t).await;

        assert_eq!(mails(&t).await, []);
    });
}
