//! A plan as people read it, and as JSON.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use roster_bulk::{Access, Made, Rate, calls};
use roster_client::environment;
use roster_plan::{Change, Column, Denial, FieldChange, Instance, Part};
use serde_json::{Value, json};

use crate::arguments::Color;
use crate::terminal_text::{word, write_line};
use crate::text_table::{TextTable, terminal_width};

pub(super) const REMOVED: &str = "31";
pub(super) const ADDED: &str = "32";
pub(super) const WARNING: &str = "33";

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
        write_line!(out, "{}", self.origin())?;
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
        self.print_denials(out, color)?;
        writeln!(out)?;
        for belt in &self.made.belts {
            write_line!(out, "Refused: {}. Allow it with {}", belt.rule, belt.allow)?;
        }
        write_line!(out, "{}", self.summary())?;
        Ok(())
    }

    fn print_denials(&self, out: &mut impl Write, color: Color) -> anyhow::Result<()> {
        let Some(access) = &self.made.access else {
            return Ok(());
        };
        writeln!(out)?;
        if !access.denials.is_empty() {
            let rows = access.denials.iter().map(|denial| {
                [
                    denial.row.map(|row| row.to_string()).unwrap_or_default(),
                    word(&denial.username).into_owned(),
                    denial.action.clone(),
                    word(self.resource(denial)).into_owned(),
                    denial.reason.clone(),
                ]
            });
            let table = TextTable::of(["ROW", "USER", "DENIED", "ON", "WHY"], rows);
            print(out, &table, color, ["", "", REMOVED, "", ""])?;
            writeln!(out)?;
        }
        write_line!(out, "{}", access_summary(access))?;
        Ok(())
    }

    /// The resource of a denial without what all resources of the instance begin with.
    pub(super) fn resource<'d>(&self, denial: &'d Denial) -> &'d str {
        let rest = denial.resource.strip_prefix(&self.instance.arn);
        rest.and_then(|rest| rest.strip_prefix('/'))
            .unwrap_or(&denial.resource)
    }

    /// The instance and its service.
    pub(super) fn origin(&self) -> String {
        format!(
            "Instance {} at {}: {}, {}",
            name(self.instance),
            self.address,
            self.instance.kind,
            plural(self.made.directory, "person")
        )
    }

    /// What the plan does, in numbers.
    pub(super) fn summary(&self) -> String {
        let planned = &self.made.planned;
        if planned.changes.is_empty() && planned.refusals.is_empty() {
            return format!("Nothing to do: {} as the file says", plural(self.rows, "person"));
        }
        let calls = calls(&planned.changes);
        let updates = updates(&planned.changes);
        let created = of_part(&planned.changes, Part::Creation);
        let deleted = deletions(&planned.changes);
        let mut summary = format!(
            "{} to change, {} and {}; {}{} unchanged, {} refused; {}, {}",
            plural(people(&updates), "person"),
            plural(
                updates.iter().map(|change| change.fields().count()).sum(),
                "field"
            ),
            plural(addresses(&planned.changes), "address"),
            if created + deleted == 0 {
                String::new()
            } else {
                format!("{created} to create, {deleted} to delete; ")
            },
            plural(planned.unchanged, "row"),
            plural(self.refused_rows(), "row"),
            plural(calls, "call"),
            at_rate(self.rate, calls)
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
        let mut json = json!({
            "Instance": {
                "Id": self.instance.id,
                "Alias": self.instance.alias,
                "IdentityManagementType": self.instance.kind,
                "Endpoint": self.address,
                "People": self.made.directory,
            },
            "Counts": {
                "Rows": self.rows,
                "People": people(&planned.changes.iter().collect::<Vec<_>>()),
                "Created": of_part(&planned.changes, Part::Creation),
                "Deleted": deletions(&planned.changes),
                "Changes": planned.changes.len(),
                "Fields": planned.changes.iter().map(|change| change.fields().count()).sum::<usize>(),
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
        });
        if let Some(access) = &self.made.access {
            json["Access"] = json!(access);
        }
        json
    }
}

/// What policies say of a plan, in a line.
pub(super) fn access_summary(access: &Access) -> String {
    let calls = access.allowed + access.denied + access.uncertain;
    let mut parts = vec![format!(
        "{} may make {} of {}",
        access.caller,
        access.allowed,
        plural(calls, "call")
    )];
    if access.denied > 0 {
        parts.push(format!("{} denied", access.denied));
    }
    if access.uncertain > 0 {
        let keys: Vec<_> = access.unknown_keys.iter().map(String::as_str).collect();
        let keys = keys.join(", ");
        parts.push(format!(
            "{} uncertain, because policies ask for {keys}",
            access.uncertain
        ));
    }
    parts.join("; ")
}

/// Prints changes, and those of addresses once more.
pub(super) fn print_changes(out: &mut impl Write, changes: &[Change], color: Color) -> anyhow::Result<()> {
    let updates = updates(changes);
    if !updates.is_empty() {
        writeln!(out)?;
        let rows = named_rows(&updates, |field| {
            [
                word(&field.field.name()).into_owned(),
                shown(field.before).into_owned(),
                "→".to_owned(),
                shown(field.after).into_owned(),
            ]
        });
        let rows = rows.map(|(user, [field, before, arrow, after])| [user, field, before, arrow, after]);
        let table = TextTable::of(["USER", "FIELD", "BEFORE", "", "AFTER"], rows);
        print(out, &table, color, ["", "", REMOVED, "", ADDED])?;
    }
    print_addresses(out, changes, color)?;
    let created = created(changes);
    if !created.is_empty() {
        writeln!(out)?;
        let rows = named_rows(&created, |field| {
            [
                word(&field.field.name()).into_owned(),
                shown(field.after).into_owned(),
            ]
        });
        let rows = rows.map(|(user, [field, value])| [user, field, value]);
        let table = TextTable::of(["NEW USER", "FIELD", "VALUE"], rows);
        print(out, &table, color, [ADDED, "", ADDED])?;
    }
    let deleted = deleted(changes);
    if !deleted.is_empty() {
        writeln!(out)?;
        let rows = deleted.iter().map(|change| {
            [
                word(&change.username).into_owned(),
                shown(change.before.scalar(Column::FirstName)).into_owned(),
                shown(change.before.scalar(Column::LastName)).into_owned(),
                shown(change.before.scalar(Column::Email)).into_owned(),
            ]
        });
        let table = TextTable::of(["DELETED USER", "FIRST NAME", "LAST NAME", "ADDRESS"], rows);
        print(out, &table, color, [REMOVED, "", "", ""])?;
        write_line!(
            out,
            "Nothing brings deleted users back, not `roster bulk undo` either"
        )?;
    }
    Ok(())
}

/// A row for each field that changes, with the username in the first row of a person.
pub(super) fn named_rows<'a, Cell, const CELLS: usize>(
    changes: &'a [&'a Change],
    cells: impl Fn(FieldChange<'a>) -> [Cell; CELLS] + 'a,
) -> impl Iterator<Item = (String, [Cell; CELLS])> + 'a {
    let mut last: Option<&Change> = None;
    let fields = changes
        .iter()
        .flat_map(|change| change.fields().map(move |field| (*change, field)));
    fields.map(move |(change, field)| {
        let is_same = last
            .replace(change)
            .is_some_and(|last| last.is_about_person_of(change));
        let user = if is_same {
            String::new()
        } else {
            word(&change.username).into_owned()
        };
        (user, cells(field))
    })
}

