//! `roster audit head`.

use roster_store::AuditHeadReader;

use crate::arguments::AuditHead;
use crate::engine;
use crate::terminal_text::word;

/// Prints the head of the audit.
pub(super) fn head(arguments: &AuditHead) -> anyhow::Result<()> {
    let mut log = engine::open_audit(&arguments.data, &arguments.records)?;
    let head = AuditHeadReader::default().read(&mut *log)?;
    println!("{}", word(&head.to_string()));
    Ok(())
}
