//! The accounts and their root access keys, in the format of AWS's shared credentials file. Source: the AWS
//! SDKs and Tools reference guide.

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, SystemTime};

use anyhow::{Context, anyhow, bail};
use configparser::ini::Ini;
use roster_domain::Partition;
use roster_domain::credential::{self, Prefix};
use roster_domain::random::Random;
use roster_server::Credential;
use secrecy::ExposeSecret;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use zeroize::Zeroizing;

use crate::private_file;

const KEY_ID: &str = "aws_access_key_id";
const SECRET: &str = "aws_secret_access_key";
const ACCOUNT: &str = "aws_account_id";
const PARTITION: &str = "aws_partition";
const VALID_UNTIL: &str = "roster_valid_until";

/// An account, with a root access key or without one.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    /// Its name in the file.
    pub(crate) name: String,
    /// The account.
    pub(crate) account: Box<str>,
    /// The partition that the account is in.
    pub(crate) partition: Partition,
    /// The key.
    pub(crate) credential: Option<Credential>,
}

impl Profile {
    /// The id of its root access key.
    pub(crate) fn access_key_id(&self) -> Option<&str> {
        self.credential.as_ref().map(|key| key.access_key_id.as_str())
    }
}

/// A replaced root access key.
pub(crate) struct Rotated {
    /// The name of the profile that has the new key.
    pub(crate) profile: String,
    /// The id of the new key.
    pub(crate) new_id: String,
    /// The name of the profile that the old key has now.
    pub(crate) old_profile: String,
    /// The id of the old key.
    pub(crate) old_id: String,
    /// The time at which the old key expires.
    pub(crate) end: OffsetDateTime,
}

/// The profiles of a file; none if the file does not exist.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<Profile>> {
    let Some(text) = private_file::read(path)?.map(Zeroizing::new) else {
        return Ok(Vec::new());
    };
    let mut file = Ini::new_cs();
    // The parser's message may repeat a line, and a line may hold a secret.
    let unreadable = |_| {
        anyhow!(
            "{} is no credentials file: repair it, or move it away",
            path.display()
        )
    };
    let mut profiles = Vec::new();
    for (name, section) in file.read(text.to_string()).map_err(unreadable)? {
        let value = |key: &str| section.get(key).cloned().flatten();
        let profile = profile(name, value).with_context(|| path.display().to_string())?;
        profiles.push(profile);
    }
    require_one_partition_each(&profiles).with_context(|| path.display().to_string())?;
    Ok(profiles)
}

/// A profile from the values of its section. The partition is `aws` by default: older files have none.
fn profile(name: String, value: impl Fn(&str) -> Option<String>) -> anyhow::Result<Profile> {
    let account: Box<str> = value(ACCOUNT)
        .with_context(|| format!("profile {name} has no {ACCOUNT}"))?
        .into();
    let partition = match value(PARTITION) {
        None => Partition::default(),
        Some(text) => Partition::named(&text).with_context(|| {
            format!(
                "profile {name}: {text:?} is no partition: give {PARTITION} as {}",
                partitions()
            )
        })?,
    };
    let valid_until = match value(VALID_UNTIL) {
        None => None,
        Some(text) => Some(OffsetDateTime::parse(&text, &Rfc3339).with_context(|| {
            format!("profile {name}: {text:?} is no time: give {VALID_UNTIL} as 2026-11-21T10:15:30Z")
        })?),
    };
    let credential = match (value(KEY_ID), value(SECRET)) {
        (None, None) => None,
        (Some(access_key_id), Some(secret_access_key)) => Some(Credential {
            access_key_id,
            secret_access_key: secret_access_key.into(),
            account: account.clone(),
            valid_until: valid_until.map(SystemTime::from),
        }),
        (Some(_), None) => bail!("profile {name} has a {KEY_ID} and no {SECRET}: give both, or neither"),
        (None, Some(_)) => bail!("profile {name} has a {SECRET} and no {KEY_ID}: give both, or neither"),
    };
    Ok(Profile {
        name,
        account,
        partition,
        credential,
    })
}

/// The names of all partitions, for a sentence.
pub(crate) fn partitions() -> String {
    let names: Vec<&str> = Partition::ALL.into_iter().map(Partition::name).collect();
    names.join(", ")
}

fn require_one_partition_each(profiles: &[Profile]) -> anyhow::Result<()> {
    for (index, profile) in profiles.iter().enumerate() {
        let other = profiles[..index]
            .iter()
            .find(|other| other.account == profile.account && other.partition != profile.partition);
        if let Some(other) = other {
            bail!(
                "account {} is in {} by profile {} and in {} by profile {}: an account has one {PARTITION}",
                profile.account,
                other.partition,
                other.name,
                profile.partition,
                profile.name,
            );
        }
    }
    Ok(())
}

