//! The Debian packages of the machine.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context, Result};

use crate::machine::Machine;

/// How many of them are printed by name.
const PRINTED: usize = 20;

/// Packages, each with its size on the disk in KiB.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Packages(BTreeMap<String, u64>);

impl Packages {
    /// All that are installed.
    pub(super) fn of(machine: &Machine) -> Result<Self> {
        Self::parse(
            &machine.output(
                "dpkg-query --show --showformat '${db:Status-Abbrev} ${Installed-Size} ${Package}\\n'",
            )?,
        )
    }

    fn parse(listed: &str) -> Result<Self> {
        let parse = |line: &str| {
            let (size, name) = line.split_once(' ')?;
            Some((name.to_owned(), size.parse().ok()?))
        };
        // Others were removed, or are about to be installed.
        let installed = listed.lines().filter_map(|line| line.strip_prefix("ii "));
        let packages = installed.map(str::trim_start).map(|line| {
            parse(line).with_context(|| format!("dpkg-query prints {line:?}, which is no size and name"))
        });
        Ok(Self(packages.collect::<Result<_>>()?))
    }

    /// Those that were not there before.
    pub(super) fn since(self, before: &Self) -> Self {
        let new = self
            .0
            .into_iter()
            .filter(|(name, _)| !before.0.contains_key(name));
        Self(new.collect())
    }

    /// Prints the largest ones, each with its size.
    pub(super) fn print(&self) {
        let mut largest: Vec<_> = self.0.iter().map(|(name, size)| (*size, name)).collect();
        largest.sort_unstable_by(|one, other| other.cmp(one));
        for (size, name) in largest.into_iter().take(PRINTED) {
            println!("{:>8.1} MB  {name}", megabytes(size));
        }
    }
}

impl fmt::Display for Packages {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total: u64 = self.0.values().sum();
        write!(
            formatter,
            "{} packages of Debian, {:.0} MB",
            self.0.len(),
            megabytes(total)
        )
    }
}

#[allow(clippy::cast_precision_loss, reason = "a disk has less than 2^53 KiB")]
fn megabytes(kibibytes: u64) -> f64 {
    kibibytes as f64 * 1024.0 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_installed_since_is_counted_and_added_up() {
        let before = Packages::parse("ii  1000 git\n").unwrap();
        let after = Packages::parse(
            "ii  1000 git\nii  200000 chromium-headless-shell\nii  50000 postgresql-15\nun   awscli\n",
        )
        .unwrap();

        let installed = after.since(&before);

        assert_eq!(installed.to_string(), "2 packages of Debian, 256 MB");
    }

    #[test]
    fn a_line_without_a_size_is_refused() {
        assert!(Packages::parse("ii   git\n").is_err());
    }
}
