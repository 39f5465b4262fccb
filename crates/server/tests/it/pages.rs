//! What all pages have in common.

use roster_testkit::{MANAGED, WebPage, each_engine, in_memory};

use crate::second_factors::{enroll, make_editor, requiring, show_password};

const PAGES: [&str; 3] = ["sign-in", "forgot-password", "reset-password?token=guess"];

#[test]
fn every_page_keeps_scripts_frames_and_caches_away() {
    requiring().in_memory(async |t| {
        let mut pages = Vec::new();
        for page in PAGES {
            pages.push(t.browser().get(&format!("/console/demo/{page}")).await);
        }
        pages.push(t.browser().get("/console/nowhere/sign-in").await);
        t.root().make_user(MANAGED, "ana").await;
        let mut browser = t.browser();
        pages.push(browser.sign_in("ana", "Passw0rd").await);
        pages.push(browser.profile().await);
        make_editor(&t, "olga").await;
        pages.push(show_password(&mut browser, "olga").await);

        for page in &pages {
            let policy = page.header("content-security-policy").expect("a policy");
            assert_eq!(
                policy,
                "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
            );
            for (name, value) in [
                ("cache-control", "no-store"),
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "same-origin"),
            ] {
                assert_eq!(page.header(name), Some(value), "{name}");
            }
            let text = page.text();
            for bad in ["<script", "style=", "javascript:", "onclick"] {
                assert!(!text.contains(bad), "{bad}: {text}");
            }
        }
    });
}

/// The values of an attribute.
fn attributes(page: &WebPage, element: &str, attribute: &str) -> Vec<String> {
    let text = page.text();
    let start = format!("<{element} ");
    let elements = text.split(&start).skip(1);
    let of = elements.filter_map(|rest| {
        let (inside, _) = rest.split_once('>')?;
        let (_, value) = inside.split_once(&format!("{attribute}=\""))?;
        Some(value.split('"').next()?.to_owned())
    });
    of.collect()
}

#[test]
fn every_field_has_a_label_and_every_page_a_language_and_a_title() {
    requiring().in_memory(async |t| {
        make_editor(&t, "ana").await;
        let (mut browser, mut other) = (t.browser(), t.browser());
        let new_factor = show_password(&mut other, "ana").await;
        enroll(&t, &mut browser, "ana").await;
        let question = show_password(&mut other, "ana").await;
        let pages = [
            t.browser().get("/console/demo/sign-in").await,
            t.browser().get("/console/demo/forgot-password").await,
            new_factor,
            question,
            browser.profile().await,
        ];

        for page in pages {
            let text = page.text();
            assert!(text.contains("<html lang=\"en\">"), "{text}");
            assert!(text.contains("<title>"), "{text}");
            assert!(text.contains("width=device-width"), "{text}");
            let fields = attributes(&page, "input", "id");
            assert!(!fields.is_empty());
            assert_eq!(attributes(&page, "label", "for"), fields);
        }
    });
}

#[test]
fn forms_of_other_sites_are_refused() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            let mut browser = t.browser().with_header(name, value);

            let answer = browser.sign_in("ana", "Passw0rd").await;

            assert_eq!(answer.status(), 403, "{name}: {value}");
            assert_eq!(browser.cookie("session"), None);
        }
        let own = format!("http://{}", t.address());
        for (name, value) in [("origin", own.as_str()), ("sec-fetch-site", "same-origin")] {
            let mut browser = t.browser().with_header(name, value);
            assert_eq!(browser.sign_in("ana", "Passw0rd").await.status(), 303, "{name}");
        }
    });
}

#[test]
fn pages_of_unknown_instances_and_other_pages_are_not_found() {
    in_memory(async |t| {
        for path in [
            "/console/nowhere/sign-in",
            "/console/demo/nothing",
            "/console/demo",
            "/console/",
            "/console/demo/sign-in/",
            "/console/%64emo/sign-in",
        ] {
            assert_eq!(t.browser().get(path).await.status(), 404, "{path}");
        }
    });
}

#[test]
fn an_instance_is_found_by_alias_in_any_case_and_by_id() {
    in_memory(async |t| {
        for name in ["demo", "DEMO", MANAGED] {
            let path = format!("/console/{name}/sign-in");
            assert_eq!(t.browser().get(&path).await.status(), 200, "{name}");
        }
    });
}

#[test]
fn other_methods_are_refused() {
    in_memory(async |t| {
        for method in ["PUT", "DELETE", "OPTIONS", "PATCH"] {
            let answer = t.browser().send(method, "/console/demo/sign-in", None).await;
            assert_eq!(answer.status(), 405, "{method}");
            assert_eq!(answer.header("allow"), Some("GET, HEAD, POST"));
        }
    });
}

#[test]
fn a_form_that_is_too_large_is_refused() {
    in_memory(async |t| {
        let body = format!("username={}", "a".repeat(17_000));

        let answer = t
            .browser()
            .send("POST", "/console/demo/sign-in", Some(body))
            .await;

        assert_eq!(answer.status(), 413);
    });
}

#[test]
fn the_stylesheet_is_served_from_here() {
    in_memory(async |t| {
        let style = t.browser().get("/console/style.css").await;

        assert_eq!(style.status(), 200);
        assert_eq!(style.header("content-type"), Some("text/css; charset=utf-8"));
        assert!(style.text().contains("prefers-color-scheme: dark"));
    });
}
