//! The form that all pages have: one layout, one stylesheet, and the headers that keep others out.

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http_body_util::Full;
use hyper::Response;
use maud::{DOCTYPE, Markup, html};

use crate::http_answer::answer;
use crate::pipeline::Pipeline;
use crate::request::Request;

/// A page, ready to be sent.
pub(super) struct Page {
    pub(super) status: u16,
    pub(super) title: &'static str,
    pub(super) content: Markup,
}

/// What a browser may load and do: the stylesheet, and forms of this server. No script, and no frame around a page.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// For a year. Source: RFC 6797.
const ONLY_TLS: &str = "max-age=31536000";

impl Page {
    /// A page that is shown as asked for.
    pub(super) const fn ok(title: &'static str, content: Markup) -> Self {
        Self {
            status: 200,
            title,
            content,
        }
    }

    /// The same with another status.
    #[must_use]
    pub(super) fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// A page that says why nothing was done.
    pub(super) fn refusal(status: u16, words: &str) -> Self {
        Self {
            status,
            title: "Not done",
            content: html! {
                h1 { "Not done" }
                (problem(words))
                p { a href="sign-in" { "Sign in" } " or " a href="forgot-password" { "choose a new password" } "." }
            },
        }
    }

    /// There is no such page.
    pub(super) fn not_found() -> Self {
        Self {
            status: 404,
            title: "Not found",
            content: html! {
                h1 { "Not found" }
                p { "There is no such page. Check the address." }
            },
        }
    }

    /// The page as an answer.
    pub(super) fn answer(self, pipeline: &Pipeline, request: &Request) -> Response<Full<Bytes>> {
        let kind = HeaderValue::from_static("text/html; charset=utf-8");
        let text = layout(self.title, &self.content).into_string();
        let mut page = answer(request, kind, self.status, None, text.into_bytes());
        let headers = page.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        harden(headers);
        if is_public_tls(pipeline) {
            headers.insert(
                header::STRICT_TRANSPORT_SECURITY,
                HeaderValue::from_static(ONLY_TLS),
            );
        }
        page
    }
}

/// What went wrong, so that a screen reader says it at once.
pub(super) fn problem(words: &str) -> Markup {
    html! { p.problem role="alert" { (words) } }
}

/// What went well.
pub(super) fn notice(words: &str) -> Markup {
    html! { p.notice role="status" { (words) } }
}

/// A field with its label.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) kind: &'static str,
    /// What a browser or a password manager fills in. Source: the HTML standard on autofill.
    pub(super) autocomplete: &'static str,
}

/// The field for the sign-in name.
pub(super) const USERNAME: Field = Field {
    name: "username",
    label: "Username",
    kind: "text",
    autocomplete: "username",
};

impl Field {
    /// The field, with something filled in.
    pub(super) fn with(&self, value: &str) -> Markup {
        html! {
            label for=(self.name) { (self.label) }
            input id=(self.name) name=(self.name) type=(self.kind) autocomplete=(self.autocomplete)
                autocapitalize="none" spellcheck="false" required value=[(!value.is_empty()).then_some(value)];
        }
    }

    /// The empty field.
    pub(super) fn empty(&self) -> Markup {
        self.with("")
    }
}

/// Sets the headers that keep other sites, scripts and caches away from a page.
pub(super) fn harden(headers: &mut HeaderMap) {
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // Addresses of links from mails hold tokens. Without any referrer, browsers would not say where a form is from.
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Whether browsers reach this server by a name over TLS, and so never need another way.
fn is_public_tls(pipeline: &Pipeline) -> bool {
    let host = pipeline.service.public_url().strip_prefix("https://");
    host.is_some_and(|host| {
        !["localhost", "127.", "[::1]"]
            .iter()
            .any(|here| host.starts_with(here))
    })
}

fn layout(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Roster" }
                link rel="stylesheet" href="../style.css";
            }
            body {
                main { (content) }
            }
        }
    }
}
