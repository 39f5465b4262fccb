//! The file that says how far the audit was exported: the number and the hash of the last record of each chain.

use std::path::{Path, PathBuf};

use anyhow::Context;
use roster_audit_delivery::Position;
use roster_store::AuditLog;

use crate::private_file;

/// A cursor file with the position that it holds.
pub(super) struct Cursor {
    path: PathBuf,
    position: Position,
}

impl Cursor {
    /// Opens the file. A missing one is made, so that a folder which cannot be written is noticed before anything is exported.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or written, or if its position is not in this audit.
    pub(super) fn open(path: &Path, log: &mut dyn AuditLog) -> anyhow::Result<Self> {
        let path = path.to_owned();
        let Some(text) = private_file::read(&path)? else {
            let cursor = Self {
                path,
                position: Position::default(),
            };
            cursor.write()?;
            return Ok(cursor);
        };
        let position: Position =
            serde_json::from_str(&text).with_context(|| format!("{} is not a cursor", path.display()))?;
        let end = Position::end(log)?;
        position.check(log, &position.checkpoints(), &end).with_context(|| {
            format!(
                "{} is not a cursor of this audit: records that were exported have changed or are gone, or the database is \
                 another one. Nothing was exported. Find out with `roster audit verify`; to start over, give another file",
                path.display()
            )
        })?;
        Ok(Self { path, position })
    }

    /// The last records that were exported.
    pub(super) const fn position(&self) -> &Position {
        &self.position
    }

    /// Whether nothing was exported yet.
    pub(super) fn is_new(&self) -> bool {
        self.position == Position::default()
    }

    /// Moves to a position. The file has the old position or the new one, also after a crash.
    pub(super) fn move_to(&mut self, position: &Position) -> anyhow::Result<()> {
        if self.position == *position {
            return Ok(());
        }
        self.position = position.clone();
        self.write()
    }

    fn write(&self) -> anyhow::Result<()> {
        let text = serde_json::to_string(&self.position)?;
        private_file::replace(&self.path, &(text + "\n"))
    }
}
