//! `roster mail open`: the page that shows mails, in a browser.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::tempdir;

use crate::harness::{Browser, Finished, Key, Mail, Roster, Start};
use crate::iam_users::iam_user;
use crate::pages::{must_be_well_made, new_anna};
use crate::password_reset::ask_for_reset;

const ADDRESS: &str = "anna@example.com";

/// Writes the page, as the holder of a key.
fn open(server: &Roster, key: &Key, file: &Path) -> Finished {
    let file = file.to_str().expect("a path in UTF-8");
    server.run_as(key, &["mail", "open", "--out", file])
}

#[test]
fn a_developer_sees_a_mail_as_its_reader_does_and_follows_its_link() {
    let (server, browser) = (Roster::demo(), Browser::start());
    new_anna(&server);
    ask_for_reset(&server, &browser.visitor());
    let mail = Mail::to(&server, "PasswordReset", ADDRESS);
    let folder = tempdir().expect("a folder");
    let file = folder.path().join("mails.html");

    let printed = open(&server, &server.key(), &file).printed();

    let mode = std::fs::metadata(&file).expect("the page").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let visitor = browser.visitor();
    let page = visitor.open(printed.trim_end());
    assert_eq!(page.heading, "Mails");
    for text in [
        "Choose a new password for demo",
        ADDRESS,
        "PasswordReset",
        "captured",
    ] {
        assert!(page.text.contains(text), "{page:?}");
    }
    must_be_well_made(&visitor);
    visitor.pictures("mails");
    assert!(visitor.frame_text().starts_with("Hello Anna Arndt,"));
    let page = visitor.follow_in_frame("Choose a new password");
    assert_eq!(page.url, mail.link());
    assert_eq!(
        (page.status, page.heading.as_str()),
        (200, "Choose a new password")
    );
}

#[test]
fn a_mail_runs_no_script_and_loads_nothing() {
    let templates = tempdir().expect("a folder");
    let layout = "<html><head><title>{{ subject }}</title></head><body>\
                  <script>parent.document.title = document.title = 'taken'</script>\
                  <img src=http://127.0.0.1:1/pixel alt=''>{% for block in blocks %}{{ block.text }}{% endfor %}</body></html>";
    std::fs::write(templates.path().join("layout.html"), layout).expect("a template");
    let flags = [
        "--demo",
        "--mail-templates",
        templates.path().to_str().expect("a path"),
    ];
    let (server, browser) = (Start::with(&flags).start(), Browser::start());
    new_anna(&server);
    ask_for_reset(&server, &browser.visitor());
    Mail::to(&server, "PasswordReset", ADDRESS);
    let page = open(&server, &server.key(), &templates.path().join("mails.html")).printed();

    let visitor = browser.visitor();
    visitor.open(page.trim_end());

    assert!(visitor.frame_text().starts_with("Hello Anna Arndt,"));
    assert_eq!(visitor.page().title, "Mails · Roster");
    let faults = visitor.faults();
    let found = |text: &str| faults.iter().any(|fault| fault.contains(text));
    assert!(found("Blocked script execution in 'about:srcdoc'"), "{faults:#?}");
    assert!(
        found("Content Security Policy directive: \"default-src 'none'\""),
        "{faults:#?}"
    );
}

#[test]
fn a_principal_that_may_not_list_mails_gets_no_page() {
    let server = Roster::demo();
    let nosy = iam_user(&server, "nosy", &["connect:*", "roster:GetMail"]);
    let folder = tempdir().expect("a folder");
    let file = folder.path().join("mails.html");

    let refused = open(&server, &nosy.key, &file);

    assert_eq!(refused.code(), 1, "{refused:?}");
    assert!(refused.stderr.contains("AccessDenied"), "{refused:?}");
    assert!(!file.exists());
}
