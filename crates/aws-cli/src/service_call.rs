//! Calls of the service, as the options and the configuration ask for them.

use std::time::Duration;

use roster_client::{ApiClient, ClientOptions, Config, Error, Parameters};
use roster_model::service::Service;
use serde_json::Value;

use crate::commands::Command;
use crate::debug_log::DebugLog;
use crate::failure::Failure;
use crate::globals::Globals;
use crate::policy_documents;
use crate::timestamps::Timestamps;

/// Calls one operation, once for each page.
pub(crate) struct ServiceCall<'a> {
    operation: &'a Command,
    client: ApiClient<'a>,
    timestamps: Timestamps,
}

impl<'a> ServiceCall<'a> {
    /// Resolves the endpoint and the other settings.
    pub(crate) fn new(
        operation: &'a Command,
        globals: &Globals,
        config: &'a Config,
    ) -> Result<Self, Failure> {
        let observer = Box::new(DebugLog::new(globals));
        Ok(Self {
            operation,
            client: ApiClient::new(
                &client_options(operation.interface.service, globals),
                config,
                observer,
            )?,
            timestamps: Timestamps::configured(config)?,
        })
    }

    /// The operation that is called.
    pub(crate) fn operation(&self) -> &Command {
        self.operation
    }

    /// Calls the operation. Timestamps of the output are shown as configured.
    pub(crate) fn call(&self, parameters: &Parameters) -> Result<Value, Error> {
        let mut output = self.client.call(self.operation.interface, parameters)?;
        if self.operation.interface.service == Service::Iam {
            policy_documents::decode(&mut output);
        }
        self.timestamps.convert(self.operation.response(), &mut output);
        Ok(output)
    }
}

/// The client's options, as given on the command line.
pub(crate) fn client_options(service: Service, globals: &Globals) -> ClientOptions {
    let default = ClientOptions::default();
    ClientOptions {
        service,
        endpoint_url: globals.endpoint_url.clone(),
        region: globals.region.clone(),
        ca_bundle: globals.ca_bundle.clone(),
        accept_any_certificate: globals.no_verify_ssl,
        sign: !globals.no_sign_request,
        connect_timeout: timeout(globals.connect_timeout_seconds, default.connect_timeout),
        read_timeout: timeout(globals.read_timeout_seconds, default.read_timeout),
        retry: default.retry,
        run_id: None,
    }
}

/// A time limit as an option gives it. 0 and negative numbers mean that there is none.
fn timeout(seconds: Option<i64>, default: Option<Duration>) -> Option<Duration> {
    let Some(seconds) = seconds else {
        return default;
    };
    let seconds = u64::try_from(seconds).unwrap_or(0);
    (seconds > 0).then(|| Duration::from_secs(seconds))
}
