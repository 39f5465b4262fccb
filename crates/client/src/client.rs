//! Calls of operations: checked, signed, sent, retried, read.

use std::cell::{OnceCell, RefCell};
use std::time::Duration;

use http::Uri;
use roster_model::operation::{Interface, Operation};
use roster_model::ops::sts::sessions::AssumeRole;
use roster_model::service::Service;
use serde_json::Value;

use crate::clock::SystemClock;
use crate::config::Config;
use crate::credentials::{self, Credentials};
use crate::endpoint::endpoint;
use crate::environment::{expand_path, variable};
use crate::error::{ConfigError, Error, ServiceError};
use crate::observer::Observer;
use crate::parameters::Parameters;
use crate::request::{Identity, Request};
use crate::response::{self, Exception, Failed};
use crate::retry::{Attempts, Next, Outcome, Retrier};
use crate::transport::{Settings, Transport};
use crate::validation::check_parameters;

/// The time limit for a connection, and for a response.
const DEFAULT_TIMEOUT: Duration = Duration::from_mins(1);

/// What the caller decides instead of the environment and the profile.
#[derive(Clone, Debug)]
pub struct ClientOptions {
    /// The service whose operations are called.
    pub service: Service,
    /// The address of the service.
    pub endpoint_url: Option<String>,
    /// The Region.
    pub region: Option<String>,
    /// A file of trusted certificates, in PEM.
    pub ca_bundle: Option<String>,
    /// Whether TLS certificates are not verified.
    pub accept_any_certificate: bool,
    /// Whether requests are signed.
    pub sign: bool,
    /// The time limit for a connection. `None`: there is no limit.
    pub connect_timeout: Option<Duration>,
    /// The time limit for a response. `None`: there is no limit.
    pub read_timeout: Option<Duration>,
    /// Whether attempts are retried, as configured.
    pub retry: bool,
    /// The run that the calls belong to; Roster's audit keeps it, and AWS ignores it.
    pub run_id: Option<String>,
}

impl Default for ClientOptions {
    /// Connect, signed requests, verified certificates, time limits of 60 seconds, retries.
    fn default() -> Self {
        Self {
            service: Service::Connect,
            endpoint_url: None,
            region: None,
            ca_bundle: None,
            accept_any_certificate: false,
            sign: true,
            connect_timeout: Some(DEFAULT_TIMEOUT),
            read_timeout: Some(DEFAULT_TIMEOUT),
            retry: true,
            run_id: None,
        }
    }
}

/// Calls operations of one service. All calls share connections, credentials and the retry quota.
pub struct ApiClient<'a> {
    config: &'a Config,
    endpoint: Uri,
    region: Option<String>,
    transport: Transport,
    retrier: RefCell<Retrier>,
    signs: bool,
    run_id: Option<String>,
    /// Found by the first call that is signed.
    identity: OnceCell<Identity>,
    observer: Box<dyn Observer>,
}

impl<'a> ApiClient<'a> {
    /// Resolves endpoint, Region and retries. Nothing is sent, and no credentials are looked for.
    ///
    /// # Errors
    /// An option or a setting is missing or invalid.
    pub fn new(
        options: &ClientOptions,
        config: &'a Config,
        observer: Box<dyn Observer>,
    ) -> Result<Self, ConfigError> {
        let region = options.region.clone().or_else(|| config.region());
        let region = region.or_else(|| credentials::region_of_instance(config));
        let endpoint = endpoint(
            options.service,
            options.endpoint_url.as_deref(),
            region.as_deref(),
            config,
        )?;
        let configured = config.variable_or_setting("AWS_CA_BUNDLE", "ca_bundle");
        let configured = configured.or_else(|| variable("REQUESTS_CA_BUNDLE"));
        let ca_bundle = options.ca_bundle.clone().or(configured);
        let settings = Settings {
            connect_timeout: options.connect_timeout,
            read_timeout: options.read_timeout,
            ca_bundle: ca_bundle.map(|path| expand_path(&path)),
            accept_any_certificate: options.accept_any_certificate,
        };
        let transport = Transport::new(&settings, &endpoint)?;
        let mut retrier = Retrier::configured(config, Box::new(SystemClock))?;
        if !options.retry {
            retrier.disable();
        }
        Ok(Self {
            config,
            endpoint,
            region,
            transport,
            retrier: RefCell::new(retrier),
            signs: options.sign,
            run_id: options.run_id.clone(),
            identity: OnceCell::new(),
            observer,
        })
    }

    /// The address of the service.
    pub fn endpoint(&self) -> &Uri {
        &self.endpoint
    }

