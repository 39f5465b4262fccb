//! The backups of `roster backup`: the newest is young enough.

use std::time::{Duration, SystemTime};

use super::examined::Examined;
use super::finding::Finding;
use crate::backup_manifest::{BackupManifest, complete_backups};

/// A backup of every night may take its time.
const OLD: Duration = Duration::from_hours(36);

pub(super) fn check(examined: &Examined<'_>) -> anyhow::Result<Vec<Finding>> {
    let serve = &examined.arguments.serve;
    if serve.memory || serve.records.database.is_some() {
        return Ok(Vec::new());
    }
    let Some(folder) = &examined.arguments.backups else {
        return Ok(vec![Finding::warning(
            "where they are is not known: run `roster backup DIR` by a timer, and name DIR with --backups",
        )]);
    };
    let Some(newest) = complete_backups(folder)?.pop() else {
        return Ok(vec![Finding::failure(format!(
            "{} has none: run `roster backup {}` by a timer",
            folder.display(),
            folder.display()
        ))]);
    };
    let time = SystemTime::from(BackupManifest::read(&newest)?.time);
    let age = examined.now.duration_since(time).unwrap_or_default();
    let text = format!(
        "the newest is {}, of {} hours ago",
        newest.display(),
        age.as_secs() / 3600
    );
    Ok(vec![if age > OLD {
        Finding::failure(format!("{text}: does the timer of `roster backup` run?"))
    } else {
        Finding::ok(text)
    }])
}
