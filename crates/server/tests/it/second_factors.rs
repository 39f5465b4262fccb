//! Users with a second factor, and what holds of it beyond a single operation.

use std::time::Duration;

use roster_domain::Id;
use roster_domain::clock::Clock;
use roster_domain::records::SecondFactor;
use roster_domain::rules::second_factor::SecondFactorPolicy;
use roster_domain::totp::{self, TotpSecret};
use roster_model::shapes::Timestamp;
use roster_store::Transaction;
use roster_testkit::{Browser, MANAGED, Roster, Setup, WebPage, with};
use serde_json::json;

use crate::mails::{mails, reset_link, token};

/// The password of users that the kit makes.
pub(crate) const PASSWORD: &str = "Passw0rd";

/// The page that asks for a code, and its form.
pub(crate) const PAGE: &str = "/console/demo/second-factor";
/// The form with the first code.
pub(crate) const ENROLL: &str = "/console/demo/enroll-second-factor";

/// What the page for signing in is asked for when a sign-in waits no more.
pub(crate) const OVER: Option<&str> = Some("sign-in?took-too-long");

/// A setup in which users who may edit users need a second factor.
pub(crate) fn requiring() -> Setup {
    Setup {
        second_factor: SecondFactorPolicy::Editors,
        ..Setup::default()
    }
}

/// Makes a user who may edit users; gives the id.
pub(crate) async fn make_editor(t: &Roster, username: &str) -> String {
    let profiles = t
        .root()
        .all("ListSecurityProfiles", json!({"InstanceId": MANAGED}), 100)
        .await;
    let admin = profiles.iter().find(|profile| profile["Name"] == "Admin");
    let editor = with(
        t.root().new_user(MANAGED, username).await,
        json!({
            "SecurityProfileIds": [admin.expect("the profile Admin")["Id"]],
            "IdentityInfo": {"FirstName": "Ana", "LastName": "Alvarez", "Email": "ana@example.com"},
        }),
    );
    let made = t.root().done("CreateUser", editor).await;
    made["UserId"].as_str().expect("an id").to_owned()
}

/// Sends a code by a form.
pub(crate) async fn send(browser: &mut Browser<'_>, form: &str, code: &str) -> WebPage {
    browser.post(form, &[("code", code)]).await
}

/// The secret on a page.
pub(crate) fn secret(page: &WebPage) -> TotpSecret {
    let text = page.text();
    let uri = text.split("otpauth://totp/").nth(1).expect("a link for an app");
    let secret = uri.split("secret=").nth(1).and_then(|rest| rest.get(..32));
    secret.and_then(TotpSecret::parse).expect("a secret")
}

/// The recovery codes on a page.
pub(crate) fn recovery_codes(page: &WebPage) -> Vec<String> {
    let text = page.text();
    let codes = text.split("<li><code>").skip(1);
    codes
        .map(|rest| rest.split('<').next().expect("a code").to_owned())
        .collect()
}

/// The code that an app shows now.
pub(crate) fn code(t: &Roster, secret: &TotpSecret) -> String {
    secret.code_of(totp::step_at(Timestamp::from(t.clock.now())))
}

/// The code that an app shows next.
pub(crate) fn next_code(t: &Roster, secret: &TotpSecret) -> String {
    t.clock.advance(Duration::from_secs(30));
    code(t, secret)
}

/// Shows the password, which leads to the page that asks for a code.
pub(crate) async fn show_password(browser: &mut Browser<'_>, username: &str) -> WebPage {
    let answer = browser.sign_in(username, PASSWORD).await;
    assert_eq!(
        (answer.status(), answer.location()),
        (303, Some("second-factor")),
        "{answer}"
    );
    browser.get(PAGE).await
}

/// Sets up a second factor, and signs in; gives the secret and the recovery codes.
pub(crate) async fn enroll(
    t: &Roster,
    browser: &mut Browser<'_>,
    username: &str,
) -> (TotpSecret, Vec<String>) {
    let secret = secret(&show_password(browser, username).await);
    let page = send(browser, ENROLL, &code(t, &secret)).await;
    assert_eq!(page.status(), 200, "{page}");
    (secret, recovery_codes(&page))
}

/// The second factor of a user, as it is stored.
pub(crate) async fn stored(t: &Roster, user: &str) -> Option<SecondFactor> {
    let key = SecondFactor::key_of(&id(MANAGED), &id(user));
    t.look(Box::new(move |rows| {
        let key = key.clone();
        Box::pin(async move { Transaction::new(rows).get(&key).await })
    }))
    .await
}

/// Stores a second factor of a user, which no code fits.
pub(crate) async fn store(t: &Roster, instance: &str, user: &str) {
    let factor = SecondFactor {
        instance_id: id(instance),
        user_id: id(user),
        secret: "encrypted".to_owned(),
        created: Timestamp::from(t.clock.now()),
        enrolling: None,
        last_step: None,
        recovery_codes: Vec::new(),
    };
    t.change(Box::new(move |transaction| {
        let factor = factor.clone();
        Box::pin(async move { transaction.insert(&factor).await })
    }))
    .await;
}

fn id(text: &str) -> Id {
    Id::parse(text).expect("an id")
}

