//! The root access keys, in the format of AWS's shared credentials file. Source: the AWS SDKs and
//! Tools reference guide.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use configparser::ini::Ini;
use roster_domain::credential::{self, Prefix};
use roster_domain::random::Random;
use roster_server::Credential;

const KEY_ID: &str = "aws_access_key_id";
const SECRET: &str = "aws_secret_access_key";
const ACCOUNT: &str = "aws_account_id";

/// A root access key and its name in the file.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    /// The name.
    pub(crate) name: String,
    /// The key.
    pub(crate) credential: Credential,
}

/// The keys of a file; none if the file is not there.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<Profile>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let mut file = Ini::new_cs();
    // The parser's words may repeat a line, and a line may hold a secret.
    let unreadable = |_| {
        anyhow!(
            "{} is no credentials file: repair it, or move it away",
            path.display()
        )
    };
    let mut profiles = Vec::new();
    for (name, section) in file.load(path).map_err(unreadable)? {
        let value = |key| {
            let value = section.get(key).cloned().flatten();
            value.with_context(|| format!("{}: profile {name} has no {key}", path.display()))
        };
        profiles.push(Profile {
            credential: Credential {
                access_key_id: value(KEY_ID)?,
                secret_access_key: value(SECRET)?,
                account: value(ACCOUNT)?.into(),
            },
            name,
        });
    }
    Ok(profiles)
}

/// Makes a root access key for an account and adds it to the file.
pub(crate) fn create(path: &Path, name: &str, account: &str, random: &dyn Random) -> anyhow::Result<Profile> {
    let mut profiles = read(path)?;
    if profiles.iter().any(|profile| profile.name == name) {
        bail!(
            "{} has a profile {name} already: choose another name with --profile",
            path.display()
        );
    }
    let profile = Profile {
        name: name.to_owned(),
        credential: new_credential(account, random),
    };
    profiles.push(profile.clone());
    write(path, &profiles)?;
    Ok(profile)
}

/// Replaces the file as a whole, so that nobody ever reads half of it.
fn write(path: &Path, profiles: &[Profile]) -> anyhow::Result<()> {
    let mut text = String::new();
    for Profile { name, credential } in profiles {
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "[{name}]\n{KEY_ID} = {}\n{SECRET} = {}\n{ACCOUNT} = {}\n",
            credential.access_key_id, credential.secret_access_key, credential.account
        );
    }
    crate::data_dir::write_private(path, &text)
}

fn new_credential(account: &str, random: &dyn Random) -> Credential {
    Credential {
        access_key_id: credential::unique_id(Prefix::AccessKey, random),
        secret_access_key: credential::secret_access_key(random),
        account: account.into(),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use roster_domain::random::SystemEntropy;

    use super::*;

    #[test]
    fn a_key_that_was_made_is_read_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("credentials");
        let made = create(&path, "default", "123456789012", &SystemEntropy::default()).unwrap();
        create(&path, "other", "210987654321", &SystemEntropy::default()).unwrap();
        let read = read(&path).unwrap();
        assert_eq!(
            read.iter().map(|profile| &*profile.name).collect::<Vec<_>>(),
            ["default", "other"]
        );
        assert_eq!(
            read[0].credential.secret_access_key,
            made.credential.secret_access_key
        );
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[test]
    fn a_name_is_not_given_twice() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("credentials");
        create(&path, "default", "123456789012", &SystemEntropy::default()).unwrap();
        let refusal = create(&path, "default", "210987654321", &SystemEntropy::default()).unwrap_err();
        assert!(
            refusal.to_string().contains("has a profile default already"),
            "{refusal}"
        );
    }
}
