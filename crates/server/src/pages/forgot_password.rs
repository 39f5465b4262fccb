//! `…/forgot-password`. The answer is the same, and comes at the same time, whether there is such a user or not: what is
//! done is done after the answer.

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use maud::html;
use roster_model::operation::Operation;
use roster_model::ops::console::passwords::RequestPasswordReset;
use serde_json::json;

use super::failure;
use super::form::Form;
use super::html::{Page, USERNAME, notice};
use super::visit::Visit;
use crate::metrics::InFlightGuard;

/// The answer in any case.
const NEUTRAL: &str = "If there is an account with this username and an e-mail address, a link for choosing a new password is on its way to that address. It works for 30 minutes.";

/// Shows the form.
pub(super) fn show(visit: &Visit<'_>) -> Response<Full<Bytes>> {
    visit.respond(Page::ok(
        "Forgot your password?",
        html! {
            h1 { "Forgot your password?" }
            p { "We send a link for choosing a new one to the e-mail address of your account." }
            form method="post" action="forgot-password" {
                (USERNAME.empty())
                button { "Send the link" }
            }
            p { a href="sign-in" { "Back to sign-in" } }
        },
    ))
}

/// Sends a link, if there is such a user with an address.
pub(super) fn submit(visit: &Visit<'_>, fields: &Form) -> Response<Full<Bytes>> {
    let attempts = &visit.pipeline.attempts;
    if !attempts.take_of_source(visit.request) {
        return visit.respond(failure::too_many());
    }
    let username = fields.field("username");
    let account = (visit.instance.id.clone(), username.to_owned());
    if attempts.take_reset(visit.request, &account) {
        send(visit, username);
    }
    visit.respond(Page::ok(
        "Look into your mail",
        html! {
            h1 { "Look into your mail" }
            (notice(NEUTRAL))
            p { "Nothing there? Look among the unwanted mail, and ask your administrator which address your account has." }
            p { a href="sign-in" { "Back to sign-in" } }
        },
    ))
}

/// Begins to send a link. The answer does not wait for it.
fn send(visit: &Visit<'_>, username: &str) {
    let input = json!({"InstanceId": visit.instance.id, "Username": username});
    let (pipeline, request) = (Arc::clone(visit.pipeline), visit.request.for_later());
    let (caller, guard) = (
        visit.visitor(),
        InFlightGuard::among(pipeline.metrics.in_flight.clone()),
    );
    visit.pipeline.in_flight.detach(async move {
        let _guard = guard;
        let operation = RequestPasswordReset::DESCRIPTION;
        // A failure is in the log and in the audit. The visitor must not learn of it.
        drop(pipeline.perform(&request, caller, operation, input).await);
    });
}
