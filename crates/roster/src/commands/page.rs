//! Pages in files of their own, which need no server.

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// What a page may load and do: styles of its own, and nothing else. It cannot run a script, load a picture or send a form.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

/// A page with a heading and what follows it.
pub(super) fn page(title: &str, heading: &str, style: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="referrer" content="no-referrer";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(style)) }
            }
            body {
                main {
                    h1 { (heading) }
                    (body)
                }
            }
        }
    };
    page.into_string()
}
