//! Who signs: keys from the environment or the shared files, without loading anything else.

#[cfg(feature = "providers")]
mod elsewhere;
#[cfg(not(feature = "providers"))]
mod elsewhere {
    //! This build asks nobody.

    use super::{Config, Credentials, Failure};

    pub(super) fn find(config: &Config) -> Result<Credentials, Failure> {
        let profile = &config.profile;
        Err(Failure::General(format!(
            "The profile ({profile}) has no keys of its own, and this build cannot ask for them elsewhere"
        )))
    }
}

use crate::config::Config;
use crate::environment::variable;
use crate::failure::Failure;

/// An access key, and the token of a temporary one.
#[derive(Clone)]
pub(crate) struct Credentials {
    /// The public half.
    pub(crate) access_key_id: String,
    /// The secret half.
    pub(crate) secret_access_key: String,
    /// What shows that a temporary key is valid.
    pub(crate) session_token: Option<String>,
}

/// Settings of a profile by which others hand out keys, and which come before keys of its own.
const PROVIDERS: &[&str] = &["role_arn", "sso_session", "sso_start_url"];

/// The credentials of a configuration. A profile named on the command line hides the environment's.
pub(crate) fn find(config: &Config) -> Result<Credentials, Failure> {
    if config.profile_option.is_none()
        && let Some(found) = from_environment()?
    {
        return Ok(found);
    }
    let asks_elsewhere = PROVIDERS.iter().any(|name| config.setting(name).is_some());
    if !asks_elsewhere && let Some(found) = from_profile(config)? {
        return Ok(found);
    }
    if config.setting("role_arn").is_some() && config.setting("mfa_serial").is_some() {
        return Err(needs_code(config));
    }
    if asks_elsewhere || may_come_from_elsewhere(config) {
        return elsewhere::find(config);
    }
    Err(none_found())
}

/// Whether anything besides this machine's files may hand out keys.
fn may_come_from_elsewhere(config: &Config) -> bool {
    let no_instance = variable("AWS_EC2_METADATA_DISABLED");
    is_configured(config) || !no_instance.is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// Whether environment or profile name somebody who hands out keys.
fn is_configured(config: &Config) -> bool {
    let places = [
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ];
    let mut settings = PROVIDERS.iter().chain(&["credential_process", "login_session"]);
    settings.any(|name| config.setting(name).is_some()) || places.iter().any(|name| variable(name).is_some())
}

fn from_environment() -> Result<Option<Credentials>, Failure> {
    let Some(access_key_id) = variable("AWS_ACCESS_KEY_ID") else {
        return Ok(None);
    };
    let secret_access_key =
        variable("AWS_SECRET_ACCESS_KEY").ok_or_else(|| partial("env", "AWS_SECRET_ACCESS_KEY"))?;
    let session_token = variable("AWS_SESSION_TOKEN").or_else(|| variable("AWS_SECURITY_TOKEN"));
    Ok(Some(Credentials {
        access_key_id,
        secret_access_key,
        session_token,
    }))
}

fn from_profile(config: &Config) -> Result<Option<Credentials>, Failure> {
    let Some(access_key_id) = config.setting("aws_access_key_id") else {
        return Ok(None);
    };
    let secret_access_key = config
        .setting("aws_secret_access_key")
        .ok_or_else(|| partial("shared-credentials-file", "aws_secret_access_key"))?;
    let session_token = config
        .setting("aws_session_token")
        .or_else(|| config.setting("aws_security_token"));
    Ok(Some(Credentials {
        access_key_id: access_key_id.to_owned(),
        secret_access_key: secret_access_key.to_owned(),
        session_token: session_token.map(str::to_owned),
    }))
}

fn partial(provider: &str, missing: &str) -> Failure {
    let what = format!("Partial credentials found in {provider}, missing: {missing}");
    Failure::General(what)
}

fn needs_code(config: &Config) -> Failure {
    let profile = &config.profile;
    Failure::General(format!(
        "The role of the profile ({profile}) needs an MFA code (mfa_serial), which cannot be asked for here: assume it \
         with \"aws sts assume-role\" and put the keys into the environment"
    ))
}

fn none_found() -> Failure {
    let what = "Unable to locate credentials. You can configure credentials by running \"aws login\".";
    Failure::Configuration("NoCredentials", what.to_owned())
}
