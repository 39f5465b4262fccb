//! The pages, in a browser: what people do there, whether everybody can, and how it looks.

use serde_json::json;

use crate::harness::{Browser, INSTANCE, Page, Roster, Visitor, Wire};

pub(crate) const PASSWORD: &str = "Correct-Horse-7";
pub(crate) const ANOTHER: &str = "Battery-Staple-8";

/// A server with the user anna, and the pages of the instance.
struct Stage {
    server: Roster,
    browser: Browser,
}

impl Stage {
    fn new() -> Self {
        let server = Roster::demo();
        new_anna(&server);
        Self {
            server,
            browser: Browser::start(),
        }
    }

    fn url(&self, page: &str) -> String {
        url(&self.server, page)
    }

    /// Someone who has signed in as anna.
    fn anna(&self, password: &str) -> Visitor<'_> {
        let visitor = self.browser.visitor();
        let page = self.sign_in(&visitor, password);
        assert_eq!(page.url, self.url("profile"), "{page:?}");
        visitor
    }

    fn sign_in(&self, visitor: &Visitor<'_>, password: &str) -> Page {
        sign_in(&self.server, visitor, password)
    }
}

/// Makes the user anna, an agent. Returns the id.
pub(crate) fn new_anna(server: &Roster) -> String {
    new_anna_with(server, "Agent")
}

/// Makes the user anna with the security profile of this name. Returns the id.
pub(crate) fn new_anna_with(server: &Roster, security_profile: &str) -> String {
    let wire = Wire::to(server);
    let (_, routing_profile) = wire.profiles();
    let security_profile = wire.security_profile(security_profile);
    let anna = json!({
        "Username": "anna",
        "Password": PASSWORD,
        "IdentityInfo": {"FirstName": "Anna", "LastName": "Arndt", "Email": "anna@example.com"},
        "PhoneConfig": {"PhoneType": "SOFT_PHONE"},
        "SecurityProfileIds": [security_profile],
        "RoutingProfileId": routing_profile,
    });
    let made = wire
        .send("PUT", &format!("/users/{INSTANCE}"), Some(&anna))
        .json();
    made["UserId"]
        .as_str()
        .unwrap_or_else(|| panic!("{made}"))
        .to_owned()
}

/// Where a page of the demonstration's instance is.
pub(crate) fn url(server: &Roster, page: &str) -> String {
    format!("{}/console/demo/{page}", server.endpoint)
}

/// Fills in the form for signing in as anna, and sends it.
pub(crate) fn sign_in(server: &Roster, visitor: &Visitor<'_>, password: &str) -> Page {
    visitor.open(&url(server, "sign-in"));
    visitor.fill("Username", "anna");
    visitor.fill("Password", password);
    visitor.follow("Sign in")
}

/// Fails if the page is not well made.
pub(crate) fn must_be_well_made(visitor: &Visitor<'_>) {
    assert_eq!(visitor.faults(), [] as [&str; 0], "{}", visitor.page().url);
}

#[test]
fn a_user_signs_in_sees_the_profile_and_signs_out() {
    let stage = Stage::new();
    let visitor = stage.browser.visitor();

    let page = visitor.open(&stage.url("profile"));
    assert_eq!(page.url, stage.url("sign-in"));
    assert_eq!(
        (page.heading.as_str(), page.title.as_str()),
        ("Sign in", "Sign in · Roster")
    );
    must_be_well_made(&visitor);
    visitor.pictures("sign-in");

    let page = stage.sign_in(&visitor, "Wrong-Horse-7");
    assert_eq!(page.status, 401);
    assert!(
        page.text.contains("The username or the password is not right."),
        "{page:?}"
    );
    must_be_well_made(&visitor);
    visitor.pictures("sign-in-failed");

    let page = stage.sign_in(&visitor, PASSWORD);
    assert_eq!((page.status, page.heading.as_str()), (200, "Your profile"));
    assert!(page.text.contains("anna@example.com"), "{page:?}");
    must_be_well_made(&visitor);
    visitor.pictures("profile");

    let page = visitor.follow("Sign out");
    assert_eq!(page.heading, "Sign in");
    assert_eq!(visitor.open(&stage.url("profile")).heading, "Sign in");
}

