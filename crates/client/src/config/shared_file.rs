//! The format of the AWS shared files: sections, settings, and settings nested by indentation.
//! INI crates do not support nested settings, and every call waits for this parser.
//! Source: AWS SDKs and Tools Reference Guide, “Shared config and credentials files”.

use std::collections::HashMap;

/// The settings of a section. A nested block is one value of several lines.
pub(crate) type Section = HashMap<String, String>;

/// The sections of a file, by their headings.
#[derive(Debug, Default)]
pub(super) struct Sections(HashMap<String, Section>);

impl Sections {
    /// Parses a file. `None`: a line is neither a heading nor a setting nor a comment.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut sections = Self::default();
        let mut heading = String::new();
        let mut setting = String::new();
        for line in text.lines() {
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
                continue;
            }
            if line.starts_with([' ', '\t']) && !setting.is_empty() {
                let value = sections.0.get_mut(&heading)?.get_mut(&setting)?;
                value.push('\n');
                value.push_str(trimmed);
            } else if let Some(name) = trimmed.strip_prefix('[') {
                heading = normalized(name.split_once(']')?.0);
                setting.clear();
                sections.0.entry(heading.clone()).or_default();
            } else {
                let (name, value) = split(trimmed)?;
                setting = name;
                sections.0.get_mut(&heading)?.insert(setting.clone(), value);
            }
        }
        Some(sections)
    }

    /// A section by its heading, to look at.
    pub(super) fn section(&self, heading: &str) -> Option<&Section> {
        self.0.get(heading)
    }

    /// A section by its heading.
    pub(super) fn take(&mut self, heading: &str) -> Option<Section> {
        self.0.remove(heading)
    }

    /// The names of the profiles in a configuration file or a credentials file.
    pub(super) fn profiles(&self) -> impl Iterator<Item = &str> {
        let headings = self.0.keys().map(String::as_str);
        headings.filter_map(|heading| match heading.split_once(' ') {
            Some(("profile", name)) => Some(name),
            Some(_) => None,
            None => Some(heading),
        })
    }

    /// The section of a profile in a configuration file.
    pub(super) fn take_profile(&mut self, profile: &str) -> Option<Section> {
        let section = self.take(&format!("profile {profile}"));
        match profile {
            super::DEFAULT_PROFILE => section.or_else(|| self.take(profile)),
            _ => section,
        }
    }
}

/// The settings of a nested block.
pub(super) fn nested(block: &str) -> Section {
    block.lines().filter_map(split).collect()
}

/// Splits a setting at the first `=` or `:`. The case of names does not matter.
fn split(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(['=', ':'])?;
    Some((name.trim().to_lowercase(), value.trim().to_owned()))
}

/// A heading with single blanks and without quotes.
fn normalized(heading: &str) -> String {
    let words: Vec<_> = heading.split_whitespace().collect();
    words.join(" ").replace(['"', '\''], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "
# a comment
[default]
region = eu-west-1
[profile  \"two words\"]
Region: us-east-1
services = s
; another
[services s]
connect =
  endpoint_url = http://localhost:7420
  # inside
  other = x
s3 =
  endpoint_url = http://localhost:1
";

    #[test]
    fn sections_settings_and_nested_settings_are_found() {
        let mut sections = Sections::parse(FILE).unwrap();
        assert_eq!(sections.take_profile("default").unwrap()["region"], "eu-west-1");
        assert_eq!(sections.take_profile("two words").unwrap()["region"], "us-east-1");
        let services = sections.take("services s").unwrap();
        assert_eq!(
            nested(&services["connect"])["endpoint_url"],
            "http://localhost:7420"
        );
        assert!(sections.take_profile("nobody").is_none());
    }

    #[test]
    fn a_line_that_is_no_setting_is_refused() {
        assert!(Sections::parse("[default]\nnonsense\n").is_none());
        assert!(Sections::parse("region = x\n").is_none());
    }
}
