//! The room on the disk of the data directory.

use anyhow::Context;
use rustix::fs::statvfs;

use super::examined::Examined;
use super::finding::Finding;

const MEBIBYTE: u64 = 1024 * 1024;

/// With less than this, changes soon fail.
const LITTLE: u64 = 256 * MEBIBYTE;

/// With less than a part of so many, an administrator should look.
const PARTS: u64 = 10;

pub(super) fn check(examined: &Examined<'_>) -> anyhow::Result<Vec<Finding>> {
    let folder = examined.data_dir.path();
    let room = statvfs(folder).with_context(|| format!("cannot look at the disk of {}", folder.display()))?;
    let (free, all) = (room.f_bavail * room.f_frsize, room.f_blocks * room.f_frsize);
    Ok(vec![judge(free, all, &folder.display().to_string())])
}

/// What free bytes of all mean.
fn judge(free: u64, all: u64, folder: &str) -> Finding {
    let text = format!(
        "{} MiB of {} MiB are free on the disk of {folder}",
        free / MEBIBYTE,
        all / MEBIBYTE
    );
    if free < LITTLE {
        Finding::failure(format!("{text}: without room, changes are refused; make room"))
    } else if free < all / PARTS {
        Finding::warning(format!("{text}: make room before it is full"))
    } else {
        Finding::ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::State;
    use super::*;

    #[test]
    fn a_disk_is_judged_by_what_is_free_and_by_its_part() {
        for (free, all, state) in [
            (255, 10_000, State::Failure),
            (256, 1_000, State::Ok),
            (999, 10_000, State::Warning),
            (1_000, 10_000, State::Ok),
        ] {
            assert_eq!(
                judge(free * MEBIBYTE, all * MEBIBYTE, "/data").state,
                state,
                "{free} of {all}"
            );
        }
    }
}
