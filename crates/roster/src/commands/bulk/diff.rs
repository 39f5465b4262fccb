//! `roster bulk diff`.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use roster_bulk::{everybody, find_instance, references};
use roster_client::SystemClock;
use roster_plan::{Column, Comparison, Difference, KeyColumn, References, Sheet, compare};

use super::diff_watch::DiffWatch;
use super::exit_codes::{CHANGES, SUCCESS};
use super::file;
use super::plan_view::{plural, print, shown};
use super::session::{Session, explained};
use crate::arguments::{BulkDiff, BulkTarget};
use crate::stop_signal::StopSignal;
use crate::terminal_text::{word, write_json, write_line};
use crate::text_table::TextTable;

/// Shows how two directories differ, once or until a signal.
pub(super) fn diff(arguments: &BulkDiff) -> anyhow::Result<ExitCode> {
    let stop = StopSignal::register()?;
    if let Some(interval) = arguments.watch {
        let mut out = io::BufWriter::new(io::stdout().lock());
        let code = DiffWatch::new(arguments, &SystemClock).run(
            &mut out,
            &mut || match (compared(arguments, &stop), stop.flow()) {
                (Err(_), ControlFlow::Break(())) => ControlFlow::Break(()),
                (compared, _) => ControlFlow::Continue(compared),
            },
            &mut || stop.wait(interval),
        )?;
        return Ok(ExitCode::from(code));
    }
    let comparison = compared(arguments, &stop)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    if arguments.json {
        write_json(&mut out, &comparison)?;
    } else {
        show(&mut out, &comparison, arguments)?;
    }
    out.flush()?;
    Ok(ExitCode::from(exit_code(&comparison)))
}

/// The exit code of a comparison.
pub(super) fn exit_code(comparison: &Comparison) -> u8 {
    if comparison.is_empty() { SUCCESS } else { CHANGES }
}

/// Reads both sides and compares them.
fn compared(arguments: &BulkDiff, stop: &StopSignal) -> anyhow::Result<Comparison> {
    let other_target = arguments.other.target(&arguments.target);
    let (left, of_left) = side(&arguments.left, &arguments.target, arguments, stop)?;
    let (right, of_right) = side(&arguments.right, &other_target, arguments, stop)?;
    // A file may have the ids of the instance that it is compared with. Two instances have names.
    let references = of_right.or(of_left).unwrap_or_default();
    Ok(compare(&left, &right, &references))
}

/// The people of a file, if there is one of this name, or else of an instance, with what they refer to.
fn side(
    text: &str,
    target: &BulkTarget,
    arguments: &BulkDiff,
    stop: &StopSignal,
) -> anyhow::Result<(Sheet, Option<References>)> {
    let path = Path::new(text);
    if path.is_file() {
        let sheet = file::read(path, &arguments.reading)?;
        if sheet.key != KeyColumn::Username {
            bail!("{text} has no column Username, by which people are compared, or has UserId beside it");
        }
        return Ok((sheet, None));
    }
    let session = Session::until(stop, target)?;
    let work = session.work();
    let instance = find_instance(&work, text).map_err(explained);
    let mut instance =
        instance.with_context(|| format!("{text} is no file, and was looked for as an instance"))?;
    instance.references = references(&work, &instance, Column::ALL).map_err(explained)?;
    let people = everybody(&work, &instance).map_err(explained)?;
    Ok((Sheet::of(&people), Some(instance.references)))
}

fn show(out: &mut impl Write, comparison: &Comparison, arguments: &BulkDiff) -> anyhow::Result<()> {
    if !comparison.differences.is_empty() {
        let rows = people(comparison).flat_map(|person| {
            person.iter().enumerate().map(|(place, difference)| {
                [
                    if place == 0 {
                        word(&difference.username).into_owned()
                    } else {
                        String::new()
                    },
                    word(&difference.field).into_owned(),
                    shown(&difference.left).into_owned(),
                    shown(&difference.right).into_owned(),
                ]
            })
        });
        let table = TextTable::of(["USER", "FIELD", "LEFT", "RIGHT"], rows);
        print(out, &table, arguments.color, ["", "", "31", "32"])?;
        writeln!(out)?;
    }
    for (usernames, side, name) in [
        (&comparison.only_left, "left", &arguments.left),
        (&comparison.only_right, "right", &arguments.right),
    ] {
        for username in usernames {
            write_line!(out, "Only {side}, in {name}: {}", word(username))?;
        }
    }
    write_line!(out, "{}", summary(comparison))?;
    Ok(())
}

/// How much differs.
pub(super) fn summary(comparison: &Comparison) -> String {
    if comparison.is_empty() {
        return "Nothing differs".to_owned();
    }
    let differing = people(comparison).count();
    format!(
        "{} in {}; {} only left, {} only right",
        plural(differing, "person") + if differing == 1 { " differs" } else { " differ" },
        plural(comparison.differences.len(), "field"),
        comparison.only_left.len(),
        comparison.only_right.len()
    )
}

/// The differences of each person.
fn people(comparison: &Comparison) -> impl Iterator<Item = &[Difference]> {
    let differences = &comparison.differences;
    differences.chunk_by(|one, other| one.username == other.username)
}
