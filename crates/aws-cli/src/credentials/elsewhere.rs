//! Credentials that somebody else hands out: single sign-on, another program, an assumed role, a
//! container or an instance. The official SDK asks for them, in an asynchronous runtime of its own.

use std::error::Error;

use aws_config::Region;
use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_http_client::{Builder, tls};

use super::{Credentials, is_configured, none_found};
use crate::config::Config;
use crate::failure::Failure;

/// Asks for credentials. That an instance hands out none, where nobody else is named, is no failure of its own.
pub(super) fn find(config: &Config) -> Result<Credentials, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let found = runtime.block_on(ask(config)).map_err(|error| {
        if is_configured(config) {
            Failure::General(causes(&error) + remedy(config))
        } else {
            none_found()
        }
    })?;
    Ok(Credentials {
        access_key_id: found.access_key_id().to_owned(),
        secret_access_key: found.secret_access_key().to_owned(),
        session_token: found.session_token().map(str::to_owned),
    })
}

/// A profile that is named on the command line is the only one asked.
async fn ask(config: &Config) -> Result<aws_credential_types::Credentials, CredentialsError> {
    let http = Builder::new().tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring));
    let settings = ProviderConfig::without_region()
        .with_http_client(http.build_https())
        .with_region(config.region(None).map(Region::new));
    if config.profile_option.is_some() {
        let provider = ProfileFileCredentialsProvider::builder()
            .profile_name(&config.profile)
            .configure(&settings);
        return provider.build().provide_credentials().await;
    }
    let chain = DefaultCredentialsChain::builder()
        .configure(settings)
        .profile_name(&config.profile);
    chain.build().await.provide_credentials().await
}

/// What a person can do whose session has ended.
fn remedy(config: &Config) -> &'static str {
    let names = |setting| config.setting(setting).is_some();
    if names("sso_session") || names("sso_start_url") {
        ". You can sign in by running \"aws sso login\"."
    } else if names("login_session") {
        ". You can sign in by running \"aws login\"."
    } else {
        ""
    }
}

/// An error with every cause behind it, each said once.
fn causes(error: &dyn Error) -> String {
    let mut told = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        told.push(error.to_string());
        cause = error.source();
    }
    told.dedup();
    told.join(": ")
}
