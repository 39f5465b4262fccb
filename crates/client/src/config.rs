//! The AWS configuration: environment variables and the profile of the shared files.

mod aliases;
mod shared_file;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use roster_model::service::Service;

use crate::environment::{expand_path, home, variable};
use crate::error::ConfigError;
pub use aliases::Aliases;
use shared_file::{Section, Sections, nested};

/// The profile that is used if none is named.
const DEFAULT_PROFILE: &str = "default";

/// The profile in use and its settings.
pub struct Config {
    /// The name of the profile.
    profile: String,
    /// Whether the caller named the profile, so that the credentials of the environment do not count.
    is_explicit: bool,
    /// Settings; those of the credentials file win over those of the configuration file.
    settings: Section,
    /// The settings of the profile for single services, by service. None: the section that it names does not exist.
    services: Option<Section>,
    /// The Region of the EC2 instance, once it was asked for: every client of this configuration has the same.
    pub(crate) region_of_instance: OnceLock<Option<String>>,
}

impl Config {
    /// Reads the shared files. Without an explicit profile, the environment or the default decides.
    ///
    /// # Errors
    /// A file is malformed, or has no profile of the name given.
    pub fn load(explicit_profile: Option<String>) -> Result<Self, ConfigError> {
        let is_explicit = explicit_profile.is_some();
        let named = explicit_profile
            .or_else(|| variable("AWS_PROFILE"))
            .or_else(|| variable("AWS_DEFAULT_PROFILE"));
        let profile = named.clone().unwrap_or_else(|| DEFAULT_PROFILE.to_owned());
        let mut config_file = read_file(config_file())?;
        let mut credentials_file = read_file(credentials_file())?;

        let configured = config_file.take_profile(&profile);
        let with_keys = credentials_file.take(&profile);
        if named.is_some() && configured.is_none() && with_keys.is_none() {
            return Err(ConfigError::UnknownProfile { profile });
        }
        let mut settings = configured.unwrap_or_default();
        settings.extend(with_keys.unwrap_or_default());
        let services = match settings.get("services") {
            Some(name) => config_file.take(&format!("services {name}")),
            None => Some(Section::new()),
        };
        Ok(Self {
            profile,
            is_explicit,
            settings,
            services,
            region_of_instance: OnceLock::new(),
        })
    }

    /// The configuration of a profile of this credentials file alone: the environment gives no key.
    ///
    /// # Errors
    /// The file is malformed, or has no such profile.
    pub fn of_file(credentials: &Path, profile: &str) -> Result<Self, ConfigError> {
        let mut sections = read_file(credentials.to_owned())?;
        let settings = sections.take(profile);
        Ok(Self {
            profile: profile.to_owned(),
            is_explicit: true,
            settings: settings.ok_or_else(|| ConfigError::UnknownProfile {
                profile: profile.to_owned(),
            })?,
            services: Some(Section::new()),
            region_of_instance: OnceLock::new(),
        })
    }

    /// A configuration of these settings alone.
    #[cfg(test)]
    pub(crate) fn of(settings: &[(&str, &str)]) -> Self {
        let settings = settings.iter();
        Self {
            profile: DEFAULT_PROFILE.to_owned(),
            is_explicit: false,
            settings: settings
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            services: Some(Section::new()),
            region_of_instance: OnceLock::new(),
        }
    }

    /// A configuration that names a section of services which does not exist.
    #[cfg(test)]
    pub(crate) fn without_services(name: &str) -> Self {
        Self {
            services: None,
            ..Self::of(&[("services", name)])
        }
    }

    /// The name of the profile in use.
    pub(crate) fn profile(&self) -> &str {
        &self.profile
    }

    /// Whether the caller named the profile.
    pub(crate) fn is_explicit(&self) -> bool {
        self.is_explicit
    }

    /// A setting of the profile.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.get(name).map(String::as_str)
    }

    /// A setting of the profile for one service alone.
    pub(crate) fn service_setting(
        &self,
        service: Service,
        name: &str,
    ) -> Result<Option<String>, ConfigError> {
        let services = self
            .services
            .as_ref()
            .ok_or_else(|| ConfigError::UnknownServices {
                name: self.setting("services").unwrap_or_default().to_owned(),
            })?;
        let block = services.get(service.name());
        Ok(block.and_then(|block| nested(block).remove(name)))
    }

    /// The value of a variable, or else of a setting of the profile.
    pub fn variable_or_setting(&self, name: &str, setting: &str) -> Option<String> {
        variable(name).or_else(|| self.setting(setting).map(str::to_owned))
    }

    /// The Region that the environment or the profile gives.
    pub(crate) fn region(&self) -> Option<String> {
        variable("AWS_REGION")
            .or_else(|| variable("AWS_DEFAULT_REGION"))
            .or_else(|| self.setting("region").map(str::to_owned))
    }
}

/// The names of the profiles in the shared files, in order. A file that cannot be read has none.
pub fn profiles() -> Vec<String> {
    let files = [config_file(), credentials_file()].map(read_file);
    let names = files.iter().flatten().flat_map(Sections::profiles);
    let names: BTreeSet<_> = names.map(str::to_owned).collect();
    names.into_iter().collect()
}

/// The path of the shared configuration file.
pub fn config_file() -> PathBuf {
    shared_file("AWS_CONFIG_FILE", ".aws/config")
}

/// The path of the shared credentials file.
pub fn credentials_file() -> PathBuf {
    shared_file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials")
}

/// The file that a variable names, or else the one at its usual place.
fn shared_file(name: &str, below_home: &str) -> PathBuf {
    match variable(name) {
        Some(path) => expand_path(&path),
        None => home().unwrap_or_else(|| PathBuf::from("~")).join(below_home),
    }
}

/// Reads a file. A missing one is empty.
fn read_file(path: PathBuf) -> Result<Sections, ConfigError> {
    let Ok(text) = std::fs::read_to_string(&path) else {
        return Ok(Sections::default());
    };
    Sections::parse(&text).ok_or(ConfigError::MalformedFile { path })
}
