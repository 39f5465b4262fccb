//! A request for a page of an instance, and what pages do with it.

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use http::header::{LOCATION, SET_COOKIE};
use http_body_util::Full;
use hyper::Response;
use roster_domain::records::Instance;
use roster_domain::{Caller, Principal, SecretToken};
use roster_model::operation::Operation;
use roster_model::ops::console::sessions::SignOut;
use roster_service::Refusal;
use serde_json::{Value, json};

use super::cookies::Name;
use super::html::Page;
use crate::exception::Failure;
use crate::http_answer::answer;
use crate::pipeline::Pipeline;
use crate::request::Request;

/// A request for a page of an instance.
pub(super) struct Visit<'r> {
    pub(super) pipeline: &'r Arc<Pipeline>,
    pub(super) request: &'r Request,
    pub(super) instance: Instance,
    /// Whether the browser came over TLS, as far as this server or its proxy says.
    is_secure: bool,
}

/// A signed-in user, and the token of the session.
pub(super) struct SignedIn {
    pub(super) caller: Arc<Caller>,
    pub(super) token: SecretToken,
}

impl<'r> Visit<'r> {
    /// A request for a page of the instance of this name; none if there is no such instance.
    pub(super) async fn begin(
        pipeline: &'r Arc<Pipeline>,
        request: &'r Request,
        name: &str,
    ) -> Result<Option<Self>, Failure> {
        let found = pipeline.service.instance_at(name).await.map_err(Refusal::from)?;
        Ok(found.map(|instance| Self {
            is_secure: request.tls.is_some() || pipeline.service.public_url().starts_with("https://"),
            pipeline,
            request,
            instance,
        }))
    }

    /// An anonymous visitor of this instance.
    pub(super) fn visitor(&self) -> Arc<Caller> {
        self.caller(Principal::Visitor)
    }

    fn caller(&self, principal: Principal) -> Arc<Caller> {
        Arc::new(Caller {
            account_region: self.instance.account_region.clone(),
            principal,
        })
    }

    /// The user whose session the browser shows; none if it shows none that goes on. A session that is used from an
    /// address that is not allowed ends.
    pub(super) async fn signed_in(&self) -> Result<Option<SignedIn>, Failure> {
        let Some(token) = self.session_token() else {
            return Ok(None);
        };
        let Request { source, time, .. } = *self.request;
        let service = &self.pipeline.service;
        let found = service
            .user_of_session(&self.instance, &token, source, time.into())
            .await;
        let Some(user) = found.map_err(Refusal::from)? else {
            return Ok(None);
        };
        let caller = self.caller(user.principal);
        if user.is_address_allowed {
            return Ok(Some(SignedIn { caller, token }));
        }
        match self.perform::<SignOut>(caller, json!({})).await {
            Ok(_) | Err(Failure::Refused(Refusal::SessionOver)) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// The token of the session that the browser shows.
    pub(super) fn session_token(&self) -> Option<SecretToken> {
        Name::Session.of(self.request, self.is_secure)
    }

    /// The token of the sign-in that waits for the second factor, if the browser shows one.
    pub(super) fn sign_in_token(&self) -> Option<SecretToken> {
        Name::SignIn.of(self.request, self.is_secure)
    }

    /// The token of the browser, if it has one.
    pub(super) fn browser_token(&self) -> Option<SecretToken> {
        Name::Browser.of(self.request, self.is_secure)
    }

    /// Carries out an operation; returns its output.
    pub(super) async fn perform<O: Operation>(
        &self,
        caller: Arc<Caller>,
        input: Value,
    ) -> Result<Value, Failure> {
        let perform = self.pipeline.perform(self.request, caller, O::DESCRIPTION, input);
        perform.await
    }

    /// Refuses to carry out an operation.
    pub(super) async fn refuse<O: Operation>(&self, failure: Failure) -> Page {
        let page = super::failure::page(&failure);
        self.pipeline
            .refuse_operation(self.request, O::DESCRIPTION, failure)
            .await;
        page
    }

    /// A page as an answer.
    pub(super) fn respond(&self, page: Page) -> Response<Full<Bytes>> {
        page.answer(self.pipeline, self.request)
    }

    /// The way to another page of the instance, to be shown.
    pub(super) fn redirect(&self, page: &'static str) -> Response<Full<Bytes>> {
        let plain = HeaderValue::from_static("text/plain");
        let mut redirect = answer(self.request, plain, 303, None, Vec::new());
        let headers = redirect.headers_mut();
        headers.insert(LOCATION, HeaderValue::from_static(page));
        headers.insert(http::header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        super::html::harden(headers);
        redirect
    }

    /// The same answer, after which the browser has this token in a cookie.
    pub(super) fn with_cookie(
        &self,
        mut response: Response<Full<Bytes>>,
        name: Name,
        token: &SecretToken,
    ) -> Response<Full<Bytes>> {
        if let Some(cookie) = name.set(token, self.is_secure) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }

    /// The same answer, after which the browser has no session.
    pub(super) fn without_session(&self, response: Response<Full<Bytes>>) -> Response<Full<Bytes>> {
        self.without_cookie(response, Name::Session)
    }

    /// The same answer, after which the browser has this cookie no more.
    pub(super) fn without_cookie(
        &self,
        mut response: Response<Full<Bytes>>,
        name: Name,
    ) -> Response<Full<Bytes>> {
        if let Some(cookie) = name.remove(self.is_secure) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }
}

/// The token that an output holds under this name.
pub(super) fn token_of(output: &Value, member: &str) -> Option<SecretToken> {
    output[member].as_str().and_then(SecretToken::parse)
}
