//! The accounts of a server and the access keys of their roots, as the credentials file has them.

use anyhow::{Context, bail, ensure};
use roster_domain::random::Random;
use roster_domain::{Accounts, Partition};
use roster_server::Credentials;
use roster_service::demo;

use crate::credentials_file::{self, Profile};
use crate::data_dir::DataDir;

/// The profiles of a credentials file, of which there is at least one.
#[derive(Debug)]
pub(crate) struct Roots {
    profiles: Vec<Profile>,
    is_new: bool,
}

impl Roots {
    /// Those of a data directory. A directory without any gets one, for this account of this partition.
    pub(crate) fn read_or_make(
        data_dir: &DataDir,
        first: (&str, Partition),
        random: &dyn Random,
    ) -> anyhow::Result<Self> {
        let path = data_dir.credentials();
        let mut profiles = credentials_file::read(&path)?;
        let is_new = profiles.is_empty();
        if is_new {
            profiles.push(credentials_file::create(&path, "default", first, random)?);
        }
        Ok(Self { profiles, is_new })
    }

    /// Those of a data directory that has some.
    pub(crate) fn read(data_dir: &DataDir) -> anyhow::Result<Self> {
        let path = data_dir.credentials();
        let profiles = credentials_file::read(&path)?;
        ensure!(
            !profiles.is_empty(),
            "{} is missing or has no profile: put it back",
            path.display()
        );
        Ok(Self {
            profiles,
            is_new: false,
        })
    }

    /// The root access key, if it was made just now.
    pub(crate) fn new_key(&self) -> Option<&str> {
        let first = self.profiles.first().filter(|_| self.is_new)?;
        first.access_key_id()
    }

    /// How many access keys there are.
    pub(crate) fn key_count(&self) -> usize {
        let keys = self
            .profiles
            .iter()
            .filter(|profile| profile.credential.is_some());
        keys.count()
    }

    /// Refuses profiles that have no place for the demonstration.
    pub(crate) fn require_demo_account(&self, data_dir: &DataDir) -> anyhow::Result<()> {
        let path = data_dir.credentials();
        let mut profiles = self.profiles.iter();
        let Some(profile) = profiles.find(|profile| &*profile.account == demo::ACCOUNT) else {
            bail!(
                "the demonstration belongs to account {}, of which {} has no key: add one with `roster account create {}`",
                demo::ACCOUNT,
                path.display(),
                demo::ACCOUNT
            )
        };
        ensure!(
            profile.partition == demo::PARTITION,
            "the demonstration is in {}, of the partition {}, but {} has account {} in {}: leave --demo out, or use another --data-dir",
            demo::REGION,
            demo::PARTITION,
            path.display(),
            demo::ACCOUNT,
            profile.partition
        );
        Ok(())
    }

    /// The accounts, each with its partition.
    pub(crate) fn accounts(&self) -> Accounts {
        let account = |profile: &Profile| (profile.account.clone(), profile.partition);
        self.profiles.iter().map(account).collect()
    }

    /// The root access keys. With `--access off`, requests without a signature use the account of the first profile.
    pub(crate) fn into_credentials(self) -> anyhow::Result<Credentials> {
        let first = self
            .profiles
            .first()
            .context("the credentials file has no profile")?;
        let account = first.account.clone();
        let keys = self.profiles.into_iter().filter_map(|profile| profile.credential);
        Ok(Credentials::new(&account, keys))
    }
}
