//! Calls of a running server's administration, signed as `roster connect` signs, and their output.

use std::io::{self, Write};
use std::time::{Duration, SystemTime};

use anyhow::anyhow;
use roster_client::{
    ApiClient, ClientOptions, Config, ConfigError, CredentialsError, Error, PageMembers, PageOptions, Pages,
    Parameters,
};
use roster_model::operation::Description;
use roster_model::service::Service;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::arguments::{Administration, CalledServer};
use crate::terminal_text::{escaped, write_json};
use crate::text_table::{TextTable, terminal_width};

impl CalledServer {
    /// The answer of an operation.
    pub(crate) fn call(
        &self,
        operation: &'static Description,
        parameters: &Parameters,
    ) -> anyhow::Result<Value> {
        self.with_client(|client| client.call(operation, parameters))
    }

    /// Calls an operation with one input after the other. A refusal by the service is handed over as its sentence, and does
    /// not end the calls.
    pub(crate) fn call_each(
        &self,
        operation: &'static Description,
        inputs: &[Parameters],
        answered: &mut dyn FnMut(usize, Result<Value, String>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.with_client(|client| {
            for (place, parameters) in inputs.iter().enumerate() {
                let answer = match client.call(operation, parameters) {
                    Ok(answer) => Ok(answer),
                    Err(error @ Error::Service(_)) => Err(roster_aws_cli::sentence(error)),
                    Err(error) => return Err(error),
                };
                if let Err(error) = answered(place, answer) {
                    return Ok(Err(error));
                }
            }
            Ok(Ok(()))
        })?
    }

    /// The items of a list, of all its pages.
    pub(crate) fn all(
        &self,
        operation: &'static Description,
        parameters: Parameters,
    ) -> anyhow::Result<Vec<Value>> {
        let items = operation.pages.expect("the operation lists");
        let mut listed = self.with_client(|client| {
            let call = |parameters: &Parameters| client.call(operation, parameters);
            Pages::new(
                &call,
                PageMembers::NEXT_TOKEN,
                items,
                parameters,
                &PageOptions::default(),
            )
            .merged(&[])
        })?;
        Ok(match listed[items].take() {
            Value::Array(items) => items,
            _ => Vec::new(),
        })
    }

    fn with_client<T>(&self, call: impl FnOnce(&ApiClient<'_>) -> Result<T, Error>) -> anyhow::Result<T> {
        let options = ClientOptions {
            service: Service::Roster,
            endpoint_url: self.endpoint_url.clone(),
            region: self.region.clone(),
            ca_bundle: self.ca_bundle.clone(),
            ..ClientOptions::default()
        };
        let called = || {
            let config = Config::load(self.profile.clone())?;
            call(&ApiClient::new(&options, &config, Box::new(()))?)
        };
        called().map_err(|error| match missing(&error) {
            Some(setting) => anyhow!(
                "{setting}: run eval \"$(roster env)\" first, with the --data-dir of the server, or give --endpoint-url, --region and --profile"
            ),
            None => anyhow!(roster_aws_cli::sentence(error)),
        })
    }
}

impl Administration {
    /// Prints items as a table with one line each, or as a JSON array.
    pub(crate) fn print<const COLUMNS: usize>(
        &self,
        items: &[Value],
        headings: [&str; COLUMNS],
        row: impl Fn(&Value) -> [String; COLUMNS],
    ) -> anyhow::Result<()> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        if self.json {
            write_json(&mut out, &items)?;
        } else {
            TextTable::of(headings, items.iter().map(row)).print(&mut out, terminal_width())?;
        }
        Ok(out.flush()?)
    }
}

/// What a call lacks that `roster env` prints.
fn missing(error: &Error) -> Option<&'static str> {
    match error {
        Error::Config(ConfigError::NoEndpoint) => Some("the address of the server is not known"),
        Error::Config(ConfigError::NoRegion) => Some("the Region of the instances is not known"),
        Error::Credentials(CredentialsError::NotFound) => Some("there is no access key to sign with"),
        _ => None,
    }
}

/// A text of an answer for a cell; `-` if there is none.
pub(crate) fn cell(text: &Value) -> String {
    text.as_str()
        .map_or_else(|| "-".to_owned(), |text| escaped(text).into_owned())
}

/// A timestamp of an answer as UTC.
pub(crate) fn time(seconds: &Value) -> String {
    let time = seconds.as_f64().and_then(|seconds| {
        let since = Duration::try_from_secs_f64(seconds.trunc()).ok()?;
        let time = OffsetDateTime::from(SystemTime::UNIX_EPOCH.checked_add(since)?);
        time.format(&Rfc3339).ok()
    });
    time.unwrap_or_else(|| "-".to_owned())
}
