//! The AWS configuration: what the environment and the profile of the shared files say.

mod file;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::environment::{home, variable};
use crate::failure::Failure;
use crate::values::file::expand;

pub(crate) use file::Section;
use file::Sections;

/// The name of the profile that is used unless another is named.
const DEFAULT_PROFILE: &str = "default";

/// The configuration that a call works with.
pub(crate) struct Config {
    /// The profile named on the command line, if any.
    pub(crate) profile_option: Option<String>,
    /// The profile in use.
    pub(crate) profile: String,
    /// Its settings: those of the credentials file before those of the configuration file.
    settings: Section,
    /// The settings of its services, by service.
    services: Section,
}

impl Config {
    /// Reads the shared files.
    pub(crate) fn load(profile_option: Option<String>) -> Result<Self, Failure> {
        let named = profile_option
            .clone()
            .or_else(|| variable("AWS_PROFILE"))
            .or_else(|| variable("AWS_DEFAULT_PROFILE"));
        let profile = named.clone().unwrap_or_else(|| DEFAULT_PROFILE.to_owned());
        let mut config_file = read("AWS_CONFIG_FILE", ".aws/config")?;
        let mut credentials_file = read("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials")?;

        let configured = config_file.take_profile(&profile);
        let with_keys = credentials_file.take(&profile);
        if named.is_some() && configured.is_none() && with_keys.is_none() {
            let what = format!("The config profile ({profile}) could not be found");
            return Err(Failure::General(what));
        }
        let mut settings = configured.unwrap_or_default();
        settings.extend(with_keys.unwrap_or_default());
        let services = settings
            .get("services")
            .and_then(|name| config_file.take(&format!("services {name}")));
        Ok(Self {
            profile_option,
            profile,
            settings,
            services: services.unwrap_or_default(),
        })
    }

    /// That of somebody who has configured this and nothing else.
    #[cfg(test)]
    pub(crate) fn of(settings: &[(&str, &str)]) -> Self {
        let settings = settings.iter();
        Self {
            profile_option: None,
            profile: DEFAULT_PROFILE.to_owned(),
            settings: settings
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            services: Section::new(),
        }
    }

    /// A setting of the profile.
    pub(crate) fn setting(&self, name: &str) -> Option<&str> {
        self.settings.get(name).map(String::as_str)
    }

    /// A setting of the profile for Connect alone.
    pub(crate) fn service_setting(&self, name: &str) -> Option<String> {
        file::nested(self.services.get("connect")?).remove(name)
    }

    /// What a variable says, or else the profile.
    pub(crate) fn variable_or_setting(&self, name: &str, setting: &str) -> Option<String> {
        variable(name).or_else(|| self.setting(setting).map(str::to_owned))
    }

    /// The Region to work in.
    pub(crate) fn region(&self, option: Option<&str>) -> Option<String> {
        option
            .map(str::to_owned)
            .or_else(|| variable("AWS_REGION"))
            .or_else(|| variable("AWS_DEFAULT_REGION"))
            .or_else(|| self.setting("region").map(str::to_owned))
    }
}

/// The names of the profiles that the shared files have, in order.
pub(crate) fn profiles() -> Vec<String> {
    let files = [
        read("AWS_CONFIG_FILE", ".aws/config"),
        read("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials"),
    ];
    let names = files.iter().flatten().flat_map(Sections::profiles);
    let names: BTreeSet<_> = names.map(str::to_owned).collect();
    names.into_iter().collect()
}

fn read(name: &str, below_home: &str) -> Result<Sections, Failure> {
    let path = match variable(name) {
        Some(path) => expand(&path),
        None => home().unwrap_or_else(|| PathBuf::from("~")).join(below_home),
    };
    let Ok(text) = std::fs::read_to_string(&path) else {
        return Ok(Sections::default());
    };
    Sections::parse(&text).ok_or_else(|| {
        let path = path.display();
        Failure::General(format!("Unable to parse config file: {path}"))
    })
}
