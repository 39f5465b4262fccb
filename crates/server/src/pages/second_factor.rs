//! `…/second-factor`, where a sign-in waits: for a code of the user's second factor, or for the first code of a new one.

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use roster_domain::SecretToken;
use roster_domain::totp::{DIGITS, PERIOD};
use roster_model::operation::Operation;
use roster_model::ops::console::second_factor::{EnrollSecondFactor, FinishSignIn, OpenSecondFactor};
use roster_service::Refusal;
use serde_json::{Value, json};

use super::attempts::Guessed;
use super::cookies::Name;
use super::failure;
use super::form::Form;
use super::html::{Field, Page, problem};
use super::visit::{Visit, token_of};
use super::{qr_code, recovery_codes};
use crate::exception::Failure;

/// The field for a code.
pub(super) const CODE: Field = Field {
    name: "code",
    label: "Code",
    kind: "text",
    autocomplete: "one-time-code",
};

/// What is wrong with a code.
pub(super) const WRONG_CODE: &str = "The code is not right, or was used before. Wait for the next one.";

/// Shows what the sign-in waits for.
pub(super) async fn show(visit: &Visit<'_>) -> Response<Full<Bytes>> {
    let Some(token) = visit.sign_in_token() else {
        return visit.redirect("sign-in");
    };
    if !visit.pipeline.attempts.take_of_source(visit.request) {
        return visit.respond(visit.refuse::<OpenSecondFactor>(Failure::SourceExhausted).await);
    }
    ask(visit, &token, None, 200).await
}

/// Begins a session by a code of the second factor, or by a recovery code.
pub(super) async fn finish(visit: &Visit<'_>, fields: &Form) -> Response<Full<Bytes>> {
    match submit::<FinishSignIn>(visit, fields).await {
        Ok(output) => signed_in(visit, visit.redirect("profile"), &output),
        Err(response) => response,
    }
}

/// Begins a session by the first code of a new second factor, and shows the recovery codes.
pub(super) async fn enroll(visit: &Visit<'_>, fields: &Form) -> Response<Full<Bytes>> {
    match submit::<EnrollSecondFactor>(visit, fields).await {
        Ok(output) => signed_in(visit, visit.respond(recovery_codes::page(&output)), &output),
        Err(response) => response,
    }
}

/// Carries out an operation that takes a code; what is to be answered if it fails.
async fn submit<O: Operation>(visit: &Visit<'_>, fields: &Form) -> Result<Value, Response<Full<Bytes>>> {
    let Some(token) = visit.sign_in_token() else {
        return Err(over(visit));
    };
    let service = &visit.pipeline.service;
    let user = service
        .user_of_sign_in(&visit.instance, &token, visit.request.time.into())
        .await
        .map_err(|error| visit.respond(failure::page(&Failure::Refused(error.into()))))?;
    let Some(user) = user else {
        return Err(over(visit));
    };
    let account = (visit.instance.id.clone(), Guessed::Code(user.to_string()));
    let attempts = &visit.pipeline.attempts;
    if !attempts.take_sign_in(visit.request, &account) {
        return Err(visit.respond(visit.refuse::<O>(Failure::SourceExhausted).await));
    }
    let input = json!({
        "InstanceId": visit.instance.id,
        "SignInToken": token.to_text(),
        "Code": fields.field("code"),
        "OldSessionToken": visit.session_token().map(|token| token.to_text()),
    });
    match visit.perform::<O>(visit.visitor(), input).await {
        Ok(output) => {
            attempts.give_back_sign_in(visit.request, &account);
            Ok(output)
        }
        Err(Failure::Invalid(_) | Failure::Refused(Refusal::SignInFailed)) => {
            Err(ask(visit, &token, Some(WRONG_CODE), 401).await)
        }
        Err(failure) => Err(failed(visit, &failure)),
    }
}

/// The form that the sign-in waits for.
async fn ask(
    visit: &Visit<'_>,
    token: &SecretToken,
    message: Option<&str>,
    status: u16,
) -> Response<Full<Bytes>> {
    let input = json!({"InstanceId": visit.instance.id, "SignInToken": token.to_text()});
    match visit.perform::<OpenSecondFactor>(visit.visitor(), input).await {
        Ok(output) => {
            let username = output["Username"].as_str().unwrap_or_default();
            let page = match output["Secret"].as_str() {
                Some(secret) => new_factor(visit, username, secret, message),
                None => question(username, message),
            };
            visit.respond(page.with_status(status))
        }
        Err(failure) => failed(visit, &failure),
    }
}

