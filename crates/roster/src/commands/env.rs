//! `roster env`.

mod format;

use std::path;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use roster_model::operations;
use roster_model::service::Service;
use secrecy::ExposeSecret;

use self::format::Environment;
use crate::arguments::{Env, EnvFormat};
use crate::credentials_file::{self, Profile};
use crate::data_dir::DataDir;
use crate::private_file;

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
    let data_dir = DataDir::new(&arguments.data.data_dir);
    let place = arguments.data.data_dir.display();
    let endpoint = data_dir.endpoint()?.with_context(|| {
        format!("no server is running on {place}: start one with `roster serve --data-dir {place}`")
    })?;
    let profiles = credentials_file::read(&data_dir.credentials())?;
    let profile = profiles
        .into_iter()
        .find(|profile| profile.name == arguments.profile)
        .with_context(|| {
            format!(
                "{} has no profile {}",
                data_dir.credentials().display(),
                arguments.profile
            )
        })?;
    let region = region(&profile, arguments.region.as_deref())?;
    let key = profile.credential.with_context(|| {
        let file = data_dir.credentials();
        format!("profile {} in {} has no access key", profile.name, file.display())
    })?;
    let mut variables = vec![
        ("AWS_ACCESS_KEY_ID".to_owned(), key.access_key_id),
        (
            "AWS_SECRET_ACCESS_KEY".to_owned(),
            key.secret_access_key.expose_secret().to_owned(),
        ),
        ("AWS_REGION".to_owned(), region.clone()),
        // boto3 and version 1 of the AWS CLI read this one instead.
        ("AWS_DEFAULT_REGION".to_owned(), region),
    ];
    let served = Service::ALL
        .iter()
        .filter(|service| operations::of(**service).next().is_some());
    variables.extend(served.map(|service| {
        let name = format!("AWS_ENDPOINT_URL_{}", service.name().to_uppercase());
        (name, endpoint.clone())
    }));
    variables.extend(OFF.map(|name| (name.to_owned(), false.to_string())));
    if endpoint.starts_with("https:") && private_file::is_there(&data_dir.ca())? {
        // Clients run in any directory.
        let ca = path::absolute(data_dir.ca())?;
        variables.push(("AWS_CA_BUNDLE".to_owned(), ca.display().to_string()));
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

/// The Region of the command line, which must be of the account's partition; by default the main one.
fn region(profile: &Profile, asked: Option<&str>) -> anyhow::Result<String> {
    let partition = profile.partition;
    let region = asked.unwrap_or(partition.main_region());
    ensure!(
        partition.regions().contains(&region),
        "{region:?} is no Region of the partition {partition}, which account {} is in: give --region as one of {}",
        profile.account,
        partition.regions().join(", ")
    );
    Ok(region.to_owned())
}

#[cfg(test)]
mod tests {
    use roster_domain::Partition;

    use super::*;

    #[test]
    fn a_shell_works_in_a_region_of_the_accounts_partition() {
        let of = |partition| Profile {
            name: "default".to_owned(),
            account: "111122223333".into(),
            partition,
            credential: None,
        };
        let of_aws = of(Partition::Aws);
        let of_china = of(Partition::AwsCn);
        assert_eq!(region(&of_aws, None).unwrap(), "us-east-1");
        assert_eq!(region(&of_aws, Some("eu-west-2")).unwrap(), "eu-west-2");
        assert_eq!(region(&of_china, None).unwrap(), "cn-north-1");
        let refusal = region(&of_china, Some("us-east-1")).unwrap_err().to_string();
        assert!(
            refusal.contains("give --region as one of cn-north-1, cn-northwest-1"),
            "{refusal}"
        );
    }

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
