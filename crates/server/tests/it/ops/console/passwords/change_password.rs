use roster_testkit::{Browser, MANAGED, WebPage, each_engine, in_memory};

/// Changes the password of the signed-in user.
async fn change(browser: &mut Browser<'_>, old: &str, new: &str) -> WebPage {
    let csrf = browser.profile().await.csrf();
    let fields = [
        ("csrf", csrf.as_str()),
        ("old-password", old),
        ("new-password", new),
    ];
    browser.post("/console/demo/change-password", &fields).await
}

#[test]
fn a_user_sets_a_new_password_with_the_old_one() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let (mut browser, mut other) = (t.browser(), t.browser());
        browser.sign_in("ana", "Passw0rd").await;
        other.sign_in("ana", "Passw0rd").await;
        let old_session = browser.cookie("session").expect("a session").to_owned();

        let answer = change(&mut browser, "Passw0rd", "Quite-New-1").await;

        assert_eq!(
            (answer.status(), answer.location()),
            (303, Some("profile?password-changed"))
        );
        assert_eq!(browser.profile().await.status(), 200);
        assert_ne!(browser.cookie("session"), Some(old_session.as_str()));
        assert_eq!(other.profile().await.status(), 303);
        assert_eq!(t.browser().sign_in("ana", "Passw0rd").await.status(), 401);
        assert_eq!(t.browser().sign_in("ana", "Quite-New-1").await.status(), 303);
    });
}

#[test]
fn nothing_changes_without_the_old_password_or_with_a_bad_new_one() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let mut browser = t.browser();
        browser.sign_in("ana", "Passw0rd").await;

        for (old, new, words) in [
            ("Passw0rd2", "Quite-New-1", "The old password is not right."),
            ("", "Quite-New-1", "The old password is not right."),
            ("Passw0rd", "short", "must be 8 to 64 characters"),
            ("Passw0rd", "Password123", "is one that many people have"),
        ] {
            let refused = change(&mut browser, old, new).await;
            assert_eq!(refused.status(), 400, "{old} {new}");
            assert!(refused.text().contains(words), "{refused}");
        }

        assert_eq!(t.browser().sign_in("ana", "Passw0rd").await.status(), 303);
    });
}

#[test]
fn a_session_does_not_help_to_guess_the_old_password() {
    in_memory(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let mut browser = t.browser();
        browser.sign_in("ana", "Passw0rd").await;
        for _ in 0..10 {
            assert_eq!(
                change(&mut browser, "Guess-123", "Quite-New-1").await.status(),
                400
            );
        }

        assert_eq!(
            change(&mut browser, "Passw0rd", "Quite-New-1").await.status(),
            429
        );
    });
}

#[test]
fn another_site_cannot_change_a_password() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let mut browser = t.browser();
        browser.sign_in("ana", "Passw0rd").await;
        let fields = [("old-password", "Passw0rd"), ("new-password", "Quite-New-1")];

        let answer = browser.post("/console/demo/change-password", &fields).await;

        assert_eq!(answer.status(), 403);
        assert_eq!(t.browser().sign_in("ana", "Passw0rd").await.status(), 303);
    });
}