/// Creates a root access key for an account of a partition, and adds it to the file.
pub(crate) fn create(
    path: &Path,
    name: &str,
    (account, partition): (&str, Partition),
    random: &dyn Random,
) -> anyhow::Result<Profile> {
    let mut profiles = read(path)?;
    if profiles.iter().any(|profile| profile.name == name) {
        bail!(
            "{} has a profile {name} already: choose another name with --profile",
            path.display()
        );
    }
    let profile = Profile {
        name: name.to_owned(),
        account: account.into(),
        partition,
        credential: Some(new_credential(account, random)),
    };
    profiles.push(profile.clone());
    require_one_partition_each(&profiles)?;
    write(path, &profiles)?;
    Ok(profile)
}

/// Replaces the root access key of an account: the new key takes the profile name of the old one, and the old key stays
/// valid under another name until the end of the overlap. Removes expired keys.
pub(crate) fn rotate(
    path: &Path,
    account: &str,
    name: Option<&str>,
    now: SystemTime,
    overlap: Duration,
    random: &dyn Random,
) -> anyhow::Result<Rotated> {
    let mut profiles = read(path)?;
    profiles.retain(|profile| is_good(profile, now));
    let index = exchangeable(path, &profiles, account, name)?;
    let mut old = profiles[index].clone();
    let new = new_credential(account, random);
    let new_id = new.access_key_id.clone();
    profiles[index].credential = Some(new);
    let old_id = old.access_key_id().unwrap_or_default().to_owned();
    // The file has whole seconds.
    let end = OffsetDateTime::from(now + overlap).truncate_to_second();
    old.name = format!("{}-old-{old_id}", old.name);
    old.credential = old.credential.map(|credential| Credential {
        valid_until: Some(end.into()),
        ..credential
    });
    let old_profile = old.name.clone();
    if !overlap.is_zero() {
        profiles.push(old);
    }
    write(path, &profiles)?;
    Ok(Rotated {
        profile: profiles[index].name.clone(),
        new_id,
        old_profile,
        old_id,
        end,
    })
}

fn is_good(profile: &Profile, now: SystemTime) -> bool {
    let end = profile.credential.as_ref().and_then(|key| key.valid_until);
    end.is_none_or(|end| now < end)
}

/// The position of the one key of an account that can be replaced.
fn exchangeable(
    path: &Path,
    profiles: &[Profile],
    account: &str,
    name: Option<&str>,
) -> anyhow::Result<usize> {
    let is_meant = |profile: &Profile| {
        let key = profile.credential.as_ref();
        let stays_good = key.is_some_and(|key| key.valid_until.is_none());
        stays_good && *profile.account == *account && name.is_none_or(|name| name == profile.name)
    };
    let found: Vec<usize> = (0..profiles.len())
        .filter(|index| is_meant(&profiles[*index]))
        .collect();
    match found[..] {
        [index] => Ok(index),
        [] => bail!(
            "{} has no such root access key of account {account}: make one with `roster account create {account}`",
            path.display()
        ),
        _ => {
            let names: Vec<&str> = found.iter().map(|index| &*profiles[*index].name).collect();
            bail!(
                "{} has several root access keys of account {account}: name one of them with --profile: {}",
                path.display(),
                names.join(", ")
            )
        }
    }
}

/// Replaces the file as a whole, so that no reader sees half of it.
fn write(path: &Path, profiles: &[Profile]) -> anyhow::Result<()> {
    let mut text = Zeroizing::new(String::new());
    // Writing to a string cannot fail.
    for profile in profiles {
        let _ = writeln!(text, "[{}]", profile.name);
        if let Some(credential) = &profile.credential {
            let _ = writeln!(text, "{KEY_ID} = {}", credential.access_key_id);
            let _ = writeln!(
                text,
                "{SECRET} = {}",
                credential.secret_access_key.expose_secret()
            );
            if let Some(end) = credential.valid_until {
                let end = OffsetDateTime::from(end).format(&Rfc3339)?;
                let _ = writeln!(text, "{VALID_UNTIL} = {end}");
            }
        }
        let _ = writeln!(text, "{ACCOUNT} = {}", profile.account);
        let _ = writeln!(text, "{PARTITION} = {}", profile.partition);
    }
    private_file::replace(path, &text)
}

