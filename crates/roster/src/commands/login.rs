//! `roster login`.

mod shared_file;

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail, ensure};
use roster_client::environment::variable;
use roster_client::{ApiClient, ClientOptions, Config, Error, Parameters, config_file, credentials_file};
use roster_model::operation::Operation;
use roster_model::ops::connect::instances::ListInstances;
use secrecy::{ExposeSecret, SecretString};

use self::shared_file::{Section, has_section_of_others, with_section};
use crate::arguments::{Login, LoginServer};
use crate::client_settings::{ClientSettings, served_services};
use crate::private_file;
use crate::terminal_text::escaped;

/// The Region of a server whose account is not known beforehand.
const DEFAULT_REGION: &str = "us-east-1";

/// Writes a profile for a server into AWS's shared files, so that every SDK and the AWS CLI reach it by name.
pub(crate) fn login(arguments: &Login) -> anyhow::Result<ExitCode> {
    let profile = &arguments.profile;
    ensure!(
        is_name(profile),
        "{profile:?} is no name of a profile: give --profile letters, digits, -, _ and ."
    );
    let files = SharedFiles::of_user();
    files.require_own(profile, arguments.replace)?;
    let region = arguments.region.as_deref();
    let settings = match arguments.server()? {
        LoginServer::Local { data, account } => ClientSettings::of(&data, account, region)?,
        LoginServer::Remote {
            endpoint_url,
            ca_bundle,
        } => with_own_key(endpoint_url, ca_bundle, region)?,
    };
    require_valid(&settings)?;
    files.write(profile, &settings)?;
    println!(
        "Wrote profile {profile} for {} in {} and {}",
        escaped(&settings.endpoint),
        files.config.display(),
        files.credentials.display()
    );
    println!("Try it: roster connect list-instances --profile {profile}");
    Ok(ExitCode::SUCCESS)
}

fn is_name(name: &str) -> bool {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    !name.is_empty() && name.chars().all(is_plain)
}

/// The settings for a server elsewhere, with the access key of the environment or of the user at the terminal.
fn with_own_key(
    endpoint_url: &str,
    ca_bundle: Option<&Path>,
    region: Option<&str>,
) -> anyhow::Result<ClientSettings> {
    let key = |name| variable(name).filter(|value| !value.chars().any(char::is_control));
    let given = key("AWS_ACCESS_KEY_ID").zip(key("AWS_SECRET_ACCESS_KEY"));
    let (access_key_id, secret_access_key) = match given {
        Some((id, secret)) => (id, SecretString::from(secret)),
        None => asked_key()?,
    };
    if let Some(path) = ca_bundle.filter(|path| path.to_string_lossy().contains(char::is_control)) {
        bail!(
            "{} cannot be written into a profile: give --ca-bundle a path without control characters",
            path.display()
        );
    }
    Ok(ClientSettings {
        endpoint: endpoint_url.trim_end_matches('/').to_owned(),
        access_key_id,
        secret_access_key,
        region: region.unwrap_or(DEFAULT_REGION).to_owned(),
        ca_bundle: ca_bundle.map(std::path::absolute).transpose()?,
    })
}