/// Whether a change makes a person, or goes with it.
fn is_of_creation(change: &Change) -> bool {
    change.user_id.is_empty()
}

/// The changes of people who are there before and after.
pub(super) fn updates(changes: &[Change]) -> Vec<&Change> {
    let updates = changes.iter();
    updates
        .filter(|change| !is_of_creation(change) && change.part != Part::Deletion)
        .collect()
}

/// The changes that make people.
pub(super) fn created(changes: &[Change]) -> Vec<&Change> {
    changes.iter().filter(|change| is_of_creation(change)).collect()
}

/// The changes that delete people.
pub(super) fn deleted(changes: &[Change]) -> Vec<&Change> {
    let deleted = changes.iter();
    deleted.filter(|change| change.part == Part::Deletion).collect()
}

/// How many people are deleted.
pub(super) fn deletions(changes: &[Change]) -> usize {
    of_part(changes, Part::Deletion)
}

/// How many changes are of a part.
pub(super) fn of_part(changes: &[Change], part: Part) -> usize {
    changes.iter().filter(|change| change.part == part).count()
}

fn print_addresses(out: &mut impl Write, changes: &[Change], color: Color) -> anyhow::Result<()> {
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

/// What a resource is and how it is called.
pub(super) fn title(noun: &str, name: &str) -> String {
    format!("{noun} {}", word(name))
}

/// A value in a cell.
pub(super) fn shown(value: &str) -> Cow<'_, str> {
    if value.is_empty() {
        Cow::Borrowed("(none)")
    } else {
        word(value)
    }
}

/// How many people changes are about.
pub(super) fn people(changes: &[&Change]) -> usize {
    changes
        .chunk_by(|one, other| one.is_about_person_of(other))
        .count()
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

/// How long so many calls take.
pub(super) fn at_rate(rate: Rate, calls: usize) -> String {
    match rate.per_second {
        Some(per_second) => format!("{} at {per_second} a second", duration(rate.duration(calls))),
        None => "at any rate".to_owned(),
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
