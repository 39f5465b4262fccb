//! `roster env`.

mod format;

use std::process::ExitCode;

use secrecy::ExposeSecret;

use self::format::Environment;
use crate::arguments::{Env, EnvFormat};
use crate::client_settings::{ClientSettings, served_services};

/// Variables that come with other credentials, or choose them: with any of them, clients would not use ours.
const UNSET: [&str; 5] = [
    "AWS_SESSION_TOKEN",
    // What AWS_SESSION_TOKEN was called before.
    "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
];

/// Settings that make clients pass over the endpoint, and that a profile may have too, so that to remove the variable does
/// not suffice.
const OFF: [&str; 3] = [
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT",
];

/// Prints the environment for clients of the server of a data directory.
pub(crate) fn env(arguments: &Env) -> anyhow::Result<ExitCode> {
    let settings = ClientSettings::of(&arguments.data, &arguments.profile, arguments.region.as_deref())?;
    let ClientSettings {
        endpoint,
        access_key_id,
        secret_access_key,
        region,
        ca_bundle,
    } = settings;
    let mut variables = vec![
        ("AWS_ACCESS_KEY_ID".to_owned(), access_key_id),
        (
            "AWS_SECRET_ACCESS_KEY".to_owned(),
            secret_access_key.expose_secret().to_owned(),
        ),
        ("AWS_REGION".to_owned(), region.clone()),
        // boto3 and version 1 of the AWS CLI read this one instead.
        ("AWS_DEFAULT_REGION".to_owned(), region),
    ];
    variables.extend(served_services().map(|service| {
        let name = format!("AWS_ENDPOINT_URL_{}", service.name().to_uppercase());
        (name, endpoint.clone())
    }));
    variables.extend(OFF.map(|name| (name.to_owned(), false.to_string())));
    if let Some(ca_bundle) = ca_bundle {
        variables.push(("AWS_CA_BUNDLE".to_owned(), ca_bundle.display().to_string()));
    }
    let host = endpoint.parse::<http::Uri>().ok();
    let host = host.as_ref().and_then(http::Uri::host).unwrap_or_default();
    variables.extend(past_proxies(host, variable));
    let environment = Environment {
        set: variables,
        unset: &UNSET,
    };
    let printed = match arguments.format() {
        EnvFormat::Posix => environment.posix(),
        EnvFormat::Fish => environment.fish(),
        EnvFormat::PowerShell => environment.powershell(),
        EnvFormat::Dotenv => environment.dotenv()?,
        EnvFormat::Json => environment.json(),
    };
    print!("{printed}");
    Ok(ExitCode::SUCCESS)
}

/// The variables with which clients that have a proxy reach the host without it.
fn past_proxies(host: &str, variable: impl Fn(&str) -> Option<String>) -> Vec<(String, String)> {
    // Programs read either spelling, and some only one.
    let either = |name: &str| variable(name).or_else(|| variable(&name.to_lowercase()));
    let has_proxy = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"]
        .iter()
        .any(|name| either(name).is_some());
    if !has_proxy {
        return Vec::new();
    }
    let host = host.trim_matches(['[', ']']);
    let direct = match either("NO_PROXY") {
        Some(hosts) if hosts.split(',').any(|known| known.trim() == host) => hosts,
        Some(hosts) => format!("{hosts},{host}"),
        None => host.to_owned(),
    };
    ["NO_PROXY", "no_proxy"]
        .map(|name| (name.to_owned(), direct.clone()))
        .into()
}

/// A variable that is set and not empty.
#[allow(
    clippy::disallowed_methods,
    reason = "what is printed depends on the shell that takes it"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_with_a_proxy_are_led_past_it() {
        let led = |variables: &[(&str, &str)]| {
            let variable = |name: &str| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            let led = past_proxies("127.0.0.1", variable);
            led.first().map(|(_, value)| value.clone())
        };

        assert_eq!(led(&[]), None);
        assert_eq!(led(&[("NO_PROXY", "example.com")]), None);
        assert_eq!(
            led(&[("http_proxy", "http://proxy:3128")]).as_deref(),
            Some("127.0.0.1")
        );
        assert_eq!(
            led(&[("HTTPS_PROXY", "http://proxy:3128"), ("no_proxy", "example.com")]).as_deref(),
            Some("example.com,127.0.0.1")
        );
        assert_eq!(
            led(&[
                ("ALL_PROXY", "socks5://proxy"),
                ("NO_PROXY", "127.0.0.1, example.com")
            ])
            .as_deref(),
            Some("127.0.0.1, example.com")
        );
    }
}
