//! `…/profile`: a user's own identity, password, second factor and sessions.

use std::time::SystemTime;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use maud::{Markup, html};
use roster_domain::SecretToken;
use roster_model::ops::console::passwords::ChangePassword;
use roster_model::ops::console::profile::{DescribeProfile, DescribeProfileResponse, UserSessionSummary};
use roster_model::ops::console::sessions::{EndSession, SignOut};
use roster_model::shapes::{DirectoryType, Timestamp, UserIdentityInfo};
use roster_service::Refusal;
use serde_json::json;
use time::OffsetDateTime;
use time::macros::format_description;

use super::attempts::Guessed;
use super::cookies::Name;
use super::failure;
use super::form::Form;
use super::html::{Field, Page, notice, problem};
use super::recovery_codes;
use super::reset_password::RULE;
use super::visit::{SignedIn, Visit, token_of};
use crate::exception::Failure;

/// What the tokens of forms are derived for.
const FORM: &str = "form";

const OLD_PASSWORD: Field = Field {
    name: "old-password",
    label: "Old password",
    kind: "password",
    autocomplete: "current-password",
};
const NEW_PASSWORD: Field = Field {
    name: "new-password",
    label: "New password",
    kind: "password",
    autocomplete: "new-password",
};

const WRONG_OLD_PASSWORD: &str = "The old password is not right.";

/// Shows the profile; without a session, leads to the page for signing in.
pub(super) async fn show(visit: &Visit<'_>) -> Response<Full<Bytes>> {
    match visit.signed_in().await {
        Ok(Some(user)) => {
            let message = (visit.request.query() == "password-changed")
                .then(|| notice("Your password was changed. You are signed out everywhere else."));
            respond(visit, &user, message, 200).await
        }
        Ok(None) => visit.redirect("sign-in"),
        Err(failure) => visit.respond(failure::page(&failure)),
    }
}

/// Changes the password.
pub(super) async fn change_password(visit: &Visit<'_>, fields: &Form) -> Response<Full<Bytes>> {
    let user = match sender(visit, fields).await {
        Ok(user) => user,
        Err(response) => return response,
    };
    let guessed = Guessed::OldPassword(user.caller.user_id());
    let account = (visit.instance.id.clone(), guessed);
    let attempts = &visit.pipeline.attempts;
    if !attempts.take_sign_in(visit.request, &account) {
        return visit.respond(visit.refuse::<ChangePassword>(Failure::SourceExhausted).await);
    }
    let input = json!({
        "OldPassword": fields.field("old-password"),
        "NewPassword": fields.field("new-password"),
    });
    let failure = match visit.perform::<ChangePassword>(user.caller.clone(), input).await {
        Ok(output) => {
            attempts.give_back_sign_in(visit.request, &account);
            let profile = visit.redirect("profile?password-changed");
            return match token_of(&output, "SessionToken") {
                Some(token) => visit.with_cookie(profile, Name::Session, &token),
                None => profile,
            };
        }
        Err(failure) => failure,
    };
    let words = match &failure {
        Failure::Refused(Refusal::SignInFailed) => Some(WRONG_OLD_PASSWORD.to_owned()),
        Failure::Invalid(violations)
            if violations
                .iter()
                .any(|violation| violation.member == "OldPassword") =>
        {
            Some(WRONG_OLD_PASSWORD.to_owned())
        }
        failure => failure::of_new_password(failure),
    };
    match words {
        Some(words) => respond(visit, &user, Some(problem(&words)), 400).await,
        None => failed(visit, &failure),
    }
}

/// Ends one of the user's sessions.
pub(super) async fn end_session(visit: &Visit<'_>, fields: &Form) -> Response<Full<Bytes>> {
    let user = match sender(visit, fields).await {
        Ok(user) => user,
        Err(response) => return response,
    };
    let input = json!({"SessionId": fields.field("session")});
    match visit.perform::<EndSession>(user.caller, input).await {
        Ok(_) => visit.redirect("profile"),
        Err(failure) => failed(visit, &failure),
    }
}

/// Signs out.
pub(super) async fn sign_out(visit: &Visit<'_>, fields: &Form) -> Response<Full<Bytes>> {
    let user = match sender(visit, fields).await {
        Ok(user) => user,
        Err(response) => return response,
    };
    match visit.perform::<SignOut>(user.caller, json!({})).await {
        Ok(_) => visit.without_session(visit.redirect("sign-in")),
        Err(failure) => failed(visit, &failure),
    }
}

