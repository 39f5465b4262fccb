//! The service that is called: Amazon Connect, Roster, or a stand-in of a test.

use std::sync::Arc;

use http::Uri;
use roster_client::{ApiClient, ClientOptions, Config, ConfigError, Error, Parameters};
use roster_model::operation::Description;
use roster_model::service::Service as Api;
use serde_json::Value;

/// A service that any number of threads can open.
pub trait Service: Sync {
    /// Opens it for one thread, for calls that belong to a run or to none.
    ///
    /// # Errors
    /// An option or a setting is missing or wrong.
    fn open(&self, run: Option<&str>) -> Result<Box<dyn Calls + '_>, ConfigError>;
}

/// Calls from one thread. Each makes one attempt.
pub trait Calls {
    /// Calls an operation.
    ///
    /// # Errors
    /// There is no answer, or the service refuses the call.
    fn call(&self, operation: &'static Description, parameters: &Parameters) -> Result<Value, Error>;
}

/// A service as `roster connect` finds it: by options, environment and profile.
#[derive(Clone)]
pub struct Endpoint {
    options: ClientOptions,
    config: Arc<Config>,
}

impl Endpoint {
    /// Loads the configuration of the profile. Nothing is called.
    ///
    /// # Errors
    /// The configuration cannot be read.
    pub fn load(options: ClientOptions, profile: Option<String>) -> Result<Self, ConfigError> {
        Ok(Self {
            config: Arc::new(Config::load(profile)?),
            options: ClientOptions {
                // Whether a call is repeated depends on what it does.
                retry: false,
                ..options
            },
        })
    }

    /// The address of the service.
    ///
    /// # Errors
    /// An option or a setting is missing or wrong.
    pub fn address(&self) -> Result<String, ConfigError> {
        let client = self.client(None)?;
        Ok(client.endpoint().to_string().trim_end_matches('/').to_owned())
    }

    /// Another API of the same account: on AWS at its own address, elsewhere at the address of this one.
    ///
    /// # Errors
    /// An option or a setting is missing or wrong.
    pub fn beside(&self, service: Api) -> Result<Self, ConfigError> {
        let address = self.address()?;
        Ok(Self {
            options: ClientOptions {
                service,
                endpoint_url: (!is_of_aws(&address)).then_some(address),
                ..self.options.clone()
            },
            config: Arc::clone(&self.config),
        })
    }

    fn client(&self, run: Option<&str>) -> Result<ApiClient<'_>, ConfigError> {
        let options = ClientOptions {
            run_id: run.map(str::to_owned),
            ..self.options.clone()
        };
        ApiClient::new(&options, &self.config, Box::new(()))
    }
}

impl Service for Endpoint {
    fn open(&self, run: Option<&str>) -> Result<Box<dyn Calls + '_>, ConfigError> {
        Ok(Box::new(self.client(run)?))
    }
}

impl Calls for ApiClient<'_> {
    fn call(&self, operation: &'static Description, parameters: &Parameters) -> Result<Value, Error> {
        ApiClient::call(self, operation, parameters)
    }
}

/// Whether an endpoint is one of AWS.
pub fn is_of_aws(address: &str) -> bool {
    let address = address.parse::<Uri>().unwrap_or_default();
    let host = address.host().unwrap_or_default();
    let domains = [
        ".amazonaws.com",
        ".amazonaws.com.cn",
        ".api.aws",
        ".amazonwebservices.com.cn",
    ];
    domains.iter().any(|domain| host.ends_with(domain))
}