fn new_credential(account: &str, random: &dyn Random) -> Credential {
    Credential {
        access_key_id: credential::unique_id(Prefix::AccessKey, random),
        secret_access_key: credential::secret_access_key(random).into(),
        account: account.into(),
        valid_until: None,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use roster_domain::random::SystemEntropy;

    use super::*;

    const FIRST: (&str, Partition) = ("123456789012", Partition::Aws);
    const CHINESE: (&str, Partition) = ("111122223333", Partition::AwsCn);

    fn read_text(text: &str) -> anyhow::Result<Vec<Profile>> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("credentials");
        std::fs::write(&path, text).unwrap();
        read(&path)
    }

    fn refusal(text: &str) -> String {
        format!("{:#}", read_text(text).unwrap_err())
    }

    #[test]
    fn a_created_key_is_read_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("credentials");
        let made = create(&path, "default", FIRST, &SystemEntropy::default()).unwrap();
        create(&path, "other", CHINESE, &SystemEntropy::default()).unwrap();
        let read = read(&path).unwrap();
        let told = read
            .iter()
            .map(|profile| (&*profile.name, (&*profile.account, profile.partition)));
        assert_eq!(told.collect::<Vec<_>>(), [("default", FIRST), ("other", CHINESE)]);
        let secret = |profile: &Profile| credential(profile).secret_access_key.expose_secret().to_owned();
        assert_eq!(secret(&read[0]), secret(&made));
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[test]
    fn a_profile_name_is_used_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("credentials");
        create(&path, "default", FIRST, &SystemEntropy::default()).unwrap();
        let refusal = create(&path, "default", CHINESE, &SystemEntropy::default()).unwrap_err();
        assert!(
            refusal.to_string().contains("has a profile default already"),
            "{refusal}"
        );
    }

    #[test]
    fn the_default_partition_of_an_account_is_aws() {
        let old = "[default]\naws_access_key_id = AKIA1\naws_secret_access_key = x\naws_account_id = 123456789012\n";
        assert_eq!(read_text(old).unwrap()[0].partition, Partition::Aws);
    }

    #[test]
    fn an_account_may_have_no_root_key() {
        let profiles = read_text("[acme]\naws_account_id = 111122223333\naws_partition = aws-cn\n").unwrap();
        assert!(profiles[0].credential.is_none());
        assert_eq!((&*profiles[0].account, profiles[0].partition), CHINESE);
        let half = refusal("[acme]\naws_account_id = 111122223333\naws_access_key_id = AKIA1\n");
        assert!(
            half.contains("profile acme has a aws_access_key_id and no aws_secret_access_key"),
            "{half}"
        );
    }

    #[test]
    fn an_account_has_one_partition_of_aws() {
        let unknown = refusal("[acme]\naws_account_id = 111122223333\naws_partition = china\n");
        assert!(
            unknown.contains("\"china\" is no partition: give aws_partition as aws, aws-cn"),
            "{unknown}"
        );
        let two = refusal(
            "[a]\naws_account_id = 111122223333\naws_partition = aws-cn\n[b]\naws_account_id = 111122223333\n",
        );
        assert!(
            two.contains("account 111122223333 is in aws-cn by profile a and in aws by profile b"),
            "{two}"
        );
    }
    const DAY: Duration = Duration::from_hours(24);

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    fn rotated(
        path: &Path,
        name: Option<&str>,
        now: SystemTime,
        overlap: Duration,
    ) -> anyhow::Result<Rotated> {
        rotate(path, FIRST.0, name, now, overlap, &SystemEntropy::default())
    }

    fn credential(profile: &Profile) -> &Credential {
        profile.credential.as_ref().unwrap()
    }

    #[test]
    fn a_replaced_key_is_valid_until_the_end_of_the_overlap() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("credentials");
        let random = SystemEntropy::default();
        let first = create(&path, "default", FIRST, &random).unwrap();
        create(&path, "other", CHINESE, &random).unwrap();
        let now = at(1_795_256_130) + Duration::from_millis(500);

        let rotated = rotated(&path, None, now, DAY).unwrap();

        let read = read(&path).unwrap();
        let names: Vec<_> = read.iter().map(|profile| &*profile.name).collect();
        assert_eq!(names, ["default", "other", &rotated.old_profile]);
        let [new, old] = [0, 2].map(|index| credential(&read[index]));
        assert_eq!(
            (new.access_key_id.as_str(), new.valid_until),
            (&*rotated.new_id, None)
        );
        assert_ne!(new.access_key_id, old.access_key_id);
        assert_eq!(
            old.secret_access_key.expose_secret(),
            credential(&first).secret_access_key.expose_secret()
        );
        assert_eq!(old.valid_until, Some(at(1_795_256_130) + DAY));
        assert_eq!(rotated.old_profile, format!("default-old-{}", old.access_key_id));
    }

    #[test]
    fn the_next_rotation_removes_an_expired_key() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("credentials");
        create(&path, "default", FIRST, &SystemEntropy::default()).unwrap();
        rotated(&path, None, at(0), DAY).unwrap();

        let last = rotated(&path, None, at(0) + DAY, Duration::ZERO).unwrap();

        let read = read(&path).unwrap();
        let keys: Vec<_> = read.iter().map(Profile::access_key_id).collect();
        assert_eq!(keys, [Some(&*last.new_id)]);
    }

    #[test]
    fn the_key_to_replace_must_be_unambiguous() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("credentials");
        let refusal = |name| rotated(&path, name, at(0), DAY).err().unwrap().to_string();
        assert!(refusal(None).contains("no such root access key of account 123456789012"));
        create(&path, "one", FIRST, &SystemEntropy::default()).unwrap();
        create(&path, "two", FIRST, &SystemEntropy::default()).unwrap();

        assert!(refusal(None).ends_with("name one of them with --profile: one, two"));
        assert!(refusal(Some("three")).contains("no such root access key"));
        assert!(rotated(&path, Some("two"), at(0), DAY).is_ok());
    }

    #[test]
    fn an_invalid_expiry_is_refused() {
        let text = "[a]\naws_access_key_id = AKIA1\naws_secret_access_key = x\naws_account_id = 123456789012\nroster_valid_until = soon\n";
        assert!(refusal(text).contains("\"soon\" is no time: give roster_valid_until as"));
    }
}
