//! A build without credential providers.

use std::time::Duration;

use super::key::Provided;
use crate::config::Config;
use crate::error::CredentialsError;

/// Fails: only the environment and the shared files have keys.
pub(super) fn find(config: &Config) -> Result<Provided, CredentialsError> {
    Err(CredentialsError::NoProviders {
        profile: config.profile().to_owned(),
    })
}

/// None: nothing asks an instance.
pub(super) fn region_of_instance(_timeout: Duration, _attempts: u32) -> Option<String> {
    None
}
