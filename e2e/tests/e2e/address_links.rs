//! The links in mails about changes of addresses, opened in a browser and followed by the keyboard alone; and the approval of
//! a change by a second principal.

use serde_json::{Value, json};

use crate::harness::{
    Browser, INSTANCE, Key, Mail, Page, Roster, Start, Visitor, Wire, identity_info_of, user,
};
use crate::iam_users::iam_user;
use crate::pages::{PASSWORD, must_be_well_made, new_anna_with, sign_in, url};
use crate::password_reset::ask_for_reset;

const OLD: &str = "anna@example.com";
const NEW: &str = "mallory@example.net";

/// A server with the user anna, and a browser.
struct Stage {
    server: Roster,
    browser: Browser,
    anna_id: String,
}

impl Stage {
    fn guarding(mode: &str, security_profile: &str) -> Self {
        let server = Start::with(&["--demo", "--takeover-guard", mode]).start();
        Self {
            anna_id: new_anna_with(&server, security_profile),
            server,
            browser: Browser::start(),
        }
    }

    /// Anna, who has signed in.
    fn anna(&self) -> Visitor<'_> {
        let visitor = self.browser.visitor();
        assert_eq!(sign_in(&self.server, &visitor, PASSWORD).heading, "Your profile");
        visitor
    }

    /// What anna sees on the page of her profile.
    fn profile(&self, anna: &Visitor<'_>) -> Page {
        anna.open(&url(&self.server, "profile"))
    }

    /// A principal changes her address.
    fn change_address(&self, wire: &Wire) {
        let identity = json!({"FirstName": "Anna", "LastName": "Arndt", "Email": NEW});
        let target = identity_info_of(INSTANCE, &self.anna_id);
        let changed = wire.send("POST", &target, Some(&json!({"IdentityInfo": identity})));
        assert_eq!((changed.status, changed.body.len()), (200, 0));
    }

    /// Her address, as an administrator sees it.
    fn address(&self) -> Value {
        let described = Wire::to(&self.server).send("GET", &user(INSTANCE, &self.anna_id), None);
        described.json()["User"]["IdentityInfo"]["Email"].take()
    }

    /// The link in the mail of a kind to an address.
    fn link(&self, kind: &str, address: &str) -> String {
        Mail::to(&self.server, kind, address).link()
    }

    /// What `roster guard` prints to the holder of a key.
    fn guard(&self, key: &Key, arguments: &[&str]) -> String {
        let arguments = [&["guard"], arguments].concat();
        self.server.run_as(key, &arguments).printed()
    }

    /// The changes that wait.
    fn waiting(&self) -> Vec<Value> {
        let printed = self.guard(&self.server.key(), &["list", "--json"]);
        serde_json::from_str(&printed).expect("a list")
    }
}

/// Opens a link, looks at its page, and pushes its button.
fn push(visitor: &Visitor<'_>, link: &str, page: &str, button: &str) -> Page {
    let opened = visitor.open(link);
    assert_eq!(opened.status, 200, "{opened:?}");
    must_be_well_made(visitor);
    visitor.pictures(page);
    let done = visitor.press(button);
    must_be_well_made(visitor);
    done
}

#[test]
fn the_undo_link_restores_the_address_and_ends_all_sessions() {
    let stage = Stage::guarding("observe", "Agent");
    let anna = stage.anna();
    stage.change_address(&Wire::to(&stage.server));
    let page = stage.profile(&anna);
    assert!(page.text.contains(NEW), "{page:?}");
    let link = stage.link("EmailChanged", OLD);

    let owner = stage.browser.visitor();
    let page = push(&owner, &link, "undo-email-change", "Undo the change");

    assert_eq!(page.status, 200);
    assert!(page.text.contains("Your old address is restored"), "{page:?}");
    owner.pictures("undo-email-change-done");
    assert_eq!(stage.address(), OLD);
    assert_eq!(stage.profile(&anna).heading, "Sign in");
    let page = stage.profile(&stage.anna());
    assert!(page.text.contains(OLD) && !page.text.contains(NEW), "{page:?}");

    owner.open(&link);
    let page = owner.press("Undo the change");
    assert_eq!((page.status, page.heading.as_str()), (400, "Not done"));
    must_be_well_made(&owner);
}