    /// Calls an operation. A missing idempotency token is added, so that retries are recognised.
    ///
    /// # Errors
    /// The parameters do not fit the description, credentials are missing, there is no response, or the
    /// service refuses the request.
    pub fn call(&self, operation: impl Into<Interface>, parameters: &Parameters) -> Result<Value, Error> {
        let (operation, mut parameters) = (operation.into(), parameters.clone());
        add_idempotency_token(&operation, &mut parameters);
        check_parameters(&operation, &parameters)?;
        self.call_unchecked(operation, &parameters)
    }

    /// Calls an operation with these parameters as they are, to see what the service says of them.
    ///
    /// # Errors
    /// Credentials are missing, there is no response, or the service refuses the request.
    pub fn call_unchecked(
        &self,
        operation: impl Into<Interface>,
        parameters: &Parameters,
    ) -> Result<Value, Error> {
        let operation = operation.into();
        let request = Request::new(&operation, parameters, &self.endpoint)?;
        let request = match &self.run_id {
            Some(run_id) => request.of_run(run_id)?,
            None => request,
        };
        if self.signs && self.identity.get().is_none() {
            let _ = self.identity.set(self.find_identity()?);
        }
        self.send(&operation, &request)
    }

    /// The same client, whose requests are signed with these credentials.
    pub(crate) fn signing_with(mut self, credentials: Credentials) -> Result<Self, ConfigError> {
        let region = self.region.clone().ok_or(ConfigError::NoRegion)?;
        self.identity = OnceCell::from(Identity { credentials, region });
        Ok(self)
    }

    fn find_identity(&self) -> Result<Identity, Error> {
        let assume_role =
            |credentials: Credentials, parameters: &Parameters| self.assume_role(credentials, parameters);
        let credentials = credentials::find(self.config, &assume_role)?;
        let region = self.region.clone().ok_or(ConfigError::NoRegion)?;
        Ok(Identity { credentials, region })
    }

    fn assume_role(&self, credentials: Credentials, parameters: &Parameters) -> Result<Value, Error> {
        let options = ClientOptions {
            service: Service::Sts,
            region: self.region.clone(),
            ..ClientOptions::default()
        };
        let client = ApiClient::new(&options, self.config, Box::new(()))?.signing_with(credentials)?;
        client.call(AssumeRole::DESCRIPTION, parameters)
    }

    fn send(&self, operation: &Interface, request: &Request) -> Result<Value, Error> {
        let mut retrier = self.retrier.borrow_mut();
        let mut attempts = Attempts::default();
        loop {
            retrier.start_attempt(&mut attempts);
            self.observer.sending(attempts.count, request);
            let headers = request.headers(self.identity.get())?;
            let response = self.transport.send(request, headers);
            match &response {
                Ok(response) => self.observer.received(request, response),
                Err(error) => self.observer.failed(error),
            }
            let status = response.as_ref().map_or(0, |response| response.status);
            let result = response.map(|response| response::read(operation, &response));
            let outcome = match &result {
                Ok(Ok(_) | Err(Failed::Unreadable(_))) => Outcome::Success,
                Ok(Err(Failed::Refused(exception))) => Outcome::Refused {
                    status,
                    code: &exception.code,
                },
                Err(error) => Outcome::NoResponse {
                    timed_out: error.is_timeout(),
                },
            };
            let Next::Stop { is_attempt_limit } = retrier.finish_attempt(&mut attempts, outcome) else {
                continue;
            };
            return result?.map_err(|failed| {
                let Exception {
                    code,
                    message,
                    details,
                } = match failed {
                    Failed::Refused(exception) => exception,
                    Failed::Unreadable(reason) => return Error::UnreadableResponse(reason),
                };
                Error::Service(Box::new(ServiceError {
                    operation: operation.name,
                    status,
                    code,
                    message,
                    details,
                    attempts: attempts.count,
                    is_attempt_limit,
                }))
            });
        }
    }
}