#[test]
fn a_password_that_was_reset_by_mail_does_not_replace_the_second_factor() {
    requiring().each_engine(async |t| {
        let ana = make_editor(&t, "ana").await;
        let (secret, _) = enroll(&t, &mut t.browser(), "ana").await;
        let link = reset_link(&t, &ana).await;
        let fields = [("token", token(&link)), ("password", "Quite-New-1")];
        let reset = t.browser().post("/console/demo/reset-password", &fields).await;
        assert_eq!(reset.status(), 303);

        let mut browser = t.browser();
        let answer = browser.sign_in("ana", "Quite-New-1").await;

        assert_eq!(answer.location(), Some("second-factor"));
        assert_eq!(browser.cookie("session"), None);
        let answer = send(&mut browser, PAGE, &next_code(&t, &secret)).await;
        assert_eq!(answer.location(), Some("profile"));
    });
}

#[test]
fn a_new_password_ends_sign_ins_that_wait() {
    requiring().each_engine(async |t| {
        let ana = make_editor(&t, "ana").await;
        let (secret, _) = enroll(&t, &mut t.browser(), "ana").await;
        let mut thief = t.browser();
        show_password(&mut thief, "ana").await;
        let link = reset_link(&t, &ana).await;

        let fields = [("token", token(&link)), ("password", "Quite-New-1")];
        t.browser().post("/console/demo/reset-password", &fields).await;

        let answer = send(&mut thief, PAGE, &next_code(&t, &secret)).await;
        assert_eq!((answer.status(), answer.location()), (303, OVER));
        assert_eq!(thief.profile().await.status(), 303);
    });
}

#[test]
fn neither_secret_nor_codes_are_in_the_audit() {
    requiring().each_engine(async |t| {
        make_editor(&t, "ana").await;
        let mut browser = t.browser();
        let (secret, codes) = enroll(&t, &mut browser, "ana").await;
        let mut other = t.browser();
        show_password(&mut other, "ana").await;
        let later = next_code(&t, &secret);
        send(&mut other, PAGE, &later).await;
        show_password(&mut other, "ana").await;
        send(&mut other, PAGE, &codes[0]).await;
        let token = other.cookie("session").expect("a session").to_owned();

        let audit = serde_json::to_string(&t.audit(0).0).expect("JSON");

        for shown in [
            "OpenSecondFactor",
            "EnrollSecondFactor",
            "FinishSignIn",
            "RecoveryCodes",
        ] {
            assert!(audit.contains(shown), "{shown}: {audit}");
        }
        let hidden = [secret.to_text(), format!("\"{later}\""), token];
        for hidden in hidden.iter().chain(&codes) {
            assert!(!audit.contains(hidden.as_str()), "{hidden}: {audit}");
        }
    });
}

#[test]
fn a_secret_is_stored_encrypted_and_recovery_codes_as_hashes() {
    requiring().each_engine(async |t| {
        let ana = make_editor(&t, "ana").await;
        let (secret, codes) = enroll(&t, &mut t.browser(), "ana").await;

        let factor = stored(&t, &ana).await.expect("a second factor");

        let stored = serde_json::to_string(&factor).expect("JSON");
        assert_eq!(factor.recovery_codes.len(), 10);
        for plain in codes.iter().chain([&secret.to_text()]) {
            assert!(!stored.contains(plain.as_str()), "{stored}");
        }
    });
}

#[test]
fn a_user_gets_a_mail_about_every_change_of_the_second_factor() {
    requiring().each_engine(async |t| {
        let ana = make_editor(&t, "ana").await;
        let mut browser = t.browser();
        let (secret, codes) = enroll(&t, &mut browser, "ana").await;
        show_password(&mut browser, "ana").await;
        send(&mut browser, PAGE, "wrong").await;
        send(&mut browser, PAGE, &codes[0]).await;
        let csrf = browser.profile().await.csrf();
        let code = next_code(&t, &secret);
        let fields = [("csrf", csrf.as_str()), ("code", code.as_str())];
        browser.post("/console/demo/renew-recovery-codes", &fields).await;
        show_password(&mut browser, "ana").await;
        send(&mut browser, PAGE, &next_code(&t, &secret)).await;

        let user = json!({"InstanceId": MANAGED, "UserId": ana});
        t.root().done("roster:DeleteSecondFactor", user).await;

        let expected = [
            "RecoveryCodeUsed",
            "RecoveryCodesRenewed",
            "SecondFactorDeleted",
            "SecondFactorEnrolled",
        ];
        let expected = expected.map(|kind| (kind, "ana@example.com".to_owned()));
        assert_eq!(mails(&t).await, expected);
    });
}

#[test]
fn a_second_factor_goes_with_its_user() {
    requiring().each_engine(async |t| {
        let ana = make_editor(&t, "ana").await;
        enroll(&t, &mut t.browser(), "ana").await;
        assert!(stored(&t, &ana).await.is_some());

        let user = json!({"InstanceId": MANAGED, "UserId": ana});
        t.root().done("DeleteUser", user).await;

        assert!(stored(&t, &ana).await.is_none());
    });
}

#[test]
fn a_place_is_known_only_after_the_code() {
    let setup = Setup {
        new_sign_in_mail: true,
        ..requiring()
    };
    setup.each_engine(async |t| {
        make_editor(&t, "ana").await;
        let mut browser = t.browser();

        let page = show_password(&mut browser, "ana").await;
        assert!(mails(&t).await.is_empty());
        send(&mut browser, ENROLL, &code(&t, &secret(&page))).await;

        let address = || "ana@example.com".to_owned();
        assert_eq!(
            mails(&t).await,
            [("NewSignIn", address()), ("SecondFactorEnrolled", address())]
        );
    });
}