#[test]
fn a_new_address_is_in_force_once_its_link_is_confirmed() {
    let stage = Stage::guarding("enforce", "Agent");
    let anna = stage.anna();
    stage.change_address(&Wire::to(&stage.server));
    let page = stage.profile(&anna);
    assert!(page.text.contains(OLD) && !page.text.contains(NEW), "{page:?}");
    assert_eq!(stage.waiting()[0]["WaitsFor"], json!(["CONFIRMATION"]));

    let owner = stage.browser.visitor();
    let link = stage.link("ConfirmEmail", NEW);
    let page = push(&owner, &link, "confirm-email", "Confirm the address");

    assert!(
        page.text
            .contains("It is the address of your account from now on."),
        "{page:?}"
    );
    let page = stage.profile(&anna);
    assert!(page.text.contains(NEW) && !page.text.contains(OLD), "{page:?}");
    assert_eq!(stage.waiting(), [] as [Value; 0]);
}

#[test]
fn a_change_that_is_cancelled_cannot_be_confirmed() {
    let stage = Stage::guarding("enforce", "Agent");
    stage.change_address(&Wire::to(&stage.server));
    let (cancel, confirm) = (
        stage.link("EmailChangePending", OLD),
        stage.link("ConfirmEmail", NEW),
    );

    let anna = stage.browser.visitor();
    let page = push(&anna, &cancel, "cancel-email-change", "Cancel the change");

    assert!(page.text.contains("The change is cancelled."), "{page:?}");
    assert_eq!(stage.waiting(), [] as [Value; 0]);
    let thief = stage.browser.visitor();
    thief.open(&confirm);
    let page = thief.press("Confirm the address");
    assert_eq!((page.status, page.heading.as_str()), (400, "Not done"));
    assert_eq!(stage.address(), OLD);
    // Her password can be reset again, by a link to her address.
    assert_eq!(ask_for_reset(&stage.server, &anna).heading, "Look into your mail");
    anna.open(&stage.link("PasswordReset", OLD));
    assert_eq!(anna.page().heading, "Choose a new password");
}

#[test]
fn the_address_of_a_user_who_may_edit_users_changes_once_a_second_principal_approves() {
    let stage = Stage::guarding("enforce", "Admin");
    let actions = ["connect:*", "roster:*"];
    let [olga, otto] = ["olga", "otto"].map(|name| iam_user(&stage.server, name, &actions));
    let anna = stage.anna();
    stage.change_address(&olga);
    let asked = Mail::to(&stage.server, "ApprovalAsked", OLD);
    assert_eq!(
        asked.0["Subject"],
        "A change of your e-mail address for demo waits for approval"
    );

    let visitor = stage.browser.visitor();
    let link = stage.link("ConfirmEmail", NEW);
    let page = push(&visitor, &link, "confirm-email", "Confirm the address");
    let expected = "The address is confirmed. An administrator must approve the change before it is made.";
    assert!(page.text.contains(expected), "{page:?}");
    let page = stage.profile(&anna);
    assert!(page.text.contains(OLD) && !page.text.contains(NEW), "{page:?}");

    let waiting = stage.waiting();
    assert_eq!(waiting[0]["WaitsFor"], json!(["APPROVAL"]));
    let id = waiting[0]["Id"].as_str().expect("an id");
    let own = stage.server.run_as(&olga.key, &["guard", "approve", id]);
    assert_eq!(own.code(), 1, "{own:?}");
    assert!(own.stderr.contains("AccessDenied"), "{own:?}");
    assert_eq!(stage.address(), OLD);

    let printed = stage.guard(&otto.key, &["approve", id]);
    assert_eq!(printed, format!("Change {id} is approved\n"));
    let page = stage.profile(&anna);
    assert!(page.text.contains(NEW) && !page.text.contains(OLD), "{page:?}");
    must_be_well_made(&anna);
}
