use std::collections::BTreeSet;

use crate::second_factors::{
    ENROLL, PAGE, code, make_editor, recovery_codes, requiring, secret, send, show_password,
};

#[test]
fn the_first_code_confirms_a_second_factor_and_signs_in() {
    requiring().each_engine(async |t| {
        make_editor(&t, "ana").await;
        let mut browser = t.browser();
        let shown = secret(&show_password(&mut browser, "ana").await);

        let page = send(&mut browser, ENROLL, &code(&t, &shown)).await;

        assert_eq!(page.status(), 200);
        let codes: BTreeSet<_> = recovery_codes(&page).into_iter().collect();
        assert_eq!(codes.len(), 10, "{page}");
        assert_eq!(browser.cookie("sign-in"), None);
        let profile = browser.profile().await;
        assert!(profile.text().contains("On since 2026-11-21"), "{profile}");
        assert!(
            !codes.iter().any(|code| profile.text().contains(code)),
            "{profile}"
        );
    });
}

#[test]
fn a_wrong_code_confirms_nothing_and_the_secret_stays() {
    requiring().each_engine(async |t| {
        make_editor(&t, "ana").await;
        let mut browser = t.browser();
        let shown = secret(&show_password(&mut browser, "ana").await);

        for wrong in ["", "wrong", "12345"] {
            let page = send(&mut browser, ENROLL, wrong).await;
            assert_eq!(page.status(), 401, "{wrong}");
            assert!(page.text().contains("The code is not right"), "{page}");
            assert_eq!(secret(&page).bytes(), shown.bytes());
        }

        assert_eq!(browser.cookie("session"), None);
        let answer = send(&mut browser, PAGE, &code(&t, &shown)).await;
        assert_eq!(answer.status(), 303, "what was not confirmed signs nobody in");
        assert_eq!(browser.profile().await.status(), 303);
    });
}

#[test]
fn what_was_not_confirmed_is_set_up_again() {
    requiring().each_engine(async |t| {
        make_editor(&t, "ana").await;
        show_password(&mut t.browser(), "ana").await;
        let mut browser = t.browser();

        let page = show_password(&mut browser, "ana").await;

        assert_eq!(
            send(&mut browser, ENROLL, &code(&t, &secret(&page)))
                .await
                .status(),
            200
        );
    });
}
