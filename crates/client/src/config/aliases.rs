//! The AWS CLI's file of aliases, `~/.aws/cli/alias`.

use super::read_file;
use super::shared_file::Sections;
use crate::environment::home;
use crate::error::ConfigError;

/// The aliases of a person.
pub struct Aliases(Sections);

impl Aliases {
    /// Reads the file; there are none if it is missing.
    ///
    /// # Errors
    /// The file is malformed.
    pub fn read() -> Result<Self, ConfigError> {
        let path = home().map(|home| home.join(".aws/cli/alias"));
        path.map_or_else(|| Ok(Sections::default()), read_file).map(Self)
    }

    /// The value of an alias in a section, such as `toplevel` or `command connect`.
    pub fn find(&self, section: &str, name: &str) -> Option<&str> {
        self.0.section(section)?.get(name).map(String::as_str)
    }
}