/// The answer, after which the browser has a session and no sign-in that waits.
fn signed_in(visit: &Visit<'_>, response: Response<Full<Bytes>>, output: &Value) -> Response<Full<Bytes>> {
    let response = visit.without_cookie(response, Name::SignIn);
    match token_of(output, "SessionToken") {
        Some(token) => visit.with_cookie(response, Name::Session, &token),
        None => response,
    }
}

fn failed(visit: &Visit<'_>, failure: &Failure) -> Response<Full<Bytes>> {
    match failure {
        Failure::Refused(Refusal::SessionOver) => over(visit),
        failure => visit.respond(failure::page(failure)),
    }
}

/// The sign-in waits no more.
fn over(visit: &Visit<'_>) -> Response<Full<Bytes>> {
    visit.without_cookie(visit.redirect("sign-in?took-too-long"), Name::SignIn)
}

fn question(username: &str, message: Option<&str>) -> Page {
    Page::ok(
        "Enter a code",
        html! {
            h1 { "Enter a code" }
            @if let Some(message) = message { (problem(message)) }
            p { "The account " strong { (username) } " has a second factor. Enter the code that your authenticator app shows now." }
            form method="post" action="second-factor" {
                (CODE.empty())
                p.quiet { "Without your device, enter one of your recovery codes. Without them, ask your administrator." }
                button { "Sign in" }
            }
            p { a href="sign-in" { "Back to sign-in" } }
        },
    )
}

fn new_factor(visit: &Visit<'_>, username: &str, secret: &str, message: Option<&str>) -> Page {
    Page::ok(
        "Set up a second factor",
        html! {
            h1 { "Set up a second factor" }
            @if let Some(message) = message { (problem(message)) }
            p { "The account " strong { (username) } " may edit users, so it needs a second factor: an app on your phone that shows codes." }
            (secret_for_app(&uri(visit, username, secret), secret))
            form method="post" action="enroll-second-factor" {
                (CODE.empty())
                p.quiet { "The code that the app shows now." }
                button { "Set up and sign in" }
            }
            p { a href="sign-in" { "Back to sign-in" } }
        },
    )
}

/// The ways in which an app gets the secret.
fn secret_for_app(uri: &str, secret: &str) -> Markup {
    html! {
        @if let Some(picture) = qr_code::svg(uri, "QR code of the key below") {
            p { "Open your authenticator app, add an account, and scan this picture:" }
            (picture)
            p { "Or enter this key:" }
        } @else {
            p { "Open your authenticator app, add an account, and enter this key:" }
        }
        p { code.secret { (grouped(secret)) } }
        p { "On your phone, you can " a href=(uri) { "open the app with it" } " instead." }
    }
}

/// The secret in groups of four, as people copy it. Apps ignore the spaces.
fn grouped(secret: &str) -> String {
    let mut text = String::new();
    for (place, letter) in secret.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push(' ');
        }
        text.push(letter);
    }
    text
}

/// What authenticator apps open. Source: the Key Uri Format of Google Authenticator, which other apps read, too.
fn uri(visit: &Visit<'_>, username: &str, secret: &str) -> String {
    let alias = visit.instance.alias.as_ref().map(|alias| alias.as_str());
    let issuer = format!("Roster {}", alias.unwrap_or(visit.instance.id.as_str()));
    key_uri(&issuer, username, secret)
}

fn key_uri(issuer: &str, username: &str, secret: &str) -> String {
    let escaped = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let (issuer, username) = (escaped(issuer), escaped(username));
    let period = PERIOD.as_secs();
    format!(
        "otpauth://totp/{issuer}:{username}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={period}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_adds_a_parameter_to_what_an_app_opens() {
        assert_eq!(
            key_uri("Roster demo", "mary&secret=A", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
            "otpauth://totp/Roster%20demo:mary%26secret%3DA?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Roster%20demo&algorithm=SHA1&digits=6&period=30"
        );
    }
}
