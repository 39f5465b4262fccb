//! `…/sign-in`.

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use maud::html;
use roster_model::ops::console::sessions::SignIn;
use roster_model::shapes::DirectoryType;
use roster_service::Refusal;
use serde_json::json;

use super::attempts::Guessed;
use super::cookies::Name;
use super::form::Form;
use super::html::{Field, Page, USERNAME, problem};
use super::visit::{Visit, token_of};
use super::{failure, html as page};
use crate::exception::Failure;

/// The one answer to all faults, so that it does not reveal which names exist.
const NEUTRAL: &str = "The username or the password is not right.";

const PASSWORD: Field = Field {
    name: "password",
    label: "Password",
    kind: "password",
    autocomplete: "current-password",
};

/// Shows the form; with a session, leads to the profile.
pub(super) async fn show(visit: &Visit<'_>) -> Response<Full<Bytes>> {
    match visit.signed_in().await {
        Ok(Some(_)) => visit.redirect("profile"),
        Ok(None) => {
            let message = match visit.request.query() {
                "password-changed" => Some(page::notice(
                    "Your password was changed. Sign in with the new one.",
                )),
                "took-too-long" => Some(problem("That took too long. Sign in again.")),
                _ => None,
            };
            visit.respond(form(visit, "", message))
        }
        Err(failure) => visit.respond(failure::page(&failure)),
    }
}

/// Signs in; if the user needs a second factor, leads to the page that asks for it.
pub(super) async fn submit(visit: &Visit<'_>, fields: &Form) -> Response<Full<Bytes>> {
    let username = fields.field("username");
    let account = (visit.instance.id.clone(), Guessed::Password(username.to_owned()));
    let attempts = &visit.pipeline.attempts;
    if !attempts.take_sign_in(visit.request, &account) {
        let refusal = visit.refuse::<SignIn>(Failure::SourceExhausted).await;
        return visit.respond(refusal);
    }
    let input = json!({
        "InstanceId": visit.instance.id,
        "Username": username,
        "Password": fields.field("password"),
        "OldSessionToken": visit.session_token().map(|token| token.to_text()),
    });
    match visit.perform::<SignIn>(visit.visitor(), input).await {
        Ok(output) => {
            attempts.give_back_sign_in(visit.request, &account);
            if let Some(token) = token_of(&output, "SignInToken") {
                return visit.with_cookie(visit.redirect("second-factor"), Name::SignIn, &token);
            }
            let profile = visit.redirect("profile");
            match token_of(&output, "SessionToken") {
                Some(token) => visit.with_cookie(profile, Name::Session, &token),
                None => profile,
            }
        }
        Err(Failure::Invalid(_) | Failure::Refused(Refusal::SignInFailed)) => {
            visit.respond(form(visit, username, Some(problem(NEUTRAL))).with_status(401))
        }
        Err(failure) => visit.respond(failure::page(&failure)),
    }
}

fn form(visit: &Visit<'_>, username: &str, message: Option<maud::Markup>) -> Page {
    let is_elsewhere = visit.instance.identity_management_type != DirectoryType::ConnectManaged;
    Page::ok(
        "Sign in",
        html! {
            h1 { "Sign in" }
            @if let Some(message) = message { (message) }
            @if is_elsewhere {
                p.quiet { "Passwords of this instance are kept by your organization: sign in there." }
            }
            form method="post" action="sign-in" {
                (USERNAME.with(username))
                (PASSWORD.empty())
                button { "Sign in" }
            }
            p { a href="forgot-password" { "Forgot your password?" } }
        },
    )
}
