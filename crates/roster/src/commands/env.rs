//! `roster env`.

use std::process::ExitCode;

use anyhow::Context;
use roster_model::operations;
use roster_model::service::Service;

use crate::arguments::Env;
use crate::credentials_file;
use crate::data_dir::DataDir;

/// Prints what a shell needs to reach the server of a data directory.
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
    let mut variables = vec![
        ("AWS_ACCESS_KEY_ID".to_owned(), profile.credential.access_key_id),
        (
            "AWS_SECRET_ACCESS_KEY".to_owned(),
            profile.credential.secret_access_key,
        ),
        ("AWS_REGION".to_owned(), arguments.region.clone()),
        // What boto3 and version 1 of the AWS CLI read instead.
        ("AWS_DEFAULT_REGION".to_owned(), arguments.region.clone()),
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

/// A value as a POSIX shell reads it back.
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
    use super::*;

    #[test]
    fn values_survive_a_shell() {
        assert_eq!(quoted("http://127.0.0.1:7420"), "http://127.0.0.1:7420");
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
    }
}
