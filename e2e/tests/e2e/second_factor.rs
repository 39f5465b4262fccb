//! A second factor: set up, used, replaced by a recovery code, in a browser.

use roster_domain::clock::{Clock, SystemClock};
use roster_domain::totp::step_at;
use roster_domain::{RecoveryCode, TotpSecret};

use crate::harness::{Browser, Mail, Page, Roster, Start, Visitor};
use crate::pages::{PASSWORD, must_be_well_made, new_anna_with, sign_in, url};

const ADDRESS: &str = "anna@example.com";

/// A server on which anna may edit users, and so needs a second factor.
fn server() -> Roster {
    let server = Start::with(&["--demo", "--second-factor", "editors"]).start();
    new_anna_with(&server, "Admin");
    server
}

/// The key that a page shows for an authenticator app.
fn key(page: &Page) -> TotpSecret {
    let mut lines = page.text.lines();
    let key = lines.find_map(|line| TotpSecret::parse(&line.replace(' ', "")));
    key.unwrap_or_else(|| panic!("{page:?}"))
}

/// The recovery codes that a page shows.
fn recovery_codes(page: &Page) -> Vec<String> {
    let lines = page.text.lines().map(str::trim);
    lines
        .filter(|line| RecoveryCode::parse(line).is_some())
        .map(ToOwned::to_owned)
        .collect()
}

/// What the app shows now.
fn code(key: &TotpSecret) -> String {
    key.code_of(step_at(SystemClock.now().into()))
}

/// What the app shows next, which counts already.
fn next_code(key: &TotpSecret) -> String {
    key.code_of(step_at(SystemClock.now().into()) + 1)
}

/// Fills in a code, and presses a button.
fn send(visitor: &Visitor<'_>, code: &str, button: &str) -> Page {
    visitor.fill("Code", code);
    visitor.follow(button)
}

#[test]
fn a_user_who_may_edit_users_sets_up_a_second_factor_and_signs_in_with_it() {
    let (server, browser) = (server(), Browser::start());
    let visitor = browser.visitor();

    let page = sign_in(&server, &visitor, PASSWORD);
    assert_eq!(
        (page.status, page.heading.as_str()),
        (200, "Set up a second factor")
    );
    must_be_well_made(&visitor);
    visitor.pictures("second-factor-set-up");
    let key = key(&page);

    visitor.type_into("Code", "12345");
    let page = visitor.press("Set up and sign in");
    assert_eq!(page.status, 401);
    assert!(page.text.contains("The code is not right"), "{page:?}");
    must_be_well_made(&visitor);

    visitor.type_into("Code", &code(&key));
    let page = visitor.press("Set up and sign in");
    assert_eq!(
        (page.status, page.heading.as_str()),
        (200, "Keep your recovery codes")
    );
    assert_eq!(recovery_codes(&page).len(), 10, "{page:?}");
    must_be_well_made(&visitor);
    visitor.pictures("recovery-codes");

    let page = visitor.follow("I have kept them. Go on");
    assert_eq!(page.heading, "Your profile");
    assert!(page.text.contains("Of 10 recovery codes, 10 were not used yet."));
    must_be_well_made(&visitor);
    visitor.follow("Sign out");

    let page = sign_in(&server, &visitor, PASSWORD);
    assert_eq!((page.status, page.heading.as_str()), (200, "Enter a code"));
    must_be_well_made(&visitor);
    visitor.pictures("second-factor");
    visitor.type_into("Code", &next_code(&key));
    assert_eq!(visitor.press("Sign in").heading, "Your profile");
    assert_eq!(
        Mail::to(&server, "SecondFactorEnrolled", ADDRESS).0["Subject"],
        "A second factor for demo was set up"
    );
}

#[test]
fn a_user_without_the_device_signs_in_with_a_recovery_code_and_without_scripts() {
    let (server, browser) = (server(), Browser::start());
    let visitor = browser.visitor_without_scripts();
    let key = key(&sign_in(&server, &visitor, PASSWORD));
    let old = recovery_codes(&send(&visitor, &code(&key), "Set up and sign in"));
    visitor.open(&url(&server, "profile"));
    visitor.follow("Sign out");

    sign_in(&server, &visitor, PASSWORD);
    let page = send(&visitor, &old[0], "Sign in");

    assert_eq!(page.heading, "Your profile");
    assert!(page.text.contains("Of 10 recovery codes, 9 were not used yet."));
    let mail = Mail::to(&server, "RecoveryCodeUsed", ADDRESS);
    assert_eq!(mail.0["Subject"], "A recovery code for demo was used");
    let new = recovery_codes(&send(&visitor, &next_code(&key), "Get new recovery codes"));
    visitor.open(&url(&server, "profile"));
    visitor.follow("Sign out");
    sign_in(&server, &visitor, PASSWORD);
    assert_eq!(send(&visitor, &old[1], "Sign in").status, 401);
    assert_eq!(send(&visitor, &new[0], "Sign in").heading, "Your profile");
}
