//! A role that is assumed with the credentials of another profile, with the code of an MFA device if it needs one.

use std::time::{SystemTime, UNIX_EPOCH};

use roster_python_values::int;
use secrecy::SecretString;
use serde_json::Value;

use super::key::{AssumeRole, Credentials, Provided};
use super::{find_for, from_profile};
use crate::clock;
use crate::config::Config;
use crate::error::{ConfigError, CredentialsError};
use crate::parameters::Parameters;
use crate::timestamps;

/// The credentials of the role of a profile; none if it has no role with a source profile.
pub(super) fn find(
    config: &Config,
    assume_role: &AssumeRole<'_>,
    visited: &mut Vec<String>,
) -> Result<Option<Provided>, CredentialsError> {
    let (Some(role), Some(source)) = (config.setting("role_arn"), config.setting("source_profile")) else {
        return Ok(None);
    };
    let credentials = of_source(config, source, assume_role, visited)?;
    let mut parameters = parameters(config, role, clock::now());
    if let Some(serial) = config.setting("mfa_serial") {
        parameters.insert("SerialNumber".to_owned(), serial.into());
        parameters.insert("TokenCode".to_owned(), mfa_code(config, serial)?.into());
    }
    let answer = assume_role(credentials, &parameters);
    let answer = answer.map_err(|error| CredentialsError::NotAssumed(Box::new(error)))?;
    provided(&answer["Credentials"])
        .map(Some)
        .ok_or_else(|| CredentialsError::ProviderFailed {
            reason: "the answer of AssumeRole has no credentials".to_owned(),
            sign_in: None,
        })
}

/// The credentials of the source profile. The profile may be its own source, if it has a key.
fn of_source(
    config: &Config,
    source: &str,
    assume_role: &AssumeRole<'_>,
    visited: &mut Vec<String>,
) -> Result<Credentials, CredentialsError> {
    let profile = config.profile().to_owned();
    if source == profile
        && let Some(own) = from_profile(config)?
    {
        return Ok(own);
    }
    visited.push(profile.clone());
    if visited.iter().any(|name| name == source) {
        return Err(CredentialsError::RoleOfItself {
            profile: source.to_owned(),
            visited: visited.clone(),
        });
    }
    let of_source = Config::load(Some(source.to_owned())).map_err(|error| match error {
        ConfigError::UnknownProfile { .. } => CredentialsError::UnknownSourceProfile {
            profile,
            source_profile: source.to_owned(),
        },
        error => CredentialsError::NotAssumed(Box::new(error.into())),
    })?;
    find_for(&of_source, assume_role, visited)
}

/// What the role is asked for with, but for the code.
fn parameters(config: &Config, role: &str, now: SystemTime) -> Parameters {
    let seconds = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    // As botocore calls a session without a name.
    let session = config
        .setting("role_session_name")
        .map_or_else(|| format!("botocore-session-{seconds}"), str::to_owned);
    let mut parameters = Parameters::new();
    parameters.insert("RoleArn".to_owned(), role.into());
    parameters.insert("RoleSessionName".to_owned(), session.into());
    let duration = config.setting("duration_seconds");
    if let Some(duration) = duration.and_then(|text| int(text).ok()) {
        parameters.insert("DurationSeconds".to_owned(), duration.into());
    }
    if let Some(id) = config.setting("external_id") {
        parameters.insert("ExternalId".to_owned(), id.into());
    }
    parameters
}

/// The code, asked for on the terminal of this process.
fn mfa_code(config: &Config, serial: &str) -> Result<String, CredentialsError> {
    let code = rpassword::prompt_password(format!("Enter MFA code for {serial}: "));
    code.map_err(|_| CredentialsError::NeedsMfaCode {
        profile: config.profile().to_owned(),
    })
}

fn provided(answer: &Value) -> Option<Provided> {
    let text = |name: &str| answer.get(name)?.as_str();
    let credentials = Credentials {
        access_key_id: text("AccessKeyId")?.to_owned(),
        secret_access_key: text("SecretAccessKey")?.into(),
        session_token: text("SessionToken").map(SecretString::from),
    };
    let expiration = answer.get("Expiration").and_then(timestamps::parse);
    Some((credentials, expiration.map(SystemTime::from)))
}
