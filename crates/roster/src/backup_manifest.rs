//! What a backup holds, as the file `backup.json` in it says.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use ring::digest::{Context as Hasher, SHA256};
use roster_domain::audit::{AuditHead, Hash};
use roster_model::shapes::Timestamp;
use serde::{Deserialize, Serialize};

use crate::arguments::KeyPlace;
use crate::private_file;

/// The name of the file.
const NAME: &str = "backup.json";

/// What a backup holds.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct BackupManifest {
    /// The version of the program that made it.
    pub(crate) version: String,
    /// When it was begun.
    pub(crate) time: Timestamp,
    /// The head of the audit in it.
    pub(crate) head: AuditHead,
    /// Its files, with their hashes.
    pub(crate) files: BTreeMap<String, Hash>,
}

impl BackupManifest {
    /// Writes it into a folder: then the backup is complete.
    pub(crate) fn write(&self, folder: &Path) -> anyhow::Result<()> {
        let text = serde_json::to_string_pretty(self)? + "\n";
        private_file::replace(&folder.join(NAME), &text)
    }

    /// That of the backup in a folder.
    pub(crate) fn read(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(NAME);
        let text = private_file::read(&path)?.with_context(|| {
            format!(
                "{} is not there: {} is no complete backup",
                path.display(),
                folder.display()
            )
        })?;
        let manifest: Self =
            serde_json::from_str(&text).with_context(|| format!("{} cannot be read", path.display()))?;
        for name in manifest.files.keys() {
            ensure!(
                !name.contains('/') && !name.starts_with('.'),
                "{} names a file {name:?}",
                path.display()
            );
        }
        Ok(manifest)
    }

    /// Makes sure that all files in a folder are those that were backed up.
    pub(crate) fn require_files(&self, folder: &Path) -> anyhow::Result<()> {
        for (name, hash) in &self.files {
            let path = folder.join(name);
            ensure!(
                sha256(&path)? == *hash,
                "{} is not the file that was backed up",
                path.display()
            );
        }
        Ok(())
    }
}

/// The complete backups in a folder, the oldest first.
pub(crate) fn complete_backups(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut backups = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        let is_draft = path
            .file_name()
            .is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if !is_draft && private_file::is_there(&path.join(NAME))? {
            backups.push(path);
        }
    }
    backups.sort();
    Ok(backups)
}

/// Refuses what is in PostgreSQL.
pub(crate) fn require_sqlite(place: &KeyPlace) -> anyhow::Result<()> {
    ensure!(
        place.records.database.is_none(),
        "PostgreSQL is backed up and restored by its own tools: see docs/guide/operate.md, \"Backup and restore\""
    );
    Ok(())
}

/// The SHA-256 of a file.
pub(crate) fn sha256(path: &Path) -> anyhow::Result<Hash> {
    struct Hashed(Hasher);
    impl io::Write for Hashed {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let read = || {
        let mut hashed = Hashed(Hasher::new(&SHA256));
        io::copy(&mut File::open(path)?, &mut hashed)?;
        Ok::<_, io::Error>(hashed.0.finish())
    };
    let digest = read().with_context(|| format!("cannot read {}", path.display()))?;
    let mut hash = Hash::default();
    hash.0.copy_from_slice(digest.as_ref());
    Ok(hash)
}
