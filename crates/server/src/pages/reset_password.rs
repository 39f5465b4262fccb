//! `…/reset-password`, where the link of a mail leads.

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use maud::html;
use roster_domain::SecretToken;
use roster_model::ops::console::passwords::{OpenResetLink, ResetPassword};
use serde_json::json;

use super::cookies::Name;
use super::failure;
use super::form::{Form, query_field};
use super::html::{Field, Page, problem};
use super::visit::Visit;
use crate::exception::Failure;

const PASSWORD: Field = Field {
    name: "password",
    label: "New password",
    kind: "password",
    autocomplete: "new-password",
};

/// What a password must be like, in words.
pub(super) const RULE: &str = "8 to 64 characters without spaces, with a lower-case letter, an upper-case letter and a digit. Longer is better.";

/// Opens a link: from now on it works in this browser only. Programs that only look ahead do not open it.
pub(super) async fn show(visit: &Visit<'_>, is_preview: bool) -> Response<Full<Bytes>> {
    let token = query_field(visit.request.query(), "token");
    if is_preview {
        return visit.respond(form(&token, None, None));
    }
    if !visit.pipeline.attempts.take_of_source(visit.request) {
        return visit.respond(visit.refuse::<OpenResetLink>(Failure::SourceExhausted).await);
    }
    let known = visit.browser_token();
    let browser = known
        .clone()
        .unwrap_or_else(|| SecretToken::new(&*visit.pipeline.random));
    let input = json!({
        "InstanceId": visit.instance.id,
        "Token": token,
        "BrowserToken": browser.to_text(),
    });
    match visit.perform::<OpenResetLink>(visit.visitor(), input).await {
        Ok(output) => {
            let response = visit.respond(form(&token, output["Username"].as_str(), None));
            match known {
                Some(_) => response,
                None => visit.with_cookie(response, Name::Browser, &browser),
            }
        }
        Err(Failure::Invalid(_)) => visit.respond(failure::unusable_link()),
        Err(failure) => visit.respond(failure::page(&failure)),
    }
}

/// Sets the new password.
pub(super) async fn submit(visit: &Visit<'_>, fields: &Form) -> Response<Full<Bytes>> {
    if !visit.pipeline.attempts.take_of_source(visit.request) {
        return visit.respond(visit.refuse::<ResetPassword>(Failure::SourceExhausted).await);
    }
    let token = fields.field("token");
    let input = json!({
        "InstanceId": visit.instance.id,
        "Token": token,
        "BrowserToken": visit.browser_token().map(|token| token.to_text()),
        "Password": fields.field("password"),
    });
    match visit.perform::<ResetPassword>(visit.visitor(), input).await {
        Ok(_) => visit.without_session(visit.redirect("sign-in?password-changed")),
        Err(failure) => match failure::of_new_password(&failure) {
            Some(words) => visit.respond(form(token, None, Some(&words)).with_status(400)),
            None if matches!(failure, Failure::Invalid(_)) => visit.respond(failure::unusable_link()),
            None => visit.respond(failure::page(&failure)),
        },
    }
}

fn form(token: &str, username: Option<&str>, message: Option<&str>) -> Page {
    Page::ok(
        "Choose a new password",
        html! {
            h1 { "Choose a new password" }
            @if let Some(message) = message { (problem(message)) }
            form method="post" action="reset-password" {
                input type="hidden" name="token" value=(token);
                @if let Some(username) = username {
                    p { "For the account " strong { (username) } "." }
                    input type="hidden" name="username" autocomplete="username" value=(username);
                }
                (PASSWORD.empty())
                p.quiet { (RULE) }
                button { "Set the password" }
            }
        },
    )
}