/// The user that sends a form. The form must have been shown in the same session.
pub(super) async fn sender(visit: &Visit<'_>, fields: &Form) -> Result<SignedIn, Response<Full<Bytes>>> {
    let user = match visit.signed_in().await {
        Ok(Some(user)) => user,
        Ok(None) => return Err(visit.without_session(visit.redirect("sign-in"))),
        Err(failure) => return Err(visit.respond(failure::page(&failure))),
    };
    let shown = SecretToken::parse(fields.field("csrf"));
    if shown.is_some_and(|shown| user.token.verifies(FORM, &shown)) {
        Ok(user)
    } else {
        let words = "This form is out of date, so nothing was done. Go back to your profile, and try again.";
        Err(visit.respond(Page::refusal(403, words)))
    }
}

pub(super) fn failed(visit: &Visit<'_>, failure: &Failure) -> Response<Full<Bytes>> {
    match failure {
        Failure::Refused(Refusal::SessionOver) => visit.without_session(visit.redirect("sign-in")),
        failure => visit.respond(failure::page(failure)),
    }
}

pub(super) async fn respond(
    visit: &Visit<'_>,
    user: &SignedIn,
    message: Option<Markup>,
    status: u16,
) -> Response<Full<Bytes>> {
    let described = visit
        .perform::<DescribeProfile>(user.caller.clone(), json!({}))
        .await
        .and_then(|output| {
            serde_json::from_value::<DescribeProfileResponse>(output).map_err(|error| {
                Failure::Refused(Refusal::Store(roster_store::StoreError::Engine(
                    error.to_string(),
                )))
            })
        });
    match described {
        Ok(profile) => {
            let csrf = user.token.derived_for(FORM).to_text();
            let content = content(&profile, visit.instance.identity_management_type, &csrf, message);
            visit.respond(Page::ok("Your profile", content).with_status(status))
        }
        Err(failure) => failed(visit, &failure),
    }
}

fn content(
    profile: &DescribeProfileResponse,
    kind: DirectoryType,
    csrf: &str,
    message: Option<Markup>,
) -> Markup {
    let hidden = html! { input type="hidden" name="csrf" value=(csrf); };
    html! {
        h1 { "Your profile" }
        @if let Some(message) = message { (message) }
        (identity(&profile.username, &profile.identity_info))
        form method="post" action="sign-out" {
            (hidden)
            button.lesser { "Sign out" }
        }
        h2 { "Password" }
        @if kind == DirectoryType::ConnectManaged {
            form method="post" action="change-password" {
                (hidden)
                input type="hidden" name="username" autocomplete="username" value=(*profile.username);
                (OLD_PASSWORD.empty())
                (NEW_PASSWORD.empty())
                p.quiet { (RULE) " You are signed out everywhere else." }
                button { "Change the password" }
            }
        } @else {
            p.quiet { "Your organization keeps your password: change it there." }
        }
        (recovery_codes::section(profile.second_factor.as_ref(), &hidden))
        h2 { "Where you are signed in" }
        ul.sessions {
            @for session in profile.sessions.iter() {
                li { (self::session(session, &hidden)) }
            }
        }
    }
}

fn identity(username: &str, info: &UserIdentityInfo) -> Markup {
    let text = |value: Option<&str>| value.filter(|value| !value.is_empty()).map(str::to_owned);
    let names = [
        text(info.first_name.as_ref().map(|name| name.as_str())),
        text(info.last_name.as_ref().map(|name| name.as_str())),
    ];
    let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let rows = [
        ("Username", Some(username.to_owned())),
        ("Name", text(Some(&name))),
        ("E-mail", text(info.email.as_ref().map(|email| email.as_str()))),
        (
            "Second e-mail",
            text(info.secondary_email.as_ref().map(|email| email.as_str())),
        ),
        ("Mobile", text(info.mobile.as_ref().map(|mobile| mobile.as_str()))),
    ];
    html! {
        dl {
            @for (label, value) in rows {
                @if let Some(value) = value {
                    dt { (label) }
                    dd { (value) }
                }
            }
        }
        p.quiet { "Your administrator keeps these up to date." }
    }
}

fn session(session: &UserSessionSummary, hidden: &Markup) -> Markup {
    html! {
        @if session.is_current { strong { "This browser" } br; }
        (session.user_agent.as_deref().unwrap_or("An unknown browser")) br;
        span.quiet {
            "from " (session.source_address) ", since " (minute(session.created)) ", last used " (minute(session.last_used))
        }
        @if !session.is_current {
            form method="post" action="end-session" {
                (hidden)
                input type="hidden" name="session" value=(*session.id);
                button.lesser { "Sign out there" }
            }
        }
    }
}

/// A time to the minute, in UTC.
pub(super) fn minute(time: Timestamp) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute] UTC");
    OffsetDateTime::from(SystemTime::from(time))
        .format(format)
        .unwrap_or_default()
}
