//! Calls of operations, and what comes back.

use std::fmt;

use anyhow::{Result, bail};
use roster_client::{ApiClient, ClientOptions, Config, Error, Parameters};
use roster_model::operation::Description;
use serde_json::Value;

use crate::iam_user::IamUser;

/// What a server answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The HTTP status; 0 if there is no answer.
    pub status: u16,
    /// The name of the exception, or why there is no answer; none at a success.
    pub code: Option<String>,
    /// The output of a success.
    pub output: Value,
}

impl Reply {
    /// Whether the request was carried out.
    pub fn is_success(&self) -> bool {
        self.status == 200 && self.code.is_none()
    }

    /// That there is no answer, and why.
    pub(crate) fn none(reason: &dyn fmt::Display) -> Self {
        Self {
            status: 0,
            code: Some(reason.to_string()),
            output: Value::Null,
        }
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.code {
            None => write!(formatter, "{}", self.status),
            Some(code) if *code == self.status.to_string() => write!(formatter, "{code}"),
            Some(code) => write!(formatter, "{} {code}", self.status),
        }
    }
}

/// A way to call operations of a server.
pub trait Caller {
    /// Calls an operation with this input, without checking the input against the declaration.
    fn call(&self, operation: &'static Description, input: &Value) -> Reply;

    /// The same without a signature.
    fn call_unsigned(&self, operation: &'static Description, input: &Value) -> Reply;

    /// The instance in which cases play; none if each has one of its own.
    fn instance(&self) -> Option<&str> {
        None
    }

    /// Makes a caller of the same account with a name; it goes when it is dropped.
    ///
    /// # Errors
    ///
    /// If the server makes no callers.
    fn named(&self, name: &str) -> Result<Box<dyn Caller + '_>> {
        bail!("no caller can be named {name}")
    }
}

/// Calls over HTTP.
pub struct HttpCaller<'c> {
    config: &'c Config,
    options: ClientOptions,
    signing: ApiClient<'c>,
    anonymous: ApiClient<'c>,
    instance: Option<String>,
}

impl<'c> HttpCaller<'c> {
    /// Calls to an endpoint, with the credentials of a configuration, and its Region if none is given. They are
    /// retried as the configuration says where a server may throttle them.
    pub fn new(config: &'c Config, endpoint: &str, region: Option<&str>, retry: bool) -> Result<Self> {
        let options = ClientOptions {
            endpoint_url: Some(endpoint.to_owned()),
            region: region.map(str::to_owned),
            retry,
            ..ClientOptions::default()
        };
        let unsigned = ClientOptions {
            sign: false,
            ..options.clone()
        };
        Ok(Self {
            signing: ApiClient::new(&options, config, Box::new(()))?,
            anonymous: ApiClient::new(&unsigned, config, Box::new(()))?,
            config,
            options,
            instance: None,
        })
    }

    /// The same in an instance that is there.
    #[must_use]
    pub fn in_instance(mut self, instance: Option<String>) -> Self {
        self.instance = instance;
        self
    }
}

impl Caller for HttpCaller<'_> {
    fn call(&self, operation: &'static Description, input: &Value) -> Reply {
        send(&self.signing, operation, input)
    }

    fn call_unsigned(&self, operation: &'static Description, input: &Value) -> Reply {
        send(&self.anonymous, operation, input)
    }

    fn instance(&self) -> Option<&str> {
        self.instance.as_deref()
    }

    fn named(&self, name: &str) -> Result<Box<dyn Caller + '_>> {
        Ok(Box::new(IamUser::make(self.config, &self.options, name)?))
    }
}

/// Calls an operation with a client.
pub(crate) fn send(client: &ApiClient<'_>, operation: &'static Description, input: &Value) -> Reply {
    let parameters: Parameters = input.as_object().cloned().unwrap_or_default();
    match client.call_unchecked(operation, &parameters) {
        Ok(output) => Reply {
            status: 200,
            code: None,
            output,
        },
        Err(Error::Service(error)) => Reply {
            status: error.status,
            code: Some(error.code),
            output: Value::Null,
        },
        Err(error) => Reply::none(&error),
    }
}
