//! The clients behind one interface, so that a story is written once and run by each.

mod cli;
mod driver;
pub(crate) mod rust_sdk;
mod wire;

use std::process::Command;

use roster_e2e::setup;
use serde_json::Value;

use crate::harness::{Key, Roster};

pub(crate) use cli::Cli;
pub(crate) use driver::Driver;

/// The clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// The AWS SDK for Python.
    Boto3,
    /// Version 1 of the AWS CLI.
    CliV1,
    /// Version 2 of the AWS CLI, as Debian packages it.
    CliV2,
    /// The AWS SDK for JavaScript.
    JavaScript,
    /// The AWS SDK for Rust.
    Rust,
    /// R's paws, to the byte.
    Paws,
    /// The AWS SDK for Java, to the byte.
    Java,
    /// The AWS SDK for Go, to the byte.
    Go,
}

/// The settings that a client needs for a server, as `roster env` prints them.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    pub(crate) endpoint: String,
    pub(crate) key: Key,
    /// The token that goes with the key of a session.
    pub(crate) session_token: Option<String>,
    /// The file of `AWS_CA_BUNDLE`.
    pub(crate) ca_bundle: Option<String>,
    /// Whether a client shall try once only, even where it could not reach anybody.
    pub(crate) once: bool,
}

impl Access {
    pub(crate) fn to(server: &Roster) -> Self {
        let env = server.env();
        Self {
            endpoint: env["AWS_ENDPOINT_URL_CONNECT"].clone(),
            key: server.key(),
            session_token: None,
            ca_bundle: env.get("AWS_CA_BUNDLE").cloned(),
            once: false,
        }
    }

    /// The environment of a client's process.
    pub(crate) fn equip(&self, command: &mut Command) {
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", "/nonexistent")
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("AWS_PAGER", "")
            .env("AWS_ACCESS_KEY_ID", &self.key.id)
            .env("AWS_SECRET_ACCESS_KEY", &self.key.secret)
            .env("AWS_REGION", &self.key.region)
            .env("AWS_DEFAULT_REGION", &self.key.region)
            .env("AWS_ENDPOINT_URL_CONNECT", &self.endpoint)
            .env("AWS_ENDPOINT_URL_IAM", &self.endpoint)
            .env("AWS_ENDPOINT_URL_STS", &self.endpoint)
            .env("AWS_ENDPOINT_URL_CLOUDTRAIL", &self.endpoint);
        if let Some(token) = &self.session_token {
            command.env("AWS_SESSION_TOKEN", token);
        }
        if self.once {
            command.env("AWS_MAX_ATTEMPTS", "1");
        }
        if let Some(bundle) = &self.ca_bundle {
            command.env("AWS_CA_BUNDLE", bundle);
        }
    }
}

/// What a client makes of a successful answer.
#[derive(Clone, Debug)]
pub(crate) struct Success {
    /// The output; points in time are seconds since the epoch.
    pub(crate) output: Value,
    /// The request's id, where the client shows it.
    pub(crate) request_id: Option<String>,
}

/// What a client makes of a refusal.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    /// The class of what it raises, where it raises anything.
    pub(crate) class: Option<String>,
    pub(crate) code: String,
    pub(crate) message: String,
    /// The HTTP status, where the client shows it.
    pub(crate) status: Option<u16>,
    /// The request's id, where the client shows it.
    pub(crate) request_id: Option<String>,
}

/// A client at work.
pub(crate) trait Client {
    /// Calls an operation, by its name in the API and with its members as JSON. Python's clients
    /// also call those of other services than Connect, by a name such as `iam:CreateUser`.
    fn call(&mut self, operation: &str, input: &Value) -> Result<Success, Refusal>;

    /// All pages of a list, by the client's own paginator.
    fn pages(&mut self, operation: &str, input: &Value, page_size: i32) -> Vec<Value>;
}

impl Which {
    /// The client, ready to call a server.
    pub(crate) fn connect(self, access: &Access) -> Box<dyn Client> {
        if let Err(error) = setup::require() {
            panic!("{error:#}");
        }
        match self {
            Self::Boto3 => Box::new(Driver::boto3(access)),
            Self::JavaScript => Box::new(Driver::javascript(access)),
            Self::CliV1 => Box::new(Cli::v1(access)),
            Self::CliV2 => Box::new(Cli::v2(access)),
            Self::Rust => Box::new(rust_sdk::RustSdk::new(access)),
            Self::Paws | Self::Java | Self::Go => Box::new(wire::by_byte(self, access)),
        }
    }

    /// The class in which it raises an exception, which its operation declares or not.
    pub(crate) fn class_of(self, code: &str, declared: bool) -> Option<String> {
        match self {
            Self::CliV1 | Self::CliV2 | Self::Paws | Self::Java | Self::Go => None,
            _ if declared => Some(code.to_owned()),
            Self::Boto3 => Some("ClientError".to_owned()),
            Self::JavaScript => Some("ConnectServiceException".to_owned()),
            Self::Rust => Some("Unhandled".to_owned()),
        }
    }

    /// Whether it shows the HTTP status and the id of a request.
    pub(crate) fn shows_metadata(self) -> bool {
        !matches!(self, Self::CliV1 | Self::CliV2)
    }
}
