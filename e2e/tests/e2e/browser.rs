//! The browser of the tests finds what it must find: else no test of a page could fail.

use crate::harness::Browser;

/// A page with this in its head and its body.
fn page(head: &str, body: &str) -> String {
    let html = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>A page</title>{head}\
         <main><h1>A page</h1>{body}</main></html>"
    );
    format!("data:text/html,{}", html.replace('#', "%23"))
}

/// The faults that are found in a page, without where.
fn faults(head: &str, body: &str) -> Vec<String> {
    let browser = Browser::start();
    let visitor = browser.visitor();
    visitor.open(&page(head, body));
    visitor.faults()
}

#[test]
fn a_plain_page_has_no_faults() {
    assert_eq!(
        faults("", "<label>Name <input></label> <button>Go</button>"),
        [] as [&str; 0]
    );
}

#[test]
fn a_field_without_a_label_is_a_fault() {
    let found = faults("", "<input>");

    assert_eq!(found.len(), 4, "{found:#?}");
    assert!(
        found[0].starts_with("320-light: accessibility: label: "),
        "{found:#?}"
    );
}

#[test]
fn text_that_only_the_dark_scheme_hides_is_a_fault() {
    let style = "<style>:root { background: white; color: black } \
                 @media (prefers-color-scheme: dark) { :root { background: black } h1 { color: #333 } }</style>";

    let found = faults(style, "");

    assert_eq!(found.len(), 2, "{found:#?}");
    for (fault, screen) in found.iter().zip(["320-dark", "1280-dark"]) {
        assert!(
            fault.starts_with(&format!("{screen}: accessibility: color-contrast: ")),
            "{fault}"
        );
    }
}

#[test]
fn a_page_that_a_small_screen_must_scroll_sideways_is_at_fault() {
    let found = faults("", "<div style='width: 400px'>wide</div>");

    let expected =
        ["light", "dark"].map(|scheme| format!("320-{scheme}: layout: 408 pixels wide on a screen of 320"));
    assert_eq!(found, expected);
}

#[test]
fn a_script_that_a_policy_blocks_or_that_throws_is_a_fault() {
    let policy = "<meta http-equiv=content-security-policy content=\"script-src 'none'\">";

    let blocked = faults(policy, "<script>1</script>");
    let thrown = faults("", "<script>throw new Error('no')</script>");

    assert!(
        blocked[0].contains("console: Executing inline script violates"),
        "{blocked:#?}"
    );
    assert_eq!(thrown, ["320-light: script: no"]);
}

#[test]
fn a_control_that_does_not_show_its_focus_is_found() {
    let browser = Browser::start();
    let visitor = browser.visitor();
    visitor.open(&page(
        "<style>button { outline: none }</style>",
        "<button>Go</button>",
    ));

    let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| visitor.tab_to("button \"Go\"")));

    let said = found
        .expect_err("a refusal")
        .downcast::<String>()
        .expect("a text");
    assert!(said.contains("nothing shows that - button \"Go\""), "{said}");
}
