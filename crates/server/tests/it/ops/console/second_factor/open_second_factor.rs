use roster_testkit::{MANAGED, each_engine};

use crate::second_factors::{
    ENROLL, OVER, PAGE, PASSWORD, code, make_editor, requiring, secret, send, show_password,
};

#[test]
fn by_default_the_password_alone_signs_in() {
    each_engine(async |t| {
        make_editor(&t, "ana").await;

        let answer = t.browser().sign_in("ana", PASSWORD).await;

        assert_eq!(answer.location(), Some("profile"));
    });
}

#[test]
fn who_may_not_edit_users_needs_no_second_factor() {
    requiring().each_engine(async |t| {
        t.root().make_user(MANAGED, "ben").await;

        let answer = t.browser().sign_in("ben", PASSWORD).await;

        assert_eq!(answer.location(), Some("profile"));
    });
}

#[test]
fn who_may_edit_users_is_shown_a_secret_and_has_no_session_yet() {
    requiring().each_engine(async |t| {
        make_editor(&t, "ana").await;
        let mut browser = t.browser();

        let page = show_password(&mut browser, "ana").await;

        assert_eq!(page.status(), 200);
        assert!(page.text().contains("Set up a second factor"), "{page}");
        assert!(page.text().contains("<svg class=\"qr\" role=\"img\""), "{page}");
        assert_eq!(browser.cookie("session"), None);
        assert_eq!(browser.profile().await.location(), Some("sign-in"));
        let sign_in = browser.cookie("sign-in").expect("a sign-in").to_owned();
        browser.set_cookie("session", &sign_in);
        assert_eq!(browser.profile().await.location(), Some("sign-in"));
    });
}

#[test]
fn a_sign_in_keeps_its_secret_and_no_other_learns_it() {
    requiring().each_engine(async |t| {
        make_editor(&t, "ana").await;
        let (mut thief, mut browser) = (t.browser(), t.browser());
        let of_thief = secret(&show_password(&mut thief, "ana").await);

        let shown = secret(&show_password(&mut browser, "ana").await);
        let again = secret(&browser.get(PAGE).await);
        assert_eq!(shown.bytes(), again.bytes());
        assert_ne!(shown.bytes(), of_thief.bytes());

        let answer = send(&mut thief, ENROLL, &code(&t, &of_thief)).await;
        assert_eq!((answer.status(), answer.location()), (303, OVER));
        assert_eq!(send(&mut browser, ENROLL, &code(&t, &shown)).await.status(), 200);
        let asked = show_password(&mut thief, "ana").await;
        assert!(!asked.text().contains("otpauth"), "{asked}");
    });
}

#[test]
fn without_a_sign_in_there_is_nothing_to_see() {
    requiring().each_engine(async |t| {
        let mut browser = t.browser();
        assert_eq!(browser.get(PAGE).await.location(), Some("sign-in"));

        browser.set_cookie("sign-in", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

        assert_eq!(browser.get(PAGE).await.location(), OVER);
    });
}
