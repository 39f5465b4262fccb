//! `…/federate`, where the link of GetFederationToken leads.

use bytes::Bytes;
use http::{HeaderValue, header};
use http_body_util::Full;
use hyper::Response;
use maud::html;
use roster_model::ops::console::sessions::SignInByLink;
use serde_json::json;

use super::cookies::Name;
use super::failure;
use super::form::query_field;
use super::html::Page;
use super::visit::{Visit, token_of};
use crate::exception::Failure;

/// Signs in, and leads to the profile. A browser that comes from another site shows the cookie of the session only after a page of this
/// one, so that the way there is no redirection. Programs that only look ahead do not use the link up.
pub(super) async fn show(visit: &Visit<'_>, is_preview: bool) -> Response<Full<Bytes>> {
    if is_preview {
        let page = Page::ok(
            "Sign in",
            html! { h1 { "Sign in" } p { "Open this link in a browser to sign in." } },
        );
        return visit.respond(page);
    }
    if !visit.pipeline.attempts.take_of_source(visit.request) {
        return visit.respond(visit.refuse::<SignInByLink>(Failure::SourceExhausted).await);
    }
    let input = json!({
        "InstanceId": visit.instance.id,
        "Token": query_field(visit.request.query(), "token"),
        "OldSessionToken": visit.session_token().map(|token| token.to_text()),
    });
    match visit.perform::<SignInByLink>(visit.visitor(), input).await {
        Ok(output) => {
            let page = Page::ok(
                "Signed in",
                html! { h1 { "Signed in" } p { a href="profile" { "Go on to your profile" } } },
            );
            let mut response = visit.respond(page);
            response
                .headers_mut()
                .insert(header::REFRESH, HeaderValue::from_static("0; url=profile"));
            match token_of(&output, "SessionToken") {
                Some(token) => visit.with_cookie(response, Name::Session, &token),
                None => response,
            }
        }
        Err(Failure::Invalid(_)) => visit.respond(failure::unusable_link()),
        Err(failure) => visit.respond(failure::page(&failure)),
    }
}
