//! A plan as people read it, and as JSON.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use roster_bulk::{Instance, Made, Rate, calls};
use roster_client::environment;
use roster_plan::Change;
use serde_json::{Value, json};

use crate::arguments::Color;
use crate::terminal_text::{word, write_line};
use crate::text_table::{TextTable, terminal_width};

const REMOVED: &str = "31";
const ADDED: &str = "32";
const WARNING: &str = "33";

/// A plan and its circumstances.
pub(super) struct PlanView<'a> {
    pub(super) made: &'a Made,
    pub(super) instance: &'a Instance,
    pub(super) address: &'a str,
    pub(super) rate: Rate,
    /// How many rows the file has.
    pub(super) rows: usize,
}

impl PlanView<'_> {
    /// Prints the plan.
    pub(super) fn print(&self, out: &mut impl Write, color: Color) -> anyhow::Result<()> {
        let planned = &self.made.planned;
        write_line!(
            out,
            "Instance {} at {}: {}, {}",
            name(self.instance),
            self.address,
            self.instance.kind,
            plural(self.made.directory, "person")
        )?;
        print_changes(out, &planned.changes, color)?;
        if !planned.refusals.is_empty() {
            writeln!(out)?;
            let rows = planned.refusals.iter().map(|refusal| {
                [
                    refusal.row.to_string(),
                    word(&refusal.column).into_owned(),
                    shown(&refusal.value).into_owned(),
                    refusal.rule.clone(),
                    refusal.suggestion.clone().unwrap_or_default(),
                ]
            });
            let table = TextTable::of(["ROW", "COLUMN", "REFUSED", "RULE", "SUGGESTION"], rows);
            print(out, &table, color, ["", "", REMOVED, "", ADDED])?;
        }
        writeln!(out)?;
        for belt in &self.made.belts {
            write_line!(out, "Refused: {}. Allow it with {}", belt.rule, belt.allow)?;
        }
        write_line!(out, "{}", self.summary())?;
        Ok(())
    }

    fn summary(&self) -> String {
        let planned = &self.made.planned;
        if planned.changes.is_empty() && planned.refusals.is_empty() {
            return format!("Nothing to do: {} as the file says", plural(self.rows, "person"));
        }
        let calls = calls(&planned.changes);
        let mut summary = format!(
            "{} to change, {} and {}; {} unchanged, {} refused; {}, {}",
            plural(planned.changes.len(), "person"),
            plural(fields(&planned.changes), "field"),
            plural(addresses(&planned.changes), "address"),
            plural(planned.unchanged, "row"),
            plural(self.refused_rows(), "row"),
            plural(calls, "call"),
            match self.rate.per_second {
                Some(rate) => format!("{} at {rate} a second", duration(self.rate.duration(calls))),
                None => "at any rate".to_owned(),
            }
        );
        if self.made.is_refused() {
            summary.push_str("; nothing can be applied before all is allowed");
        }
        summary
    }

    fn refused_rows(&self) -> usize {
        let mut rows: Vec<_> = self
            .made
            .planned
            .refusals
            .iter()
            .map(|refusal| refusal.row)
            .collect();
        rows.dedup();
        rows.len()
    }

    /// The plan as JSON.
    pub(super) fn json(&self) -> Value {
        let planned = &self.made.planned;
        let calls = calls(&planned.changes);
        json!({
            "Instance": {
                "Id": self.instance.id,
                "Alias": self.instance.alias,
                "IdentityManagementType": self.instance.kind,
                "Endpoint": self.address,
                "People": self.made.directory,
            },
            "Counts": {
                "Rows": self.rows,
                "Changes": planned.changes.len(),
                "Fields": fields(&planned.changes),
                "Addresses": addresses(&planned.changes),
                "Unchanged": planned.unchanged,
                "Refused": self.refused_rows(),
                "Calls": calls,
                "Seconds": self.rate.duration(calls).as_secs(),
            },
            "Changes": planned.changes.iter().map(change_json).collect::<Vec<_>>(),
            "AddressChanges": planned.changes.iter().filter_map(address_json).collect::<Vec<_>>(),
            "Refused": planned.refusals,
            "NotAllowed": self.made.belts,
        })
    }
}

