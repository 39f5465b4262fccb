//! `roster env`.

use std::process::ExitCode;

use anyhow::{Context, ensure};
use roster_model::operations;
use roster_model::service::Service;
use secrecy::ExposeSecret;

use crate::arguments::Env;
use crate::credentials_file::{self, Profile};
use crate::data_dir::DataDir;

/// Prints the environment variables for the server of a data directory.
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
    if endpoint.starts_with("https:") && data_dir.ca().exists() {
        variables.push(("AWS_CA_BUNDLE".to_owned(), data_dir.ca().display().to_string()));
    }
    let exports: Vec<String> = variables
        .into_iter()
        .map(|(name, value)| format!("{name}={}", quoted(&value)))
        .collect();
    println!("export {}", exports.join(" "));
    Ok(ExitCode::SUCCESS)
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

/// A value quoted for a POSIX shell.
fn quoted(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:+@%".contains(&byte);
    if !value.is_empty() && value.bytes().all(plain) {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', r"'\''"))
    }
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
    fn values_survive_a_shell() {
        assert_eq!(quoted("http://127.0.0.1:7420"), "http://127.0.0.1:7420");
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
    }
}
