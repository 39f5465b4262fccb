//! `roster bulk export`.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use roster_bulk::{csv, everybody, find_instance, jsonl};

use super::session::{Session, explained};
use crate::arguments::{BulkExport, BulkFormat};
use crate::private_file;
use crate::terminal_text::escaped_lines;

/// Writes the people of an instance.
pub(super) fn export(arguments: &BulkExport) -> anyhow::Result<ExitCode> {
    let session = Session::open(&arguments.target)?;
    let work = session.work();
    let instance = find_instance(&work, &arguments.instance_id).map_err(explained)?;
    let people = everybody(&work, &instance.id).map_err(explained)?;
    let text = match arguments.format {
        BulkFormat::Csv => csv(&people)?,
        BulkFormat::Jsonl => jsonl(&people),
    };
    match &arguments.out {
        Some(path) => private_file::replace(path, &text)?,
        None => {
            let mut out = io::stdout().lock();
            // A terminal gets what it simply shows; every other reader gets the text as it is.
            let text = if out.is_terminal() {
                escaped_lines(&text)
            } else {
                text
            };
            out.write_all(text.as_bytes())?;
            out.flush()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