#[test]
fn a_user_who_changes_the_password_is_signed_out_elsewhere() {
    let stage = Stage::new();
    let (here, elsewhere) = (stage.anna(PASSWORD), stage.anna(PASSWORD));

    here.fill("Old password", "Wrong-Horse-7");
    here.fill("New password", ANOTHER);
    let page = here.follow("Change the password");
    assert_eq!(page.status, 400);
    assert!(page.text.contains("The old password is not right."), "{page:?}");
    must_be_well_made(&here);

    here.fill("Old password", PASSWORD);
    here.fill("New password", ANOTHER);
    let page = here.follow("Change the password");
    assert!(page.text.contains("Your password was changed."), "{page:?}");
    must_be_well_made(&here);

    assert_eq!(elsewhere.open(&stage.url("profile")).heading, "Sign in");
    assert_eq!(stage.sign_in(&elsewhere, PASSWORD).status, 401);
    assert_eq!(stage.sign_in(&elsewhere, ANOTHER).heading, "Your profile");
}

#[test]
fn a_user_signs_out_another_browser() {
    let stage = Stage::new();
    let (here, elsewhere) = (stage.anna(PASSWORD), stage.anna(PASSWORD));

    here.open(&stage.url("profile"));
    must_be_well_made(&here);
    let page = here.follow("Sign out there");

    assert_eq!(page.heading, "Your profile");
    assert!(!page.text.contains("Sign out there"), "{page:?}");
    assert_eq!(elsewhere.open(&stage.url("profile")).heading, "Sign in");
}

#[test]
fn forgetting_a_password_looks_the_same_for_names_that_nobody_has() {
    let stage = Stage::new();
    let asked = |username: &str| {
        let visitor = stage.browser.visitor();
        visitor.open(&stage.url("forgot-password"));
        must_be_well_made(&visitor);
        visitor.pictures("forgot-password");
        visitor.fill("Username", username);
        let page = visitor.follow("Send the link");
        must_be_well_made(&visitor);
        visitor.pictures("look-into-your-mail");
        page
    };

    let (known, unknown) = (asked("anna"), asked("nobody"));

    assert_eq!(
        (known.status, known.heading.as_str()),
        (200, "Look into your mail")
    );
    assert_eq!((known.status, known.text), (unknown.status, unknown.text));
}

#[test]
fn the_keyboard_is_enough() {
    let stage = Stage::new();
    let visitor = stage.browser.visitor();

    visitor.open(&stage.url("sign-in"));
    visitor.tab_to("textbox \"Username\"");
    visitor.type_text("anna");
    visitor.tab_to("textbox \"Password\"");
    visitor.type_text(PASSWORD);
    visitor.tab_to("button \"Sign in\"");
    assert_eq!(visitor.enter().heading, "Your profile");

    visitor.tab_to("textbox \"Old password\"");
    visitor.type_text(PASSWORD);
    visitor.tab_to("textbox \"New password\"");
    visitor.type_text(ANOTHER);
    visitor.tab_to("button \"Change the password\"");
    assert!(visitor.enter().text.contains("Your password was changed."));

    visitor.tab_to("button \"Sign out\"");
    assert_eq!(visitor.enter().heading, "Sign in");
    visitor.tab_to("link \"Forgot your password?\"");
    assert_eq!(visitor.enter().heading, "Forgot your password?");
    visitor.tab_to("textbox \"Username\"");
    visitor.type_text("anna");
    assert_eq!(visitor.enter().heading, "Look into your mail");
}

#[test]
fn a_page_that_says_no_is_well_made_too() {
    let stage = Stage::new();
    let visitor = stage.browser.visitor();

    let page = visitor.open(&stage.url("nothing"));
    assert_eq!((page.status, page.heading.as_str()), (404, "Not found"));
    must_be_well_made(&visitor);

    let page = visitor.open(&stage.url("reset-password?token=made-up"));
    assert_eq!((page.status, page.heading.as_str()), (400, "Not done"));
    must_be_well_made(&visitor);
}

#[test]
fn no_page_needs_a_script() {
    let stage = Stage::new();
    let visitor = stage.browser.visitor_without_scripts();

    assert_eq!(stage.sign_in(&visitor, PASSWORD).heading, "Your profile");
    visitor.fill("Old password", PASSWORD);
    visitor.fill("New password", ANOTHER);
    let page = visitor.follow("Change the password");
    assert!(page.text.contains("Your password was changed."), "{page:?}");
    assert_eq!(visitor.follow("Sign out").heading, "Sign in");
}
