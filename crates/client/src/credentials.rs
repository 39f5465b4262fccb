//! The access key that signs: from the environment, the shared files or a credential provider.

mod assumed_role;
mod cache;
mod key;
#[cfg(not(feature = "providers"))]
mod no_providers;
#[cfg(feature = "providers")]
mod sdk_providers;

use std::time::Duration;

use secrecy::SecretString;

use self::cache::CacheEntry;
pub(crate) use self::key::{AssumeRole, Credentials};
use crate::clock;
use crate::config::Config;
use crate::environment::variable;
use crate::error::CredentialsError;
#[cfg(not(feature = "providers"))]
use no_providers as providers;
#[cfg(feature = "providers")]
use sdk_providers as providers;

/// Settings that name a credential provider and win over access keys of the same profile.
const PROVIDER_SETTINGS: &[&str] = &["role_arn", "sso_session", "sso_start_url"];

/// The credentials of a configuration. If the caller names the profile, the environment does not count.
pub(crate) fn find(config: &Config, assume_role: &AssumeRole<'_>) -> Result<Credentials, CredentialsError> {
    find_for(config, assume_role, &mut Vec::new())
}

/// The same, for roles that are assumed with it. They have led through these profiles.
fn find_for(
    config: &Config,
    assume_role: &AssumeRole<'_>,
    visited: &mut Vec<String>,
) -> Result<Credentials, CredentialsError> {
    if !config.is_explicit()
        && let Some(found) = from_environment()?
    {
        return Ok(found);
    }
    let names_provider = PROVIDER_SETTINGS
        .iter()
        .any(|name| config.setting(name).is_some());
    if !names_provider && let Some(found) = from_profile(config)? {
        return Ok(found);
    }
    let cache = CacheEntry::of(config);
    if let Some(found) = cache.as_ref().and_then(|entry| entry.read(clock::now())) {
        return Ok(found);
    }
    let assumed = assumed_role::find(config, assume_role, visited)?;
    if assumed.is_some() || names_provider || may_have_provider(config) {
        let (found, expiration) = match assumed {
            Some(assumed) => assumed,
            None => providers::find(config)?,
        };
        if let (Some(entry), Some(expiration)) = (cache, expiration) {
            // Without a cache that can be written, the next call asks again, and no more is lost.
            let _ = entry.write(&found, expiration);
        }
        return Ok(found);
    }
    Err(CredentialsError::NotFound)
}

/// Whether there may be a credential provider: one is configured, or that of an instance is not disabled.
fn may_have_provider(config: &Config) -> bool {
    is_provider_configured(config) || !is_instance_disabled()
}

/// Whether the user forbids questions to the EC2 instance.
fn is_instance_disabled() -> bool {
    variable("AWS_EC2_METADATA_DISABLED").is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// The Region of the EC2 instance that this is, if it is one and may be asked. By default, it has a second for each answer, and is
/// asked once, as by the AWS CLI.
pub(crate) fn region_of_instance(config: &Config) -> Option<String> {
    if is_instance_disabled() {
        return None;
    }
    config
        .region_of_instance
        .get_or_init(|| ask_instance_for_region(config))
        .clone()
}

fn ask_instance_for_region(config: &Config) -> Option<String> {
    let number = |name, setting| -> Option<u32> { config.variable_or_setting(name, setting)?.parse().ok() };
    let seconds = number("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout");
    let attempts = number(
        "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
        "metadata_service_num_attempts",
    );
    providers::region_of_instance(
        Duration::from_secs(seconds.unwrap_or(1).into()),
        attempts.unwrap_or(1).max(1),
    )
}

/// Whether the environment or the profile names a credential provider.
fn is_provider_configured(config: &Config) -> bool {
    let variables = [
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ];
    let mut settings = PROVIDER_SETTINGS
        .iter()
        .chain(&["credential_process", "login_session"]);
    settings.any(|name| config.setting(name).is_some())
        || variables.iter().any(|name| variable(name).is_some())
}

fn from_environment() -> Result<Option<Credentials>, CredentialsError> {
    let Some(access_key_id) = variable("AWS_ACCESS_KEY_ID") else {
        return Ok(None);
    };
    let secret_access_key = variable("AWS_SECRET_ACCESS_KEY").ok_or(CredentialsError::Partial {
        source_name: "env",
        missing: "AWS_SECRET_ACCESS_KEY",
    })?;
    let session_token = variable("AWS_SESSION_TOKEN").or_else(|| variable("AWS_SECURITY_TOKEN"));
    Ok(Some(Credentials {
        access_key_id,
        secret_access_key: secret_access_key.into(),
        session_token: session_token.map(SecretString::from),
    }))
}

fn from_profile(config: &Config) -> Result<Option<Credentials>, CredentialsError> {
    let Some(access_key_id) = config.setting("aws_access_key_id") else {
        return Ok(None);
    };
    let secret_access_key = config
        .setting("aws_secret_access_key")
        .ok_or(CredentialsError::Partial {
            source_name: "shared-credentials-file",
            missing: "aws_secret_access_key",
        })?;
    let session_token = config
        .setting("aws_session_token")
        .or_else(|| config.setting("aws_security_token"));
    Ok(Some(Credentials {
        access_key_id: access_key_id.to_owned(),
        secret_access_key: secret_access_key.into(),
        session_token: session_token.map(SecretString::from),
    }))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn token(credentials: &Credentials) -> Option<&str> {
        credentials
            .session_token
            .as_ref()
            .map(ExposeSecret::expose_secret)
    }

    #[test]
    fn a_profile_has_an_access_key_a_secret_and_perhaps_a_token() {
        let keys = [("aws_access_key_id", "id"), ("aws_secret_access_key", "secret")];
        let found = from_profile(&Config::of(&keys)).unwrap().unwrap();
        assert_eq!(
            (
                found.access_key_id.as_str(),
                found.secret_access_key.expose_secret()
            ),
            ("id", "secret")
        );
        assert_eq!(token(&found), None);

        let with_token = [keys[0], keys[1], ("aws_session_token", "token")];
        let found = from_profile(&Config::of(&with_token)).unwrap().unwrap();
        assert_eq!(token(&found), Some("token"));
        assert!(from_profile(&Config::of(&[])).unwrap().is_none());
    }

    #[test]
    fn an_access_key_without_its_secret_is_an_error_that_names_the_missing_setting() {
        let error = from_profile(&Config::of(&[("aws_access_key_id", "id")])).err();
        assert!(matches!(
            error,
            Some(CredentialsError::Partial {
                source_name: "shared-credentials-file",
                missing: "aws_secret_access_key"
            })
        ));
    }
}
