use roster_testkit::{Browser, WebPage};

use crate::second_factors::{
    PAGE, code, enroll, make_editor, next_code, recovery_codes, requiring, send, show_password,
};

async fn renew(browser: &mut Browser<'_>, code: &str) -> WebPage {
    let csrf = browser.profile().await.csrf();
    let fields = [("csrf", csrf.as_str()), ("code", code)];
    browser.post("/console/demo/renew-recovery-codes", &fields).await
}

#[test]
fn a_user_gets_new_recovery_codes_with_a_fresh_code() {
    requiring().each_engine(async |t| {
        make_editor(&t, "ana").await;
        let mut browser = t.browser();
        let (secret, old) = enroll(&t, &mut browser, "ana").await;

        let page = renew(&mut browser, &next_code(&t, &secret)).await;

        assert_eq!(page.status(), 200, "{page}");
        let new = recovery_codes(&page);
        assert_eq!(new.len(), 10);
        let mut other = t.browser();
        show_password(&mut other, "ana").await;
        assert_eq!(send(&mut other, PAGE, &old[0]).await.status(), 401);
        assert_eq!(send(&mut other, PAGE, &new[0]).await.status(), 303);
    });
}

#[test]
fn without_a_fresh_code_the_recovery_codes_stay() {
    requiring().each_engine(async |t| {
        make_editor(&t, "ana").await;
        let mut browser = t.browser();
        let (secret, old) = enroll(&t, &mut browser, "ana").await;

        for refused in ["", "wrong", &code(&t, &secret), &old[0]] {
            let page = renew(&mut browser, refused).await;
            assert_eq!(page.status(), 400, "{refused}");
            assert!(page.text().contains("The code is not right"), "{page}");
        }
        let fields = [("code", next_code(&t, &secret))];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let forged = browser.post("/console/demo/renew-recovery-codes", &fields).await;
        assert_eq!(forged.status(), 403);

        let mut other = t.browser();
        show_password(&mut other, "ana").await;
        assert_eq!(send(&mut other, PAGE, &old[0]).await.status(), 303);
    });
}
