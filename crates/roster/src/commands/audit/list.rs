//! `roster audit list`.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use anyhow::bail;
use roster_domain::clock::{Clock, SystemClock};
use roster_store::AuditLog;

use super::full::{print_json, print_text};
use super::selection::{Selection, Usernames, subject};
use super::table::{row, table};
use crate::arguments::{AuditList, ListFormat};
use crate::audit_reader::{AuditEntry, AuditReader};
use crate::text_table::terminal_width;

/// How many lines a table has unless `--limit` sets another number.
const TABLE_LINES: NonZeroUsize = NonZeroUsize::new(50).unwrap();

/// Prints the selected records of all chains, oldest first.
pub(super) fn list(log: &mut dyn AuditLog, arguments: &AuditList) -> anyhow::Result<()> {
    if arguments.after > 0 && log.chains()?.len() > 1 {
        bail!(
            "--after is for a database with one chain of records: this one has several, each with its own numbers"
        );
    }
    let width = terminal_width();
    let mut out = io::BufWriter::new(io::stdout().lock());
    match (arguments.format, arguments.full) {
        (ListFormat::Json, _) => print_records(log, arguments, &mut out, print_json)?,
        (ListFormat::Text, true) => print_records(log, arguments, &mut out, print_text)?,
        (ListFormat::Text, false) => print_table(log, arguments, &mut out, width)?,
    }
    Ok(out.flush()?)
}

fn print_table(
    log: &mut dyn AuditLog,
    arguments: &AuditList,
    out: &mut impl Write,
    width: Option<usize>,
) -> anyhow::Result<()> {
    let limit = arguments.limit.unwrap_or(TABLE_LINES);
    let mut rows = Last::of(limit);
    each_selected(log, arguments, |found, subject| {
        rows.push(row(&found.record, &subject)?);
        Ok(())
    })?;
    table(rows.0).print(out, width)
}

fn print_records<W: Write>(
    log: &mut dyn AuditLog,
    arguments: &AuditList,
    out: &mut W,
    print: impl Fn(&mut W, &AuditEntry) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let Some(limit) = arguments.limit else {
        return each_selected(log, arguments, |found, _| print(out, &found));
    };
    let mut last = Last::of(limit);
    each_selected(log, arguments, |found, _| {
        last.push(found);
        Ok(())
    })?;
    last.0.iter().try_for_each(|found| print(out, found))
}

/// Calls `take` with every selected record and with what it is about.
fn each_selected(
    log: &mut dyn AuditLog,
    arguments: &AuditList,
    mut take: impl FnMut(AuditEntry, String) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let selection = Selection::of(arguments, SystemClock.now());
    let mut usernames = Usernames::default();
    AuditReader::starting_after(arguments.after).read(log, |found| {
        usernames.learn(&found.record);
        if selection.includes(&found.record, &usernames) {
            let subject = subject(&found.record, &usernames);
            take(found, subject)?;
        }
        Ok(ControlFlow::Continue(()))
    })
}

/// The last items of a sequence.
struct Last<T>(VecDeque<T>, NonZeroUsize);

impl<T> Last<T> {
    fn of(limit: NonZeroUsize) -> Self {
        Self(VecDeque::new(), limit)
    }

    fn push(&mut self, item: T) {
        if self.0.len() == self.1.get() {
            self.0.pop_front();
        }
        self.0.push_back(item);
    }
}