/// An access key from the terminal.
fn asked_key() -> anyhow::Result<(String, SecretString)> {
    ensure!(
        io::stdin().is_terminal(),
        "there is no access key and no terminal to ask for it: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    );
    eprint!("Access key ID: ");
    io::stderr().flush()?;
    let mut id = String::new();
    io::stdin().read_line(&mut id)?;
    let secret = rpassword::prompt_password("Secret access key (not shown): ")?;
    let (id, secret) = (id.trim().to_owned(), secret.trim());
    ensure!(!id.is_empty() && !secret.is_empty(), "no access key was given");
    Ok((id, SecretString::from(secret)))
}

/// Calls the server with the key. A caller without permissions is known too.
fn require_valid(settings: &ClientSettings) -> anyhow::Result<()> {
    let options = ClientOptions {
        endpoint_url: Some(settings.endpoint.clone()),
        region: Some(settings.region.clone()),
        ca_bundle: settings.ca_bundle.as_ref().map(|file| file.display().to_string()),
        ..ClientOptions::default()
    };
    let mut file = tempfile::NamedTempFile::new()?;
    file.write_all(with_section("", &key_section("login", settings)).as_bytes())?;
    let called = || {
        let config = Config::of_file(file.path(), "login")?;
        ApiClient::new(&options, &config, Box::new(()))?.call(ListInstances::DESCRIPTION, &Parameters::new())
    };
    match called() {
        Ok(_) => Ok(()),
        Err(Error::Service(error)) if error.code == "AccessDeniedException" => Ok(()),
        Err(error) => Err(anyhow!(roster_aws_cli::sentence(error)).context("nothing was written")),
    }
}

/// The files in which the AWS SDKs and the AWS CLI look for profiles.
struct SharedFiles {
    config: PathBuf,
    credentials: PathBuf,
}

impl SharedFiles {
    /// Those of the user. A link stays, and its target is changed.
    fn of_user() -> Self {
        let target = |path: PathBuf| fs::canonicalize(&path).unwrap_or(path);
        Self {
            config: target(config_file()),
            credentials: target(credentials_file()),
        }
    }

    /// Refuses to replace a profile that `roster login` did not write.
    fn require_own(&self, profile: &str, replace: bool) -> anyhow::Result<()> {
        let [settings, services] = headings(profile);
        for (path, headings) in [
            (&self.config, &[settings, services][..]),
            (&self.credentials, &[profile.to_owned()][..]),
        ] {
            let text = private_file::read(path)?.unwrap_or_default();
            let other = headings
                .iter()
                .find(|heading| has_section_of_others(&text, heading));
            if let Some(heading) = other.filter(|_| !replace) {
                return Err(anyhow!(
                    "{} has a section [{heading}] already: give --profile another name, or --replace",
                    path.display()
                ));
            }
        }
        Ok(())
    }

    /// Writes the profile: first its key, so that the profile works as soon as it is there.
    fn write(&self, profile: &str, settings: &ClientSettings) -> anyhow::Result<()> {
        change(&self.credentials, &[key_section(profile, settings)])?;
        change(&self.config, &settings_sections(profile, settings))
    }
}

/// Writes sections into a file, which is made if it does not exist.
fn change(path: &Path, sections: &[Section]) -> anyhow::Result<()> {
    let folder = private_file::folder(path);
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let old = private_file::read(path)?.unwrap_or_default();
    let new = sections
        .iter()
        .fold(old.clone(), |text, section| with_section(&text, section));
    if new == old {
        return Ok(());
    }
    private_file::replace(path, &new)
}

/// The headings in the configuration file: of the profile, and of the endpoints of its services.
fn headings(profile: &str) -> [String; 2] {
    let settings = if profile == "default" {
        profile.to_owned()
    } else {
        format!("profile {profile}")
    };
    [settings, format!("services {profile}")]
}

fn key_section(profile: &str, settings: &ClientSettings) -> Section {
    Section {
        heading: profile.to_owned(),
        lines: vec![
            format!("aws_access_key_id = {}", settings.access_key_id),
            format!(
                "aws_secret_access_key = {}",
                settings.secret_access_key.expose_secret()
            ),
        ],
    }
}

fn settings_sections(profile: &str, settings: &ClientSettings) -> [Section; 2] {
    let [heading, services] = headings(profile);
    let mut lines = vec![
        format!("region = {}", settings.region),
        format!("services = {profile}"),
    ];
    if let Some(ca_bundle) = &settings.ca_bundle {
        lines.push(format!("ca_bundle = {}", ca_bundle.display()));
    }
    let endpoints = served_services().flat_map(|service| {
        let endpoint = format!("  endpoint_url = {}", settings.endpoint);
        [format!("{} =", service.name()), endpoint]
    });
    [
        Section { heading, lines },
        Section {
            heading: services,
            lines: endpoints.collect(),
        },
    ]
}