/// Prints changes, and those of addresses once more.
pub(super) fn print_changes(out: &mut impl Write, changes: &[Change], color: Color) -> anyhow::Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let rows = changes.iter().flat_map(|change| {
        change.fields().enumerate().map(|(place, field)| {
            [
                if place == 0 {
                    word(&change.username).into_owned()
                } else {
                    String::new()
                },
                field.field.name().to_owned(),
                shown(field.before).into_owned(),
                "→".to_owned(),
                shown(field.after).into_owned(),
            ]
        })
    });
    let table = TextTable::of(["USER", "FIELD", "BEFORE", "", "AFTER"], rows);
    print(out, &table, color, ["", "", REMOVED, "", ADDED])?;
    let addresses = changes.iter().filter_map(|change| {
        let address = change.address()?;
        let domains = address.domains();
        Some([
            word(&change.username).into_owned(),
            shown(address.before).into_owned(),
            "→".to_owned(),
            shown(address.after).into_owned(),
            domains.map_or_else(String::new, |(before, after)| {
                format!("another domain: {before} → {after}")
            }),
        ])
    });
    let addresses: Vec<_> = addresses.collect();
    if !addresses.is_empty() {
        writeln!(out)?;
        let table = TextTable::of(["ADDRESS OF", "BEFORE", "", "AFTER", ""], addresses);
        print(out, &table, color, ["", REMOVED, "", ADDED, WARNING])?;
    }
    Ok(())
}

/// Prints a table, in colour if that is wanted.
pub(super) fn print<const COLUMNS: usize>(
    out: &mut impl Write,
    table: &TextTable<COLUMNS>,
    color: Color,
    styles: [&str; COLUMNS],
) -> anyhow::Result<()> {
    let is_colored = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => io::stdout().is_terminal() && environment::variable("NO_COLOR").is_none(),
    };
    if is_colored {
        table.print_styled(out, terminal_width(), styles)
    } else {
        table.print(out, terminal_width())
    }
}

fn change_json(change: &Change) -> Value {
    let fields = change
        .fields()
        .map(|field| json!({"Field": field.field.name(), "Before": field.before, "After": field.after}));
    json!({
        "UserId": change.user_id,
        "Username": change.username,
        "Operation": change.part.operation().name,
        "Fields": fields.collect::<Vec<_>>(),
    })
}

fn address_json(change: &Change) -> Option<Value> {
    let address = change.address()?;
    Some(json!({
        "UserId": change.user_id,
        "Username": change.username,
        "Before": address.before,
        "After": address.after,
        "IsOtherDomain": address.domains().is_some(),
    }))
}

/// The alias and the id of an instance.
pub(super) fn name(instance: &Instance) -> String {
    match &instance.alias {
        Some(alias) => format!("{alias} ({})", instance.id),
        None => instance.id.clone(),
    }
}

/// A value in a cell.
pub(super) fn shown(value: &str) -> Cow<'_, str> {
    if value.is_empty() {
        Cow::Borrowed("(none)")
    } else {
        word(value)
    }
}

fn fields(changes: &[Change]) -> usize {
    changes.iter().map(|change| change.fields().count()).sum()
}

fn addresses(changes: &[Change]) -> usize {
    changes.iter().filter(|change| change.address().is_some()).count()
}

/// A number with its noun.
pub(super) fn plural(number: usize, noun: &str) -> String {
    match (number, noun) {
        (1, noun) => format!("1 {noun}"),
        (number, "address") => format!("{number} addresses"),
        (number, "person") => format!("{number} people"),
        (number, noun) => format!("{number} {noun}s"),
    }
}

fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match (seconds / 3600, seconds % 3600 / 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}
