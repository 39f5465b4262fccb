//! Temporary credentials that are kept between calls, in the AWS CLI's own cache and format, so that each uses what
//! the other has fetched: `~/.aws/cli/cache/HASH.json`, where the hash is that of what was asked for.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use roster_python_values::{int, json_ascii};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};

use super::key::Credentials;
use crate::config::Config;
use crate::environment::home;
use crate::timestamps;

const FOLDER: &str = ".aws/cli/cache";

/// Credentials that expire sooner are fetched anew, as by botocore.
const LEAST_LIFE: Duration = Duration::from_mins(15);

/// The place in the cache for the credentials of a profile.
pub(super) struct CacheEntry {
    path: PathBuf,
    /// What the AWS CLI notes of credentials of single sign-on.
    provider_type: Option<&'static str>,
}

impl CacheEntry {
    /// The place for the role or the single sign-on of the profile. None: it has neither.
    pub(super) fn of(config: &Config) -> Option<Self> {
        let folder = home()?.join(FOLDER);
        role(config)
            .map(|asked| Self::new(&folder, &asked, None))
            .or_else(|| sso(config).map(|asked| Self::new(&folder, &asked, Some("sso"))))
    }

    fn new(folder: &Path, asked: &str, provider_type: Option<&'static str>) -> Self {
        let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, asked.as_bytes());
        let hash = hash.as_ref().iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        Self {
            path: folder.join(hash + ".json"),
            provider_type,
        }
    }

    /// The credentials, if they are there and live long enough.
    pub(super) fn read(&self, now: SystemTime) -> Option<Credentials> {
        let cached: Value = serde_json::from_slice(&fs::read(&self.path).ok()?).ok()?;
        let credentials = cached.get("Credentials")?;
        let text = |name: &str| credentials.get(name)?.as_str();
        let expiration = text("Expiration")?;
        let expiration = match expiration.strip_suffix("UTC") {
            Some(time) => timestamps::parse(&format!("{time}Z").into()),
            None => timestamps::parse(&expiration.into()),
        };
        let lives = SystemTime::from(expiration?).duration_since(now).ok()?;
        if lives < LEAST_LIFE {
            return None;
        }
        Some(Credentials {
            access_key_id: text("AccessKeyId")?.to_owned(),
            secret_access_key: text("SecretAccessKey")?.into(),
            session_token: text("SessionToken").map(SecretString::from),
        })
    }

    /// Keeps credentials, for their owner only. Other processes see the old file or the whole new one.
    pub(super) fn write(&self, credentials: &Credentials, expiration: SystemTime) -> io::Result<()> {
        let expiration = Timestamp::try_from(expiration).map_err(io::Error::other)?;
        let token = credentials.session_token.as_ref();
        let mut entry = Map::new();
        if let Some(provider) = self.provider_type {
            entry.insert("ProviderType".to_owned(), provider.into());
        }
        entry.insert(
            "Credentials".to_owned(),
            json!({
                "AccessKeyId": credentials.access_key_id,
                "SecretAccessKey": credentials.secret_access_key.expose_secret(),
                "SessionToken": token.map(ExposeSecret::expose_secret),
                "Expiration": expiration.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            }),
        );
        fs::create_dir_all(self.path.parent().unwrap_or(Path::new(".")))?;
        let new = self.path.with_extension(format!("{}.new", std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        options
            .open(&new)?
            .write_all(Value::Object(entry).to_string().as_bytes())?;
        fs::rename(&new, &self.path)
    }
}

/// What botocore hashes of a role: `json.dumps` of the parameters, with blanks.
fn role(config: &Config) -> Option<String> {
    config
        .setting("source_profile")
        .or_else(|| config.setting("credential_source"))?;
    let text = |setting: &str| config.setting(setting).map(Value::from);
    let seconds = config.setting("duration_seconds").and_then(|text| int(text).ok());
    let parameters = [
        ("DurationSeconds", seconds.map(Value::from)),
        ("ExternalId", text("external_id")),
        ("RoleArn", Some(text("role_arn")?)),
        ("RoleSessionName", text("role_session_name")),
        ("SerialNumber", text("mfa_serial")),
    ];
    let pairs = parameters
        .into_iter()
        .filter_map(|(name, value)| Some(format!("\"{name}\": {}", json_ascii(&value?))));
    Some(format!("{{{}}}", pairs.collect::<Vec<_>>().join(", ")))
}

/// What botocore hashes of single sign-on: the same without blanks.
fn sso(config: &Config) -> Option<String> {
    let (account, name) = (
        config.setting("sso_account_id")?,
        config.setting("sso_role_name")?,
    );
    let mut asked = json!({"accountId": account, "roleName": name});
    match config.setting("sso_session") {
        Some(session) => asked["sessionName"] = session.into(),
        None => asked["startUrl"] = config.setting("sso_start_url")?.into(),
    }
    Some(json_ascii(&asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2023-11-14T22:13:20Z.
    const NOON: Duration = Duration::from_secs(1_700_000_000);

    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH + NOON
    }

    fn credentials() -> Credentials {
        Credentials {
            access_key_id: "id".to_owned(),
            secret_access_key: "secret".into(),
            session_token: Some("token".into()),
        }
    }

    #[test]
    fn what_is_asked_for_is_hashed_as_botocore_hashes_it() {
        let role_only = [("role_arn", "arn:aws:iam::1:role/r"), ("source_profile", "base")];
        assert_eq!(
            role(&Config::of(&role_only)).unwrap(),
            r#"{"RoleArn": "arn:aws:iam::1:role/r"}"#
        );
        let entry = CacheEntry::new(Path::new("/c"), &role(&Config::of(&role_only)).unwrap(), None);
        assert_eq!(
            entry.path,
            Path::new("/c/296af0900b5a5e948c19d3110989c909c2d4a0a9.json")
        );

        let all = [
            role_only[0],
            role_only[1],
            ("duration_seconds", "900"),
            ("mfa_serial", "m"),
            ("role_session_name", "é"),
        ];
        assert_eq!(
            role(&Config::of(&all)).unwrap(),
            r#"{"DurationSeconds": 900, "RoleArn": "arn:aws:iam::1:role/r", "RoleSessionName": "\u00e9", "SerialNumber": "m"}"#
        );
        let of_sso = [
            ("sso_account_id", "1"),
            ("sso_role_name", "r"),
            ("sso_session", "s"),
        ];
        assert_eq!(
            sso(&Config::of(&of_sso)).unwrap(),
            r#"{"accountId":"1","roleName":"r","sessionName":"s"}"#
        );
    }

    #[test]
    fn credentials_are_kept_for_their_owner_until_they_are_about_to_expire() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let entry = CacheEntry::new(&folder.path().join("deep"), "{}", Some("sso"));
        assert!(entry.read(now()).is_none());

        entry
            .write(&credentials(), now() + Duration::from_mins(16))
            .unwrap();

        let found = entry.read(now()).unwrap();
        assert_eq!(found.access_key_id, "id");
        assert_eq!(found.secret_access_key.expose_secret(), "secret");
        assert!(entry.read(now() + Duration::from_mins(2)).is_none());
        let mode = fs::metadata(&entry.path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn an_entry_of_the_aws_cli_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let entry = CacheEntry::new(folder.path(), "{}", None);
        let text = r#"{"Credentials": {"AccessKeyId": "a", "SecretAccessKey": "s", "SessionToken": "t",
            "Expiration": "2023-11-15T00:00:00UTC"}, "AssumedRoleUser": {}, "ResponseMetadata": {}}"#;
        fs::write(&entry.path, text).unwrap();
        assert_eq!(entry.read(now()).unwrap().access_key_id, "a");
        fs::write(&entry.path, "{").unwrap();
        assert!(entry.read(now()).is_none());
    }
}
