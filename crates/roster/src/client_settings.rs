//! What a client needs to call a running server.

use std::path::{self, PathBuf};

use anyhow::{Context, ensure};
use roster_model::operations;
use roster_model::service::Service;
use secrecy::SecretString;

use crate::arguments::Data;
use crate::credentials_file::{self, Profile};
use crate::data_dir::DataDir;
use crate::private_file;

/// What a client needs to call the server of a data directory.
pub(crate) struct ClientSettings {
    /// The address of the server.
    pub(crate) endpoint: String,
    /// The id of the access key.
    pub(crate) access_key_id: String,
    /// The secret of the access key.
    pub(crate) secret_access_key: SecretString,
    /// The Region.
    pub(crate) region: String,
    /// The file of trusted certificates, if the server has a certificate of its own making.
    pub(crate) ca_bundle: Option<PathBuf>,
}

impl ClientSettings {
    /// The settings for a profile of the credentials file, and for a Region or the main one.
    ///
    /// # Errors
    ///
    /// If no server is running, or the profile has no key, or the Region is of another partition.
    pub(crate) fn of(data: &Data, profile: &str, region: Option<&str>) -> anyhow::Result<Self> {
        let data_dir = DataDir::new(&data.data_dir);
        let place = data.data_dir.display();
        let endpoint = data_dir.endpoint()?.with_context(|| {
            format!("no server is running on {place}: start one with `roster serve --data-dir {place}`")
        })?;
        let file = data_dir.credentials();
        let profile = credentials_file::read(&file)?
            .into_iter()
            .find(|known| known.name == profile)
            .with_context(|| format!("{} has no profile {profile}", file.display()))?;
        let region = region_of(&profile, region)?;
        let key = profile
            .credential
            .with_context(|| format!("profile {} in {} has no access key", profile.name, file.display()))?;
        let ca_bundle = if endpoint.starts_with("https:") && private_file::is_there(&data_dir.ca())? {
            // Clients run in any directory.
            Some(path::absolute(data_dir.ca())?)
        } else {
            None
        };
        Ok(Self {
            endpoint,
            access_key_id: key.access_key_id,
            secret_access_key: key.secret_access_key,
            region,
            ca_bundle,
        })
    }
}

/// The services that a server answers.
pub(crate) fn served_services() -> impl Iterator<Item = &'static Service> {
    let is_served = |service: &&Service| operations::of(**service).next().is_some();
    Service::ALL.iter().filter(is_served)
}

/// The Region of the command line, which must be of the account's partition; by default the main one.
fn region_of(profile: &Profile, asked: Option<&str>) -> anyhow::Result<String> {
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
    fn a_client_works_in_a_region_of_the_accounts_partition() {
        let of = |partition| Profile {
            name: "default".to_owned(),
            account: "111122223333".into(),
            partition,
            credential: None,
        };
        let of_aws = of(Partition::Aws);
        let of_china = of(Partition::AwsCn);
        assert_eq!(region_of(&of_aws, None).unwrap(), "us-east-1");
        assert_eq!(region_of(&of_aws, Some("eu-west-2")).unwrap(), "eu-west-2");
        assert_eq!(region_of(&of_china, None).unwrap(), "cn-north-1");
        let refusal = region_of(&of_china, Some("us-east-1")).unwrap_err().to_string();
        assert!(
            refusal.contains("give --region as one of cn-north-1, cn-northwest-1"),
            "{refusal}"
        );
    }
}