/// Adds the token by which the service recognises a repeated request.
fn add_idempotency_token(operation: &Interface, parameters: &mut Parameters) {
    let members = operation.request().members().iter();
    for member in members.filter(|member| member.idempotency_token) {
        let token = || Value::from(uuid::Uuid::new_v4().to_string());
        parameters.entry(member.name).or_insert_with(token);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;
    use std::rc::Rc;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use roster_model::ops::connect::users::ListUsers;
    use serde_json::json;

    use super::*;
    use crate::error::{TransportError, TransportErrorKind};
    use crate::retry::tests::{Stopwatch, retrier};
    use crate::transport::Response;

    /// A service that responds with these statuses, the last one repeatedly. Status 0 is no response.
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
                    let index = count.fetch_add(1, Ordering::SeqCst).min(statuses.len() - 1);
                    if statuses[index] != 0 {
                        let status = statuses[index];
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

    fn options(endpoint: &str) -> ClientOptions {
        ClientOptions {
            endpoint_url: Some(endpoint.to_owned()),
            region: Some("us-east-1".to_owned()),
            sign: false,
            ..ClientOptions::default()
        }
    }

    fn parameters() -> Parameters {
        Parameters::from_iter([("InstanceId".to_owned(), json!("i"))])
    }

    /// Makes calls with one client. Returns their results and the number of waits.
    fn call(stub: &Stub, max_attempts: u32, calls: usize) -> (Vec<Result<Value, Error>>, usize) {
        let options = options(&stub.endpoint);
        let (config, clock) = (Config::of(&[]), Stopwatch::default());
        let mut client = ApiClient::new(&options, &config, Box::new(())).unwrap();
        client.retrier = RefCell::new(retrier(max_attempts, false, &clock));
        let results = (0..calls)
            .map(|_| client.call(ListUsers::DESCRIPTION, &parameters()))
            .collect();
        (results, clock.waits.borrow().len())
    }

    /// Records the notifications.
    #[derive(Clone, Default)]
    struct Recorder(Rc<RefCell<Vec<String>>>);

    impl Observer for Recorder {
        fn sending(&self, attempt: u32, request: &Request) {
            let entry = format!("attempt {attempt}: {}", request.method());
            self.0.borrow_mut().push(entry);
        }

        fn received(&self, _: &Request, response: &Response) {
            let entry = format!("status {}", response.status());
            self.0.borrow_mut().push(entry);
        }

        fn failed(&self, error: &TransportError) {
            self.0.borrow_mut().push(format!("{:?}", error.kind));
        }
    }

    #[test]
    fn an_observer_is_notified_of_every_attempt() {
        let (stub, recorder) = (Stub::start(&[503, 0, 200]), Recorder::default());
        let (config, clock) = (Config::of(&[]), Stopwatch::default());
        let options = options(&stub.endpoint);
        let mut client = ApiClient::new(&options, &config, Box::new(recorder.clone())).unwrap();
        client.retrier = RefCell::new(retrier(3, false, &clock));

        client.call(ListUsers::DESCRIPTION, &parameters()).unwrap();

        assert_eq!(
            *recorder.0.borrow(),
            [
                "attempt 1: GET",
                "status 503",
                "attempt 2: GET",
                "ConnectionClosed",
                "attempt 3: GET",
                "status 200"
            ]
        );
    }

    #[test]
    fn a_refused_connection_is_an_error_with_the_address() {
        let unused = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let config = Config::of(&[]);
        let options = ClientOptions {
            retry: false,
            ..options(&format!("http://{unused}"))
        };
        let client = ApiClient::new(&options, &config, Box::new(())).unwrap();

        let result = client.call(ListUsers::DESCRIPTION, &parameters());

        let Err(Error::Transport(error)) = result else {
            panic!("{result:?}")
        };
        assert_eq!(error.kind, TransportErrorKind::Unreachable);
        assert_eq!(error.url, format!("http://{unused}/users-summary/i"));
    }

    #[test]
    fn a_transient_failure_is_retried() {
        let stub = Stub::start(&[503, 0, 200]);
        let (results, waits) = call(&stub, 3, 1);
        assert!(matches!(&results[..], [Ok(_)]), "{results:?}");
        assert_eq!((stub.requests(), waits), (3, 2));
    }

    #[test]
    fn the_last_refusal_has_the_number_of_attempts() {
        let stub = Stub::start(&[503]);
        let (results, _) = call(&stub, 3, 1);
        let [Err(Error::Service(error))] = &results[..] else {
            panic!("{results:?}")
        };
        assert_eq!(
            (error.status, error.attempts, error.is_attempt_limit),
            (503, 3, true)
        );
        assert_eq!(stub.requests(), 3);
    }

    #[test]
    fn all_calls_of_a_client_share_one_quota() {
        let stub = Stub::start(&[503]);
        let (results, waits) = call(&stub, 1000, 2);
        let [_, Err(Error::Service(error))] = &results[..] else {
            panic!("{results:?}")
        };
        assert!(!error.is_attempt_limit, "{error:?}");
        assert_eq!((stub.requests(), waits), (102, 100));
    }
}
