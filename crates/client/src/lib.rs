//! A client of Amazon Connect's API that behaves as botocore does: the same configuration files and
//! environment variables, the same order of credentials, the same retries and pages, the same checks
//! before anything is sent.
//!
//! `roster-model` describes the operations; requests and outputs are JSON values. Errors carry facts, and the
//! caller turns them into sentences. The client prints nothing; an [`Observer`] is notified of each attempt.
//!
//! ```no_run
//! use roster_client::{ApiClient, ClientOptions, Config, Parameters};
//! use roster_model::operation::Operation;
//! use roster_model::ops::connect::users::ListUsers;
//!
//! let config = Config::load(None)?;
//! let client = ApiClient::new(&ClientOptions::default(), &config, Box::new(()))?;
//! let parameters = Parameters::from_iter([("InstanceId".to_owned(), "…".into())]);
//! let output = client.call(ListUsers::DESCRIPTION, &parameters)?;
//! # Ok::<_, roster_client::Error>(())
//! ```
//!
//! A call loads only what it needs: no asynchronous runtime without a credential provider, no TLS for `http`,
//! no certificates. A client belongs to one thread.

mod client;
mod clock;
mod config;
mod credentials;
mod endpoint;
pub mod environment;
mod error;
mod exception_codes;
mod observer;
mod pages;
mod parameters;
mod request;
mod response;
mod retry;
mod timestamps;
mod transport;
mod validation;

pub use client::{ApiClient, ClientOptions};
pub use clock::{Clock, SystemClock};
pub use config::{Aliases, Config, config_file, credentials_file, profiles};
pub use error::{
    ConfigError, CredentialsError, Error, ServiceError, SignIn, TransportError, TransportErrorKind,
};
pub use observer::Observer;
pub use pages::{MAX_RESULTS, NEXT_TOKEN, PageMembers, PageOptions, Pages};
pub use parameters::Parameters;
pub use request::Request;
pub use roster_model::operation::Interface;
pub use transport::Response;
pub use validation::{InvalidParameter, ParameterProblem, Quantity, check_parameters};
