use std::time::Duration;

use roster_domain::clock::Clock;
use roster_domain::totp;
use roster_model::shapes::Timestamp;
use roster_testkit::MANAGED;

use crate::second_factors::{
    OVER, PAGE, PASSWORD, code, enroll, make_editor, next_code, requiring, send, show_password, store,
};

#[test]
fn password_and_code_sign_in() {
    requiring().each_engine(async |t| {
        make_editor(&t, "ana").await;
        let (secret, _) = enroll(&t, &mut t.browser(), "ana").await;
        let mut browser = t.browser();
        let page = show_password(&mut browser, "ana").await;
        assert!(page.text().contains("Enter a code"), "{page}");
        assert_eq!(browser.profile().await.status(), 303);

        let answer = send(&mut browser, PAGE, &next_code(&t, &secret)).await;

        assert_eq!((answer.status(), answer.location()), (303, Some("profile")));
        assert_eq!(browser.profile().await.status(), 200);
        assert_eq!(browser.cookie("sign-in"), None);
    });
}

#[test]
fn no_code_counts_twice() {
    requiring().each_engine(async |t| {
        make_editor(&t, "ana").await;
        let (secret, _) = enroll(&t, &mut t.browser(), "ana").await;
        let mut browser = t.browser();
        show_password(&mut browser, "ana").await;

        let used = send(&mut browser, PAGE, &code(&t, &secret)).await;
        assert_eq!(used.status(), 401, "it has confirmed the second factor");
        let next = next_code(&t, &secret);
        assert_eq!(send(&mut browser, PAGE, &next).await.status(), 303);

        let mut other = t.browser();
        show_password(&mut other, "ana").await;
        assert_eq!(send(&mut other, PAGE, &next).await.status(), 401);
        assert_eq!(other.profile().await.status(), 303);
    });
}

#[test]
fn a_recovery_code_signs_in_once() {
    requiring().each_engine(async |t| {
        make_editor(&t, "ana").await;
        let (_, codes) = enroll(&t, &mut t.browser(), "ana").await;
        let mut browser = t.browser();
        show_password(&mut browser, "ana").await;

        let answer = send(&mut browser, PAGE, &codes[3].to_lowercase()).await;

        assert_eq!(answer.location(), Some("profile"));
        let profile = browser.profile().await;
        assert!(
            profile
                .text()
                .contains("Of 10 recovery codes, 9 were not used yet"),
            "{profile}"
        );
        let mut other = t.browser();
        show_password(&mut other, "ana").await;
        assert_eq!(send(&mut other, PAGE, &codes[3]).await.status(), 401);
        assert_eq!(send(&mut other, PAGE, &codes[4]).await.status(), 303);
    });
}

#[test]
fn a_sign_in_waits_for_five_minutes_and_works_once() {
    requiring().each_engine(async |t| {
        make_editor(&t, "ana").await;
        let (secret, codes) = enroll(&t, &mut t.browser(), "ana").await;
        let (mut browser, mut late) = (t.browser(), t.browser());
        show_password(&mut browser, "ana").await;
        show_password(&mut late, "ana").await;
        let token = browser.cookie("sign-in").expect("a sign-in").to_owned();
        t.clock.advance(Duration::from_secs(299));

        assert_eq!(
            send(&mut browser, PAGE, &code(&t, &secret)).await.location(),
            Some("profile")
        );

        t.clock.advance(Duration::from_secs(1));
        assert_eq!(send(&mut late, PAGE, &codes[0]).await.location(), OVER);
        let mut thief = t.browser();
        thief.set_cookie("sign-in", &token);
        assert_eq!(send(&mut thief, PAGE, &codes[0]).await.location(), OVER);
    });
}

#[test]
fn codes_cannot_be_guessed_and_the_account_can_be_used_again_soon() {
    requiring().in_memory(async |t| {
        make_editor(&t, "ana").await;
        let (secret, _) = enroll(&t, &mut t.browser(), "ana").await;
        for _ in 0..10 {
            let mut thief = t.browser();
            assert_eq!(thief.sign_in("ana", PASSWORD).await.status(), 303);
            assert_eq!(send(&mut thief, PAGE, "wrong").await.status(), 401);
        }

        let mut browser = t.browser();
        show_password(&mut browser, "ana").await;
        let locked = send(&mut browser, PAGE, &next_code(&t, &secret)).await;
        assert_eq!(locked.status(), 429, "new sign-ins give no new attempts");

        t.clock.advance(Duration::from_mins(1));
        assert_eq!(send(&mut browser, PAGE, &code(&t, &secret)).await.status(), 303);
    });
}

#[test]
fn an_id_alone_is_not_enough_to_use_up_the_attempts_of_a_user() {
    requiring().in_memory(async |t| {
        let ana = make_editor(&t, "ana").await;
        let (secret, _) = enroll(&t, &mut t.browser(), "ana").await;
        for _ in 0..11 {
            t.browser().sign_in(&ana, "wrong").await;
        }
        assert_eq!(t.browser().sign_in(&ana, "wrong").await.status(), 429);

        let mut browser = t.browser();
        show_password(&mut browser, "ana").await;

        let answer = send(&mut browser, PAGE, &next_code(&t, &secret)).await;
        assert_eq!(answer.location(), Some("profile"));
    });
}

#[test]
fn a_user_with_a_second_factor_needs_it_without_the_rights_too() {
    requiring().each_engine(async |t| {
        let ben = t.root().make_user(MANAGED, "ben").await;
        store(&t, MANAGED, &ben).await;

        let answer = t.browser().sign_in("ben", PASSWORD).await;

        assert_eq!(answer.location(), Some("second-factor"));
    });
}

#[test]
fn of_many_who_use_a_code_at_once_on_all_servers_one_signs_in() {
    requiring().each_engine_together(async |rosters| {
        make_editor(&rosters[0], "ana").await;
        let (secret, _) = enroll(&rosters[0], &mut rosters[0].browser(), "ana").await;
        let now = Timestamp::from(rosters[0].clock.now());
        let next = secret.code_of(totp::step_at(now) + 1);
        let mut browsers: Vec<_> = (0..6)
            .map(|place| rosters[place % rosters.len()].browser())
            .collect();
        for browser in &mut browsers {
            show_password(browser, "ana").await;
        }

        let all = browsers.iter_mut().map(|browser| send(browser, PAGE, &next));
        let answers = futures_util::future::join_all(all).await;

        let done = answers.iter().filter(|answer| answer.status() == 303).count();
        assert_eq!(done, 1);
    });
}
