//! `roster backup`: a data directory at one moment, with the files that it needs (docs/decisions/0068-backups.md).

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use roster_domain::audit::{AuditHead, Hash};
use roster_domain::clock::{Clock, SystemClock};
use roster_model::shapes::Timestamp;
use roster_store::AuditHeadReader;
use time::OffsetDateTime;
use time::macros::format_description;

use super::audit::require_unbroken;
use crate::arguments::{Backup, Data, KeyPlace};
use crate::backup_manifest::{BackupManifest, complete_backups, require_sqlite, sha256};
use crate::data_dir::DataDir;
use crate::master_key_file::KeyFile;
use crate::{engine, private_file};

/// The file of a data directory.
type DirectoryFile = fn(&DataDir) -> PathBuf;

/// The certificate that a server has made for itself, its private key, and the authority that clients trust.
const CERTIFICATE: [DirectoryFile; 3] = [DataDir::ca, DataDir::certificate, DataDir::private_key];

/// What a backup is called while it is made.
const DRAFT: &str = ".roster-draft-";

/// Backs a data directory up, and prints where.
pub(crate) fn backup(arguments: &Backup) -> anyhow::Result<()> {
    let Backup {
        to,
        place,
        keep,
        without_keys,
    } = arguments;
    require_sqlite(place)?;
    let data_dir = DataDir::new(&place.data.data_dir);
    private_file::make_folder(to).with_context(|| format!("cannot make the folder {}", to.display()))?;
    let time = SystemClock.now();
    let folder = to.join(name(time.into()));
    ensure!(
        !private_file::is_there(&folder)?,
        "{} is there already: try again in a second",
        folder.display()
    );
    let draft = tempfile::Builder::new()
        .prefix(DRAFT)
        .permissions(Permissions::from_mode(0o700))
        .tempdir_in(to);
    let draft = draft.with_context(|| format!("cannot make a folder in {}", to.display()))?;

    // What was noted before the copy must be in it.
    let noted = head(place)?;
    let backup = DataDir::new(draft.path());
    engine::back_up(&place.data, &backup.database())?;
    let key_file = KeyFile::of(place);
    let mut files = vec![(data_dir.credentials(), backup.credentials())];
    if !without_keys {
        files.push((key_file.path().to_owned(), backup.secret_key()));
        files.extend(CERTIFICATE.map(|path| (path(&data_dir), path(&backup))));
    }
    for (from, to) in files {
        // Not every directory has all of them.
        if private_file::is_there(&from)? {
            private_file::copy(&from, &to)?;
        }
    }
    let copied = KeyPlace {
        data: Data {
            data_dir: draft.path().to_owned(),
        },
        secret_key_file: Some(key_file.path().to_owned()),
        ..place.clone()
    };
    let records = require_unbroken(&copied, noted.chain_heads().to_vec())?;
    let manifest = BackupManifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        time: time.into(),
        head: head(&copied)?,
        files: hashes(draft.path())?,
    };
    manifest.write(draft.path())?;
    fs::rename(draft.path(), &folder).with_context(|| format!("cannot make {}", folder.display()))?;
    private_file::sync_name(&folder)?;
    println!(
        "Backed up to {}: {records}, head {}",
        folder.display(),
        manifest.head
    );
    if *without_keys {
        println!(
            "It lacks {}: keep a copy of that file elsewhere, as no secret can be read without it",
            key_file.path().display()
        );
    }
    if let Some(keep) = keep {
        for old in superseded(&folder, keep.get())? {
            fs::remove_dir_all(&old).with_context(|| format!("cannot remove {}", old.display()))?;
            println!("Removed {}", old.display());
        }
    }
    Ok(())
}

/// The head of an audit.
fn head(place: &KeyPlace) -> anyhow::Result<AuditHead> {
    let mut log = engine::open_audit(&place.data, &place.records)?;
    Ok(AuditHeadReader::default().read(&mut *log)?)
}

/// What a backup of a time is called. Names sort as the times do.
fn name(time: Timestamp) -> String {
    let format = format_description!("[year]-[month]-[day]T[hour][minute][second]Z");
    let second = time.milliseconds.div_euclid(1000);
    let time = OffsetDateTime::from_unix_timestamp(second).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    time.format(format).unwrap_or_default()
}

/// The oldest of the other complete backups beside a new one: all but as many as are kept with it. Whatever the clock says, the new
/// one stays.
fn superseded(new: &Path, keep: usize) -> anyhow::Result<Vec<PathBuf>> {
    let mut others = complete_backups(private_file::folder(new))?;
    others.retain(|path| path != new);
    others.truncate((others.len() + 1).saturating_sub(keep));
    Ok(others)
}

/// The files in a folder, with their hashes.
fn hashes(folder: &Path) -> anyhow::Result<BTreeMap<String, Hash>> {
    let mut hashes = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        hashes.insert(name, sha256(&entry.path())?);
    }
    Ok(hashes)
}
