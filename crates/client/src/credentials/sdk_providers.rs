//! Credential providers: single sign-on, another program, an assumed role, a container, an instance.
//! The official SDK provides them; they run in an asynchronous runtime of their own.

use std::error::Error;
use std::time::Duration;

use aws_config::Region;
use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::imds;
use aws_config::imds::region::ImdsRegionProvider;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError as ProviderError;
use aws_smithy_http_client::{Builder, tls};
use secrecy::SecretString;

use super::is_provider_configured;
use super::key::{Credentials, Provided};
use crate::config::Config;
use crate::error::{CredentialsError, SignIn};

/// The credentials of the providers. If none is configured, a failure means that there are no credentials.
pub(super) fn find(config: &Config) -> Result<Provided, CredentialsError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(CredentialsError::Runtime)?;
    let found = runtime.block_on(provide(config)).map_err(|error| {
        if is_provider_configured(config) {
            CredentialsError::ProviderFailed {
                reason: with_causes(&error),
                sign_in: sign_in(config),
            }
        } else {
            CredentialsError::NotFound
        }
    })?;
    let credentials = Credentials {
        access_key_id: found.access_key_id().to_owned(),
        secret_access_key: found.secret_access_key().into(),
        session_token: found.session_token().map(SecretString::from),
    };
    Ok((credentials, found.expiry()))
}

/// If the caller names the profile, only its own provider counts.
async fn provide(config: &Config) -> Result<aws_credential_types::Credentials, ProviderError> {
    let settings = settings().with_region(config.region().map(Region::new));
    if config.is_explicit() {
        let provider = ProfileFileCredentialsProvider::builder()
            .profile_name(config.profile())
            .configure(&settings);
        return provider.build().provide_credentials().await;
    }
    let chain = DefaultCredentialsChain::builder()
        .configure(settings)
        .profile_name(config.profile());
    chain.build().await.provide_credentials().await
}

fn settings() -> ProviderConfig {
    let http = Builder::new().tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring));
    ProviderConfig::without_region().with_http_client(http.build_https())
}

/// The Region of the EC2 instance, if this is one. `timeout` is for the connection and for each answer.
pub(super) fn region_of_instance(timeout: Duration, attempts: u32) -> Option<String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .ok()?;
    let client = imds::Client::builder()
        .configure(&settings())
        .connect_timeout(timeout)
        .read_timeout(timeout)
        .max_attempts(attempts);
    let provider = ImdsRegionProvider::builder().imds_client(client.build()).build();
    let region = runtime.block_on(provider.region())?;
    Some(region.to_string())
}

/// The sign-in that starts a new session of the profile.
fn sign_in(config: &Config) -> Option<SignIn> {
    let names = |setting| config.setting(setting).is_some();
    if names("sso_session") || names("sso_start_url") {
        Some(SignIn::Sso)
    } else if names("login_session") {
        Some(SignIn::Console)
    } else {
        None
    }
}

/// An error and its causes, without repetitions.
fn with_causes(error: &dyn Error) -> String {
    let mut messages = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        messages.push(error.to_string());
        cause = error.source();
    }
    messages.dedup();
    messages.join(": ")
}
