//! One call of an operation: checked, sent, tried again, read.

use std::cell::OnceCell;
use std::time::Duration;

use http::Uri;
use roster_model::operation::Description;
use serde_json::Value;

use crate::config::Config;
use crate::credentials;
use crate::endpoint::{endpoint, no_region};
use crate::environment;
use crate::failure::{Failure, ServiceError};
use crate::globals::Globals;
use crate::input::Parameters;
use crate::printing::stderr_line;
use crate::request::{Identity, Request};
use crate::response::{self, Exception, Times};
use crate::retry::{Attempts, may_pass, wait_after};
use crate::transport::{self, Answer, Transport};
use crate::validation;

/// Seconds that a connection, or an answer, may take unless told.
const USUAL_TIMEOUT_SECONDS: i64 = 60;

/// What calls an operation, as often as there are pages.
pub(crate) struct Caller<'a> {
    operation: &'static Description,
    config: &'a Config,
    endpoint: Uri,
    region: Option<String>,
    transport: Transport,
    attempts: Attempts,
    times: Times,
    signs: bool,
    /// Found by the first call that needs it.
    identity: OnceCell<Identity>,
    debug: bool,
}

impl<'a> Caller<'a> {
    /// Finds out where to send and how.
    pub(crate) fn new(
        operation: &'static Description,
        globals: &Globals,
        config: &'a Config,
    ) -> Result<Self, Failure> {
        let region = config.region(globals.region.as_deref());
        let endpoint = endpoint(globals.endpoint_url.as_deref(), region.as_deref(), config)?;
        let settings = transport::Settings {
            connect_timeout: timeout(globals.connect_timeout_seconds),
            read_timeout: timeout(globals.read_timeout_seconds),
            ca_bundle: globals
                .ca_bundle
                .clone()
                .or_else(|| config.variable_or_setting("AWS_CA_BUNDLE", "ca_bundle")),
            accept_any_certificate: globals.no_verify_ssl,
        };
        Ok(Self {
            operation,
            config,
            transport: Transport::new(&settings, &endpoint)?,
            endpoint,
            region,
            attempts: Attempts::configured(config)?,
            times: match config.setting("cli_timestamp_format") {
                Some("wire" | "none") => Times::Wire,
                Some(_) | None => Times::Iso8601,
            },
            signs: !globals.no_sign_request,
            identity: OnceCell::new(),
            debug: globals.debug,
        })
    }

    /// Calls the operation.
    pub(crate) fn call(&self, parameters: &Parameters) -> Result<Value, Failure> {
        let mut parameters = parameters.clone();
        self.add_idempotency_token(&mut parameters);
        validation::check(self.operation, &parameters)?;
        let request = Request::new(self.operation, &parameters, &self.endpoint)?;
        if self.signs && self.identity.get().is_none() {
            let _ = self.identity.set(self.find_identity()?);
        }
        self.send(&request)
    }

    /// A token by which the service recognises an attempt after the first.
    fn add_idempotency_token(&self, parameters: &mut Parameters) {
        for member in self
            .operation
            .request()
            .members()
            .iter()
            .filter(|member| member.idempotency_token)
        {
            let token = || Value::from(uuid::Uuid::new_v4().to_string());
            parameters.entry(member.name).or_insert_with(token);
        }
    }

    fn find_identity(&self) -> Result<Identity, Failure> {
        let credentials = credentials::find(self.config)?;
        let region = self.region.clone().ok_or_else(no_region)?;
        Ok(Identity { credentials, region })
    }

    fn send(&self, request: &Request) -> Result<Value, Failure> {
        for attempt in 1.. {
            self.tell_request(request, attempt);
            let headers = request.headers(self.identity.get())?;
            let answered = self.transport.exchange(request, headers);
            self.tell_answer(&answered);
            let is_last = attempt >= self.attempts.most;
            match answered {
                Err(sentence) if is_last => return Err(Failure::General(sentence)),
                Err(_) => {}
                Ok(answer) => match response::read(self.operation, &answer, self.times) {
                    Ok(value) => return Ok(value),
                    Err(exception) if is_last || !may_pass(answer.status, &exception.code) => {
                        return Err(self.refusal(exception, is_last.then_some(attempt - 1)));
                    }
                    Err(_) => {}
                },
            }
            environment::wait(wait_after(attempt));
        }
        Err(Failure::General("no attempt was made".to_owned()))
    }

    fn refusal(&self, exception: Exception, retries: Option<u32>) -> Failure {
        Failure::Service(ServiceError {
            code: exception.code,
            message: exception.message,
            operation: self.operation.name,
            retries,
        })
    }

    /// Bodies and signatures stay out: they hold personal data and secrets.
    fn tell_request(&self, request: &Request, attempt: u32) {
        if self.debug {
            let bytes = request.body.as_ref().map_or(0, String::len);
            let (method, url) = (request.method, request.url());
            stderr_line(&format!(
                "debug: attempt {attempt}: {method} {url}, {bytes} bytes"
            ));
        }
    }

    fn tell_answer(&self, answered: &Result<Answer, String>) {
        match answered {
            _ if !self.debug => {}
            Err(sentence) => stderr_line(&format!("debug: {sentence}")),
            Ok(answer) => {
                let id = answer
                    .headers
                    .get("x-amzn-requestid")
                    .and_then(|id| id.to_str().ok());
                let (status, bytes, id) = (answer.status, answer.body.len(), id.unwrap_or("none"));
                stderr_line(&format!("debug: status {status}, {bytes} bytes, request id {id}"));
            }
        }
    }
}

/// A time limit as an option gives it: 0 means none.
fn timeout(seconds: Option<i64>) -> Option<Duration> {
    let seconds = u64::try_from(seconds.unwrap_or(USUAL_TIMEOUT_SECONDS)).unwrap_or(0);
    (seconds > 0).then(|| Duration::from_secs(seconds))
}
