use roster_testkit::{MANAGED, each_engine};

#[test]
fn a_user_ends_a_session_in_another_browser() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let mut lost = t.browser();
        lost.sign_in("ana", "Passw0rd").await;
        let mut browser = t.browser();
        browser.sign_in("ana", "Passw0rd").await;
        let profile = browser.profile().await;
        let others = profile.hidden("session");
        assert_eq!(others.len(), 1, "{profile}");

        let fields = [("csrf", profile.csrf()), ("session", others[0].clone())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let answer = browser.post("/console/demo/end-session", &fields).await;

        assert_eq!((answer.status(), answer.location()), (303, Some("profile")));
        assert_eq!(lost.profile().await.status(), 303);
        assert_eq!(browser.profile().await.hidden("session").len(), 0);
    });
}

#[test]
fn a_session_of_another_user_goes_on() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        t.root().make_user(MANAGED, "ben").await;
        let (mut first, mut second, mut ben) = (t.browser(), t.browser(), t.browser());
        first.sign_in("ana", "Passw0rd").await;
        second.sign_in("ana", "Passw0rd").await;
        ben.sign_in("ben", "Passw0rd").await;
        let of_ana = second.profile().await.hidden("session").remove(0);
        let csrf = ben.profile().await.csrf();

        let fields = [("csrf", csrf.as_str()), ("session", of_ana.as_str())];
        ben.post("/console/demo/end-session", &fields).await;

        assert_eq!(first.profile().await.status(), 200);
    });
}
