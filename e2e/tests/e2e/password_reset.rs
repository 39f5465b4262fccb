//! A forgotten password, from the page to the mail to the new password, by the keyboard alone.

use crate::harness::{Browser, Mail, Page, Roster, Visitor};
use crate::pages::{ANOTHER, PASSWORD, must_be_well_made, new_anna, sign_in, url};

const ADDRESS: &str = "anna@example.com";

/// Asks for a link for choosing a new password of anna. Returns the link that is mailed to an address.
pub(crate) fn reset_link(server: &Roster, visitor: &Visitor<'_>, address: &str) -> String {
    ask_for_reset(server, visitor);
    Mail::to(server, "PasswordReset", address).link()
}

/// Asks for a link for choosing a new password of anna.
pub(crate) fn ask_for_reset(server: &Roster, visitor: &Visitor<'_>) -> Page {
    visitor.open(&url(server, "forgot-password"));
    visitor.type_into("Username", "anna");
    visitor.press("Send the link")
}

#[test]
fn a_forgotten_password_is_reset_by_the_link_of_a_mail() {
    let (server, browser) = (Roster::demo(), Browser::start());
    new_anna(&server);
    let visitor = browser.visitor();

    let page = visitor.open(&reset_link(&server, &visitor, ADDRESS));
    assert_eq!(
        (page.status, page.heading.as_str()),
        (200, "Choose a new password")
    );
    assert!(page.text.contains("For the account anna."), "{page:?}");
    must_be_well_made(&visitor);
    visitor.pictures("reset-password");

    visitor.type_into("New password", "short");
    let page = visitor.press("Set the password");
    assert_eq!(
        (page.status, page.heading.as_str()),
        (400, "Choose a new password")
    );
    must_be_well_made(&visitor);

    visitor.type_into("New password", ANOTHER);
    let page = visitor.press("Set the password");
    assert_eq!((page.status, page.heading.as_str()), (200, "Sign in"));
    assert!(page.text.contains("Your password was changed."), "{page:?}");
    must_be_well_made(&visitor);

    assert_eq!(sign_in(&server, &visitor, PASSWORD).status, 401);
    assert_eq!(sign_in(&server, &visitor, ANOTHER).heading, "Your profile");
    assert_eq!(
        Mail::to(&server, "PasswordChanged", ADDRESS).0["Subject"],
        "Your password for demo was changed"
    );
}

#[test]
fn a_reset_link_works_once_and_in_one_browser() {
    let (server, browser) = (Roster::demo(), Browser::start());
    new_anna(&server);
    let (anna, thief) = (browser.visitor(), browser.visitor());
    let link = reset_link(&server, &anna, ADDRESS);
    assert_eq!(anna.open(&link).heading, "Choose a new password");

    let page = thief.open(&link);
    assert_eq!((page.status, page.heading.as_str()), (400, "Not done"));
    must_be_well_made(&thief);

    anna.type_into("New password", ANOTHER);
    assert_eq!(anna.press("Set the password").heading, "Sign in");
    assert_eq!(anna.open(&link).status, 400);
}

#[test]
fn a_password_is_reset_without_scripts() {
    let (server, browser) = (Roster::demo(), Browser::start());
    new_anna(&server);
    let visitor = browser.visitor_without_scripts();

    visitor.open(&url(&server, "forgot-password"));
    visitor.fill("Username", "anna");
    assert_eq!(visitor.follow("Send the link").heading, "Look into your mail");
    visitor.open(&Mail::to(&server, "PasswordReset", ADDRESS).link());
    visitor.fill("New password", ANOTHER);
    assert_eq!(visitor.follow("Set the password").heading, "Sign in");

    assert_eq!(sign_in(&server, &visitor, ANOTHER).heading, "Your profile");
}
