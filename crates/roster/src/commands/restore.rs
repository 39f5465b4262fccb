//! `roster restore`: makes a data directory of a backup.

use anyhow::ensure;

use super::audit::{read_noted_heads, require_unbroken};
use crate::arguments::{Data, KeyPlace, Restore};
use crate::backup_manifest::{BackupManifest, require_sqlite};
use crate::data_dir::DataDir;
use crate::last_engine::{Engine, LastEngine};
use crate::private_file;

/// Makes a data directory of a backup, and prints what it holds.
pub(crate) fn restore(arguments: &Restore) -> anyhow::Result<()> {
    let Restore { from, place, head } = arguments;
    require_sqlite(place)?;
    let manifest = BackupManifest::read(from)?;
    manifest.require_files(from)?;
    let mut noted = manifest.head.chain_heads().to_vec();
    if let Some(head) = head {
        noted.extend(read_noted_heads(head)?);
    }
    let backed_up = KeyPlace {
        data: Data {
            data_dir: from.clone(),
        },
        ..place.clone()
    };
    let records = require_unbroken(&backed_up, noted)?;

    let data_dir = DataDir::new(&place.data.data_dir);
    data_dir.create()?;
    let _lock = data_dir.lock()?;
    for name in manifest.files.keys() {
        let file = data_dir.path().join(name);
        ensure!(
            !private_file::is_there(&file)?,
            "{} is there: a backup replaces nothing; choose another --data-dir, or move it away",
            file.display()
        );
    }
    // The database comes last: a restore that was killed leaves no directory that looks whole.
    let mut names: Vec<&String> = manifest.files.keys().collect();
    names.sort_by_key(|name| data_dir.path().join(name) == data_dir.database());
    for name in names {
        private_file::copy(&from.join(name), &data_dir.path().join(name))?;
    }
    manifest.require_files(data_dir.path())?;
    LastEngine::read(&data_dir)?.note(Engine::Sqlite)?;
    println!(
        "Restored {} to {}: {records}, head {}",
        from.display(),
        data_dir.path().display(),
        manifest.head
    );
    if place.secret_key_file.is_none() && !private_file::is_there(&data_dir.secret_key())? {
        println!(
            "Put the file of the master keys into {} before a server starts",
            data_dir.secret_key().display()
        );
    }
    Ok(())
}
