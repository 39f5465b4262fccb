//! One call of an operation: checked, sent, tried again, read.

use std::cell::{Cell, OnceCell, RefCell};
use std::time::Duration;

use http::Uri;
use roster_model::operation::Description;
use serde_json::Value;

use crate::config::Config;
use crate::credentials;
use crate::endpoint::{endpoint, no_region};
use crate::environment::MachineClock;
use crate::failure::{Failure, ServiceError};
use crate::globals::Globals;
use crate::input::Parameters;
use crate::printing::stderr_line;
use crate::request::{Identity, Request};
use crate::response::{self, Exception, Times};
use crate::retry::{Attempts, Ending, Next, Retries};
use crate::transport::{self, Answer, Broken, Transport};
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
    retries: RefCell<Retries>,
    times: Times,
    signs: bool,
    /// Found by the first call that needs it.
    identity: OnceCell<Identity>,
    debug: bool,
    /// What to warn of when the service has answered.
    warning: Cell<Option<String>>,
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
        let is_unverified = globals.no_verify_ssl && endpoint.scheme_str() == Some("https");
        let warning = is_unverified.then(|| unverified(&endpoint));
        Ok(Self {
            operation,
            config,
            transport: Transport::new(&settings, &endpoint)?,
            endpoint,
            region,
            retries: RefCell::new(Retries::configured(config, Box::new(MachineClock))?),
            times: match config.setting("cli_timestamp_format") {
                Some("wire" | "none") => Times::Wire,
                Some(_) | None => Times::Iso8601,
            },
            signs: !globals.no_sign_request,
            identity: OnceCell::new(),
            debug: globals.debug,
            warning: Cell::new(warning),
        })
    }

    /// The same, which makes one attempt only and tells nothing beside.
    pub(crate) fn in_passing(mut self) -> Self {
        self.retries.get_mut().allow_none();
        self.debug = false;
        self.warning = Cell::new(None);
        self
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
        let mut retries = self.retries.borrow_mut();
        let mut attempts = Attempts::default();
        loop {
            retries.begin(&mut attempts);
            self.tell_request(request, attempts.count);
            let headers = request.headers(self.identity.get())?;
            let answered = self.transport.exchange(request, headers);
            self.tell_answer(&answered);
            if let (Ok(_), Some(warning)) = (&answered, self.warning.take()) {
                stderr_line(&warning);
            }
            let status = answered.as_ref().map_or(0, |answer| answer.status);
            let ended = answered.map(|answer| response::read(self.operation, &answer, self.times));
            let ending = match &ended {
                Ok(Ok(_)) => Ending::Done,
                Ok(Err(exception)) => Ending::Refused {
                    status,
                    code: &exception.code,
                },
                Err(broken) => Ending::Broken {
                    timed_out: broken.timed_out,
                },
            };
            let Next::Stop { allows_no_more } = retries.end(&mut attempts, ending) else {
                continue;
            };
            return match ended {
                Ok(Ok(value)) => Ok(value),
                Ok(Err(exception)) => {
                    Err(self.refusal(exception, allows_no_more.then_some(attempts.count - 1)))
                }
                Err(broken) => Err(Failure::General(broken.sentence)),
            };
        }
    }

    fn refusal(&self, exception: Exception, retries: Option<u32>) -> Failure {
        Failure::Service(Box::new(ServiceError {
            code: exception.code,
            message: exception.message,
            operation: self.operation.name,
            retries,
            details: exception.details,
        }))
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

    fn tell_answer(&self, answered: &Result<Answer, Broken>) {
        match answered {
            _ if !self.debug => {}
            Err(broken) => stderr_line(&format!("debug: {}", broken.sentence)),
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

/// Who answers may be anybody. The sentence is urllib3's, which the AWS CLI shows with a place in its code.
fn unverified(endpoint: &Uri) -> String {
    let host = endpoint.host().unwrap_or_default();
    format!(
        "InsecureRequestWarning: Unverified HTTPS request is being made to host '{host}'. Adding certificate \
         verification is strongly advised."
    )
}

/// A time limit as an option gives it: 0 means none.
fn timeout(seconds: Option<i64>) -> Option<Duration> {
    let seconds = u64::try_from(seconds.unwrap_or(USUAL_TIMEOUT_SECONDS)).unwrap_or(0);
    (seconds > 0).then(|| Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use serde_json::json;

    use super::*;
    use crate::commands;
    use crate::retry::tests::{Stopwatch, retries};

    /// A service that answers with these statuses, the last one again and again; nothing at all for 0.
    struct Stub {
        endpoint: String,
        requests: Arc<AtomicUsize>,
    }

    impl Stub {
        fn start(statuses: &'static [u16]) -> Self {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let endpoint = format!("http://{}", listener.local_addr().unwrap());
            let requests = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&requests);
            std::thread::spawn(move || {
                for mut connection in listener.incoming().flatten() {
                    let head = BufReader::new(&connection).lines().map_while(Result::ok);
                    let _ = head.take_while(|line| !line.is_empty()).count();
                    let place = count.fetch_add(1, Ordering::SeqCst).min(statuses.len() - 1);
                    if statuses[place] != 0 {
                        let status = statuses[place];
                        let _ = write!(
                            connection,
                            "HTTP/1.1 {status} -\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{}}"
                        );
                    }
                }
            });
            Self { endpoint, requests }
        }

        fn requests(&self) -> usize {
            self.requests.load(Ordering::SeqCst)
        }
    }

    /// Makes calls, as pages are fetched; returns their results and how often they waited.
    fn call(stub: &Stub, most_attempts: u32, calls: usize) -> (Vec<Result<Value, Failure>>, usize) {
        let globals = Globals {
            endpoint_url: Some(stub.endpoint.clone()),
            region: Some("us-east-1".to_owned()),
            no_sign_request: true,
            ..Globals::default()
        };
        let (config, clock) = (Config::of(&[]), Stopwatch::default());
        let operation = commands::find("list-users").unwrap();
        let mut caller = Caller::new(operation, &globals, &config).unwrap();
        caller.retries = RefCell::new(retries(most_attempts, false, &clock));
        let parameters = Parameters::from_iter([("InstanceId".to_owned(), json!("i"))]);
        let results = (0..calls).map(|_| caller.call(&parameters)).collect();
        (results, clock.waits.borrow().len())
    }

    #[test]
    fn a_service_that_is_busy_for_a_while_is_asked_again() {
        let stub = Stub::start(&[503, 0, 200]);
        let (results, waits) = call(&stub, 3, 1);
        assert!(matches!(&results[..], [Ok(_)]), "{results:?}");
        assert_eq!((stub.requests(), waits), (3, 2));
    }

    #[test]
    fn the_last_refusal_tells_how_often_the_service_was_asked_again() {
        let stub = Stub::start(&[503]);
        let (results, _) = call(&stub, 3, 1);
        let [Err(failure)] = &results[..] else {
            panic!("{results:?}")
        };
        assert!(failure.text().contains("(reached max retries: 2)"), "{failure:?}");
        assert_eq!(stub.requests(), 3);
    }

    #[test]
    fn all_pages_of_a_list_share_one_quota() {
        let stub = Stub::start(&[503]);
        let (results, waits) = call(&stub, 1000, 2);
        let [_, Err(failure)] = &results[..] else {
            panic!("{results:?}")
        };
        assert!(!failure.text().contains("max retries"), "{failure:?}");
        assert_eq!((stub.requests(), waits), (102, 100));
    }
}
