//! `…/confirm-email`, `…/cancel-email-change` and `…/undo-email-change`, where links in mails about addresses lead. A page
//! shows a button: programs that look at the links of mails do not push it.

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use maud::html;
use roster_model::operation::Operation;
use roster_model::ops::console::addresses::{CancelEmailChange, ConfirmEmail, UndoEmailChange};
use serde_json::{Value, json};

use super::failure;
use super::form::{Form, query_field};
use super::html::{Page, notice};
use super::visit::Visit;
use crate::exception::Failure;

/// A page of a link, in words.
pub(super) struct AddressLink {
    name: &'static str,
    title: &'static str,
    text: &'static str,
    button: &'static str,
}

pub(super) const CONFIRM: AddressLink = AddressLink {
    name: "confirm-email",
    title: "Confirm your new address",
    text: "With this address you will be able to choose a new password. Confirm it if the account is yours and the change is right.",
    button: "Confirm the address",
};

pub(super) const CANCEL: AddressLink = AddressLink {
    name: "cancel-email-change",
    title: "Keep your address",
    text: "Somebody has asked for another address of your account. If that is not right, cancel the change: your address stays as it is.",
    button: "Cancel the change",
};

pub(super) const UNDO: AddressLink = AddressLink {
    name: "undo-email-change",
    title: "Undo the change of your address",
    text: "Somebody has changed the address of your account. If that is not right, undo it: the old address is restored, all sessions end, and the password cannot be reset for a while.",
    button: "Undo the change",
};

/// Shows what a link does. Nothing is done yet.
pub(super) fn show(visit: &Visit<'_>, link: &AddressLink) -> Response<Full<Bytes>> {
    let token = query_field(visit.request.query(), "token");
    visit.respond(Page::ok(
        link.title,
        html! {
            h1 { (link.title) }
            p { (link.text) }
            form method="post" action=(link.name) {
                input type="hidden" name="token" value=(token);
                button { (link.button) }
            }
        },
    ))
}

/// Confirms a new address.
pub(super) async fn confirm(visit: &Visit<'_>, fields: &Form) -> Response<Full<Bytes>> {
    let words = |output: &Value| match output["IsInForce"].as_bool() {
        Some(true) => "The address is confirmed. It is the address of your account from now on.",
        _ => "The address is confirmed. An administrator must approve the change before it is made.",
    };
    submit::<ConfirmEmail>(visit, fields, &CONFIRM, words).await
}

/// Cancels a change that waits.
pub(super) async fn cancel(visit: &Visit<'_>, fields: &Form) -> Response<Full<Bytes>> {
    submit::<CancelEmailChange>(
        visit,
        fields,
        &CANCEL,
        |_| "The change is cancelled. Your address stays as it was.",
    )
    .await
}

/// Undoes a change.
pub(super) async fn undo(visit: &Visit<'_>, fields: &Form) -> Response<Full<Bytes>> {
    submit::<UndoEmailChange>(
        visit,
        fields,
        &UNDO,
        |_| "Your old address is restored, and all sessions have ended. Tell your administrator.",
    )
    .await
}

async fn submit<O: Operation>(
    visit: &Visit<'_>,
    fields: &Form,
    link: &AddressLink,
    words: impl Fn(&Value) -> &'static str,
) -> Response<Full<Bytes>> {
    if !visit.pipeline.attempts.take_of_source(visit.request) {
        return visit.respond(visit.refuse::<O>(Failure::SourceExhausted).await);
    }
    let input = json!({"InstanceId": visit.instance.id, "Token": fields.field("token")});
    match visit.perform::<O>(visit.visitor(), input).await {
        Ok(output) => visit.respond(Page::ok(
            link.title,
            html! {
                h1 { (link.title) }
                (notice(words(&output)))
                p { a href="sign-in" { "Sign in" } }
            },
        )),
        Err(Failure::Invalid(_)) => visit.respond(failure::unusable_link()),
        Err(failure) => visit.respond(failure::page(&failure)),
    }
}
