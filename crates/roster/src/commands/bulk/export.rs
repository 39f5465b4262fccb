//! `roster bulk export`.

use std::ffi::OsStr;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use clap::ValueEnum;
use roster_bulk::{csv, everybody, find_instance, jsonl, references, xlsx, yaml};
use roster_plan::{Column, Person};

use super::session::{Session, explained};
use crate::arguments::{BulkExport, BulkFormat};
use crate::private_file;
use crate::terminal_text::escaped_lines;

/// Writes the people of an instance.
pub(super) fn export(arguments: &BulkExport) -> anyhow::Result<ExitCode> {
    let format = format(arguments);
    if format == BulkFormat::Xlsx && arguments.out.is_none() {
        bail!("a workbook is written to a file: say --out FILE.xlsx");
    }
    let session = Session::open(&arguments.target)?;
    let work = session.work();
    let mut instance = find_instance(&work, &arguments.instance_id).map_err(explained)?;
    instance.references = references(&work, &instance, Column::ALL).map_err(explained)?;
    let people = everybody(&work, &instance).map_err(explained)?;
    match &arguments.out {
        Some(path) => private_file::replace(path, &content(&people, format)?)?,
        None => {
            let text = text(&people, format)?;
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

/// The format that is asked for, or that the name of the file says.
fn format(arguments: &BulkExport) -> BulkFormat {
    let extension = arguments.out.as_deref().and_then(Path::extension);
    let named = extension
        .and_then(OsStr::to_str)
        .and_then(|extension| match extension {
            "yml" => Some(BulkFormat::Yaml),
            extension => BulkFormat::from_str(extension, true).ok(),
        });
    arguments.format.or(named).unwrap_or(BulkFormat::Csv)
}

/// The content of a file.
fn content(people: &[Person], format: BulkFormat) -> anyhow::Result<Vec<u8>> {
    Ok(match format {
        BulkFormat::Xlsx => xlsx(people)?,
        BulkFormat::Csv | BulkFormat::Jsonl | BulkFormat::Yaml => text(people, format)?.into_bytes(),
    })
}

fn text(people: &[Person], format: BulkFormat) -> anyhow::Result<String> {
    Ok(match format {
        BulkFormat::Csv => csv(people)?,
        BulkFormat::Jsonl => jsonl(people),
        BulkFormat::Yaml => yaml(people),
        BulkFormat::Xlsx => bail!("a workbook is no text"),
    })
}
