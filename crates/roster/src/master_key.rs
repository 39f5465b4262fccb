//! The master key in its file: 64 hexadecimal digits. Why there is one:
//! docs/decisions/0013-secrets-of-access-keys.md.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, bail};
use roster_domain::random::Random;
use roster_service::Vault;

/// A master key.
type MasterKey = [u8; Vault::KEY_BYTES];

/// The key of a file; if the file is not there, a new one, which is written to it.
pub(crate) fn read_or_make(path: &Path, random: &dyn Random) -> anyhow::Result<MasterKey> {
    if path.exists() {
        return read(path);
    }
    let mut key = MasterKey::default();
    random.fill(&mut key);
    let mut text = String::new();
    for byte in key {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.push('\n');
    crate::data_dir::write_private(path, &text)?;
    Ok(key)
}

fn read(path: &Path) -> anyhow::Result<MasterKey> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let digits: Option<Vec<u8>> = text
        .trim()
        .chars()
        .map(|digit| u8::try_from(digit.to_digit(16)?).ok())
        .collect();
    let digits = digits.unwrap_or_default();
    let bytes: Vec<u8> = digits
        .chunks_exact(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect();
    match MasterKey::try_from(bytes) {
        Ok(key) if digits.len() == 2 * key.len() => Ok(key),
        _ => bail!(
            "{} holds no master key: it must have {} hexadecimal digits; restore it, as without it no access key of a user works",
            path.display(),
            2 * Vault::KEY_BYTES
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use roster_domain::random::SystemEntropy;

    use super::*;

    #[test]
    fn a_key_is_made_once_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let random = SystemEntropy::default();

        let key = read_or_make(&path, &random).unwrap();

        assert_eq!(read_or_make(&path, &random).unwrap(), key);
        assert_ne!(key, MasterKey::default());
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_file_that_holds_no_key_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        for text in [
            String::new(),
            "ab".repeat(31),
            "ab".repeat(33),
            "a".repeat(65),
            "zz".repeat(32),
        ] {
            std::fs::write(&path, &text).unwrap();

            let refusal = read_or_make(&path, &SystemEntropy::default()).unwrap_err();

            assert!(refusal.to_string().contains("holds no master key"), "{refusal}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
    }
}
