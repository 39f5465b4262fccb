//! The pages for people, below `/console/`: one more protocol over operations. A page turns forms and cookies into the
//! input of an operation, and its output into HTML. They need no script (docs/decisions/0039-pages.md).

mod address_links;
mod attempts;
mod cookies;
mod failure;
mod federate;
mod forgot_password;
mod form;
mod html;
mod origin;
mod profile;
mod qr_code;
mod recovery_codes;
mod reset_password;
mod second_factor;
mod sign_in;
mod visit;

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use http_body_util::Full;
use hyper::Response;
use roster_domain::BoxFuture;

use crate::application::{Application, BoxedBody, ListenerKind};
use crate::http_answer::answer;
use crate::metrics::InFlightGuard;
use crate::pipeline::Pipeline;
use crate::request::Request;

pub(crate) use attempts::Attempts;
use form::Form;
use html::Page;
use visit::Visit;

/// Where the pages are.
const PREFIX: &str = "/console/";

/// The one stylesheet.
const STYLE: &str = include_str!("pages/style.css");

/// The pages for people.
pub(crate) struct Pages;

/// How a page is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    /// To be shown, without its text for `HEAD`.
    Get {
        /// Whether a browser only looks ahead, or asks for the head.
        is_preview: bool,
    },
    Post,
}

impl Application for Pages {
    fn takes(&self, listener: ListenerKind, request: &Request) -> bool {
        listener == ListenerKind::Main && request.path().starts_with(PREFIX)
    }

    fn answer<'a>(
        &'a self,
        pipeline: &'a Arc<Pipeline>,
        request: &'a Request,
        body: BoxedBody,
    ) -> BoxFuture<'a, Response<Full<Bytes>>> {
        Box::pin(async move {
            let _guard = InFlightGuard::among(&pipeline.metrics.in_flight);
            page(pipeline, request, body).await
        })
    }
}

/// Answers a request for a page.
async fn page(pipeline: &Arc<Pipeline>, request: &Request, body: BoxedBody) -> Response<Full<Bytes>> {
    let Some(method) = Method::of(request) else {
        let mut refusal =
            Page::refusal(405, "This page cannot be used in that way.").answer(pipeline, request);
        let allowed = HeaderValue::from_static("GET, HEAD, POST");
        refusal.headers_mut().insert(http::header::ALLOW, allowed);
        return refusal;
    };
    let path = request.path().strip_prefix(PREFIX).unwrap_or_default();
    if path == "style.css" {
        return stylesheet(request);
    }
    let Some((instance, name)) = path.split_once('/') else {
        return Page::not_found().answer(pipeline, request);
    };
    let visit = match Visit::begin(pipeline, request, instance).await {
        Ok(Some(visit)) => visit,
        Ok(None) => return Page::not_found().answer(pipeline, request),
        Err(failure) => return failure::page(&failure).answer(pipeline, request),
    };
    match method {
        Method::Get { is_preview } => show(&visit, name, is_preview).await,
        Method::Post => submit(&visit, name, body).await,
    }
}

/// Shows a page.
async fn show(visit: &Visit<'_>, name: &str, is_preview: bool) -> Response<Full<Bytes>> {
    match name {
        "sign-in" => sign_in::show(visit).await,
        "second-factor" => second_factor::show(visit).await,
        "forgot-password" => forgot_password::show(visit),
        "reset-password" | "choose-password" => reset_password::show(visit, is_preview).await,
        "federate" => federate::show(visit, is_preview).await,
        "confirm-email" => address_links::show(visit, &address_links::CONFIRM),
        "cancel-email-change" => address_links::show(visit, &address_links::CANCEL),
        "undo-email-change" => address_links::show(visit, &address_links::UNDO),
        "profile" => profile::show(visit).await,
        "enroll-second-factor" => visit.redirect("second-factor"),
        "" | "change-password" | "renew-recovery-codes" | "end-session" | "sign-out" => {
            visit.redirect("profile")
        }
        _ => visit.respond(Page::not_found()),
    }
}

/// Does what the form of a page asks for.
async fn submit(visit: &Visit<'_>, name: &str, body: BoxedBody) -> Response<Full<Bytes>> {
    if !origin::is_own(visit) {
        return visit.respond(Page::refusal(
            403,
            "This form was sent from another site, so nothing was done.",
        ));
    }
    let form = match Form::read(visit.pipeline, body).await {
        Ok(form) => form,
        Err(failure) => return visit.respond(failure::page(&failure)),
    };
    match name {
        "sign-in" => sign_in::submit(visit, &form).await,
        "second-factor" => second_factor::finish(visit, &form).await,
        "enroll-second-factor" => second_factor::enroll(visit, &form).await,
        "forgot-password" => forgot_password::submit(visit, &form),
        "reset-password" => reset_password::submit(visit, &form).await,
        "confirm-email" => address_links::confirm(visit, &form).await,
        "cancel-email-change" => address_links::cancel(visit, &form).await,
        "undo-email-change" => address_links::undo(visit, &form).await,
        "change-password" => profile::change_password(visit, &form).await,
        "renew-recovery-codes" => recovery_codes::renew(visit, &form).await,
        "end-session" => profile::end_session(visit, &form).await,
        "sign-out" => profile::sign_out(visit, &form).await,
        _ => visit.respond(Page::not_found()),
    }
}

impl Method {
    /// The method of a request; none of one that no page has.
    fn of(request: &Request) -> Option<Self> {
        let headers = &request.head.headers;
        let looks_ahead = ["sec-purpose", "purpose", "x-moz"]
            .iter()
            .filter_map(|name| headers.get(*name))
            .any(|purpose| purpose.as_bytes().starts_with(b"prefetch"));
        match request.method() {
            "GET" => Some(Self::Get {
                is_preview: looks_ahead,
            }),
            "HEAD" => Some(Self::Get { is_preview: true }),
            "POST" => Some(Self::Post),
            _ => None,
        }
    }
}

fn stylesheet(request: &Request) -> Response<Full<Bytes>> {
    let kind = HeaderValue::from_static("text/css; charset=utf-8");
    let mut style = answer(request, kind, 200, None, STYLE.as_bytes().to_vec());
    let headers = style.headers_mut();
    let kept = HeaderValue::from_static("public, max-age=3600");
    headers.insert(http::header::CACHE_CONTROL, kept);
    html::harden(headers);
    style
}
