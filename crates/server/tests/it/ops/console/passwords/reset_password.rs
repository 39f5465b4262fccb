use roster_testkit::{MANAGED, MARY, Roster, WebPage, each_engine, each_engine_together};
use serde_json::json;

use crate::mails::{mails, reset_link, token};

/// Sets a password by a link, in a new browser.
async fn reset(t: &Roster, link: &str, password: &str) -> WebPage {
    let fields = [("token", token(link)), ("password", password)];
    t.browser().post("/console/demo/reset-password", &fields).await
}

#[test]
fn a_link_sets_the_password_once() {
    each_engine(async |t| {
        let link = reset_link(&t, MARY).await;

        let answer = reset(&t, &link, "Quite-New-1").await;

        assert_eq!(
            (answer.status(), answer.location()),
            (303, Some("sign-in?password-changed"))
        );
        assert_eq!(t.browser().sign_in("mary", "Quite-New-1").await.status(), 303);
        assert_eq!(reset(&t, &link, "Quite-New-2").await.status(), 400);
        assert_eq!(t.browser().sign_in("mary", "Quite-New-2").await.status(), 401);
        let told = [("PasswordChanged", "mary@example.com".to_owned())];
        assert_eq!(mails(&t).await, told);
    });
}

#[test]
fn a_new_password_ends_all_sessions() {
    each_engine(async |t| {
        let ana = t.root().make_user(MANAGED, "ana").await;
        let mut browser = t.browser();
        browser.sign_in("ana", "Passw0rd").await;
        let link = reset_link(&t, &ana).await;
        assert_eq!(browser.profile().await.status(), 200);

        reset(&t, &link, "Quite-New-1").await;

        assert_eq!(browser.profile().await.status(), 303);
        assert_eq!(t.browser().sign_in("ana", "Passw0rd").await.status(), 401);
    });
}

#[test]
fn a_bad_password_is_refused_and_the_link_goes_on_to_work() {
    each_engine(async |t| {
        let link = reset_link(&t, MARY).await;

        for (password, words) in [
            ("short1A", "must be 8 to 64 characters"),
            (
                "all-lower-case-1",
                "with a lower-case letter, an upper-case letter and a digit",
            ),
            ("Passw0rd", "is one that many people have"),
            ("Password1", "is one that many people have"),
        ] {
            let refused = reset(&t, &link, password).await;
            assert_eq!(refused.status(), 400, "{password}");
            assert!(refused.text().contains(words), "{refused}");
            assert!(!refused.text().contains(password), "{refused}");
        }

        assert_eq!(reset(&t, &link, "Quite-New-1").await.status(), 303);
    });
}

#[test]
fn a_change_of_the_address_makes_a_link_useless() {
    each_engine(async |t| {
        let link = reset_link(&t, MARY).await;
        let identity = |email: &str| {
            json!({
                "InstanceId": MANAGED, "UserId": MARY,
                "IdentityInfo": {"FirstName": "Mary", "LastName": "Miller", "Email": email},
            })
        };
        t.root()
            .done("UpdateUserIdentityInfo", identity("mary@example.com"))
            .await;
        assert_eq!(t.browser().send("HEAD", &link, None).await.status(), 200);

        t.root()
            .done("UpdateUserIdentityInfo", identity("mary@example.org"))
            .await;

        assert_eq!(reset(&t, &link, "Quite-New-1").await.status(), 400);
    });
}

#[test]
fn neither_password_nor_token_is_in_the_audit() {
    each_engine(async |t| {
        let link = reset_link(&t, MARY).await;
        t.browser().get(&link).await;
        reset(&t, &link, "Quite-New-1").await;

        let audit = serde_json::to_string(&t.audit(0).0).expect("JSON");

        for secret in ["Quite-New-1", token(&link), "argon2"] {
            assert!(!audit.contains(secret), "{secret}: {audit}");
        }
        for operation in ["OpenResetLink", "ResetPassword"] {
            assert!(audit.contains(operation), "{operation}: {audit}");
        }
    });
}

#[test]
fn of_many_who_use_a_link_at_once_on_all_servers_one_sets_the_password() {
    each_engine_together(async |rosters| {
        let link = reset_link(&rosters[0], MARY).await;
        let passwords: Vec<_> = (0..6).map(|number| format!("Quite-New-{number}")).collect();

        let all = passwords
            .iter()
            .enumerate()
            .map(|(place, password)| reset(&rosters[place % rosters.len()], &link, password));
        let answers = futures_util::future::join_all(all).await;

        let done = answers.iter().filter(|answer| answer.status() == 303).count();
        assert_eq!(done, 1);
        let mut good = 0;
        for password in &passwords {
            let answer = rosters[0].browser().sign_in("mary", password).await;
            good += usize::from(answer.status() == 303);
        }
        assert_eq!(good, 1);
    });
}
