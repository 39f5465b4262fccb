use std::time::Duration;

use roster_testkit::{Browser, MARY, Roster, each_engine};

use crate::mails::{reset_link, reset_links, token};

async fn reset(browser: &mut Browser<'_>, link: &str, password: &str) -> u16 {
    let fields = [("token", token(link)), ("password", password)];
    let answer = browser.post("/console/demo/reset-password", &fields).await;
    answer.status()
}

async fn opens(t: &Roster, link: &str) -> bool {
    t.browser().get(link).await.status() == 200
}

#[test]
fn a_link_works_in_the_browser_that_opens_it_first_and_in_no_other() {
    each_engine(async |t| {
        let link = reset_link(&t, MARY).await;
        let (mut first, mut second) = (t.browser(), t.browser());

        let shown = first.get(&link).await;
        assert_eq!(shown.status(), 200);
        assert!(shown.text().contains("<strong>mary</strong>"), "{shown}");
        assert_eq!(first.get(&link).await.status(), 200);

        let refused = second.get(&link).await;
        assert_eq!(refused.status(), 400);
        assert!(refused.text().contains("This link does not work"), "{refused}");
        assert_eq!(reset(&mut second, &link, "Quite-New-1").await, 400);
        assert_eq!(reset(&mut t.browser(), &link, "Quite-New-1").await, 400);
        assert_eq!(reset(&mut first, &link, "Quite-New-1").await, 303);
    });
}

#[test]
fn programs_that_look_ahead_do_not_open_a_link() {
    each_engine(async |t| {
        let link = reset_link(&t, MARY).await;

        let mut scanner = t.browser();
        assert_eq!(scanner.send("HEAD", &link, None).await.status(), 200);
        let mut prefetcher = t.browser().with_header("sec-purpose", "prefetch;prerender");
        prefetcher.get(&link).await;

        assert!(opens(&t, &link).await);
    });
}

#[test]
fn a_link_works_for_half_an_hour() {
    each_engine(async |t| {
        let link = reset_link(&t, MARY).await;
        let mut browser = t.browser();
        t.clock
            .advance(Duration::from_mins(30) - Duration::from_millis(1));
        assert_eq!(browser.get(&link).await.status(), 200);

        t.clock.advance(Duration::from_millis(1));

        assert_eq!(browser.get(&link).await.status(), 400);
        assert_eq!(reset(&mut browser, &link, "Quite-New-1").await, 400);
    });
}

#[test]
fn a_newer_link_replaces_an_older_one() {
    each_engine(async |t| {
        let older = reset_link(&t, MARY).await;

        let fields = [("username", "mary")];
        t.browser().post("/console/demo/forgot-password", &fields).await;
        t.at_rest().await;

        assert_eq!(reset_links(&t, MARY).await, 1);
        assert!(!opens(&t, &older).await);
    });
}

#[test]
fn what_is_no_token_opens_nothing() {
    each_engine(async |t| {
        for token in [
            "",
            "?token=",
            "?token=guess",
            "?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ] {
            assert!(
                !opens(&t, &format!("/console/demo/reset-password{token}")).await,
                "{token}"
            );
        }
    });
}

#[test]
fn a_link_is_good_at_its_own_instance_only() {
    each_engine(async |t| {
        t.root().make_instance("other").await;
        let link = reset_link(&t, MARY).await;

        assert!(!opens(&t, &link.replace("/demo/", "/other/")).await);
        assert!(opens(&t, &link).await);
    });
}
