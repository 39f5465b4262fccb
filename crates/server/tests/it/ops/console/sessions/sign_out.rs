use roster_testkit::{MANAGED, each_engine};

#[test]
fn a_session_that_was_signed_out_is_over_everywhere() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let mut browser = t.browser();
        browser.sign_in("ana", "Passw0rd").await;
        let mut thief = t.browser();
        thief.set_cookie("session", browser.cookie("session").expect("a session"));
        let csrf = browser.profile().await.csrf();

        let answer = browser.post("/console/demo/sign-out", &[("csrf", &csrf)]).await;

        assert_eq!((answer.status(), answer.location()), (303, Some("sign-in")));
        assert_eq!(browser.cookie("session"), None);
        assert_eq!(thief.profile().await.location(), Some("sign-in"));
    });
}

#[test]
fn another_site_cannot_sign_a_user_out() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let mut browser = t.browser();
        browser.sign_in("ana", "Passw0rd").await;

        for fields in [
            &[][..],
            &[("csrf", "")],
            &[("csrf", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")],
        ] {
            let answer = browser.post("/console/demo/sign-out", fields).await;
            assert_eq!(answer.status(), 403);
        }

        assert_eq!(browser.profile().await.status(), 200);
    });
}
