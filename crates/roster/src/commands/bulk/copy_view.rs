//! A plan that copies one instance to another, as people read it, and as JSON.

use std::io::Write;

use roster_bulk::{calls, calls_for_resources};
use roster_plan::{Copying, DirectoryType, Instance, Part, Refusal, ResourceChange, Sheet};
use serde_json::{Value, json};

use super::plan_view::{
    ADDED, PlanView, REMOVED, WARNING, at_rate, name, of_part, people, plural, print, print_changes, shown,
    title, updates,
};
use crate::arguments::Color;
use crate::terminal_text::{word, write_line};
use crate::text_table::TextTable;

/// A plan and its circumstances.
pub(super) struct CopyView<'a> {
    pub(super) source: &'a Instance,
    pub(super) source_address: &'a str,
    pub(super) copying: &'a Copying,
    /// The people of the source.
    pub(super) sheet: &'a Sheet,
    /// The plan that makes the people of the target like them.
    pub(super) people: PlanView<'a>,
}

impl CopyView<'_> {
    /// Whether it can be applied.
    pub(super) fn is_refused(&self) -> bool {
        self.people.made.is_refused() || !self.copying.refused.is_empty()
    }

    /// Prints the plan.
    pub(super) fn print(&self, out: &mut impl Write, color: Color) -> anyhow::Result<()> {
        let planned = &self.people.made.planned;
        write_line!(
            out,
            "Copy of instance {} at {}",
            name(self.source),
            self.source_address
        )?;
        write_line!(out, "{}", self.people.origin())?;
        self.print_resources(out, color)?;
        print_changes(out, &planned.changes, color)?;
        for (heading, uncopied, style) in [
            ("NOT COPIED", &self.copying.left_out, WARNING),
            ("REFUSED", &self.copying.refused, REMOVED),
        ] {
            if !uncopied.is_empty() {
                writeln!(out)?;
                let rows = uncopied
                    .iter()
                    .map(|uncopied| [title(uncopied.resource, &uncopied.name), uncopied.rule.clone()]);
                print(out, &TextTable::of([heading, "WHY"], rows), color, [style, ""])?;
            }
        }
        if !planned.refusals.is_empty() {
            writeln!(out)?;
            let rows = planned.refusals.iter().map(|refusal| {
                [
                    word(self.username(refusal)).into_owned(),
                    word(&refusal.column).into_owned(),
                    shown(&refusal.value).into_owned(),
                    refusal.rule.clone(),
                    refusal.suggestion.clone().unwrap_or_default(),
                ]
            });
            let table = TextTable::of(["USER", "FIELD", "REFUSED", "RULE", "SUGGESTION"], rows);
            print(out, &table, color, ["", "", REMOVED, "", ADDED])?;
        }
        writeln!(out)?;
        for belt in &self.people.made.belts {
            write_line!(out, "Refused: {}. Allow it with {}", belt.rule, belt.allow)?;
        }
        if of_part(&planned.changes, Part::Creation) > 0
            && self.people.instance.kind == DirectoryType::ConnectManaged
        {
            write_line!(
                out,
                "Passwords are not copied: each new person sets one by a mail to the primary address"
            )?;
        }
        write_line!(out, "{}", self.summary())?;
        Ok(())
    }

    fn print_resources(&self, out: &mut impl Write, color: Color) -> anyhow::Result<()> {
        let (new, changed): (Vec<_>, Vec<_>) = self.copying.changes.iter().partition(|change| change.is_new);
        if !changed.is_empty() {
            writeln!(out)?;
            let rows = rows(&changed).map(|[title, field, before, after]| {
                [
                    title,
                    field,
                    shown(&before).into_owned(),
                    "→".to_owned(),
                    shown(&after).into_owned(),
                ]
            });
            let table = TextTable::of(["RESOURCE", "FIELD", "BEFORE", "", "AFTER"], rows);
            print(out, &table, color, ["", "", REMOVED, "", ADDED])?;
        }
        if !new.is_empty() {
            writeln!(out)?;
            let rows = rows(&new).map(|[title, field, _, after]| {
                let value = if field.is_empty() {
                    after
                } else {
                    word(&after).into_owned()
                };
                [title, field, value]
            });
            let table = TextTable::of(["NEW RESOURCE", "FIELD", "VALUE"], rows);
            print(out, &table, color, [ADDED, "", ADDED])?;
        }
        Ok(())
    }

    /// The user whom a refusal is about.
    fn username(&self, refusal: &Refusal) -> &str {
        let row = self.sheet.rows.iter().find(|row| row.number == refusal.row);
        row.map_or("", |row| &row.key)
    }

    fn calls(&self) -> usize {
        calls_for_resources(&self.copying.changes) + calls(&self.people.made.planned.changes)
    }

    /// How many resources the plan makes, and how many it changes.
    fn resources(&self) -> (usize, usize) {
        let resources = self
            .copying
            .changes
            .chunk_by(ResourceChange::is_about_resource_of);
        let all = resources.clone().count();
        let new = resources.filter(|changes| changes[0].is_new).count();
        (new, all - new)
    }

    /// What the plan does, in numbers.
    fn summary(&self) -> String {
        let planned = &self.people.made.planned;
        let source = self.source.alias.as_deref().unwrap_or(&self.source.id);
        if self.copying.changes.is_empty() && planned.changes.is_empty() && !self.is_refused() {
            return format!(
                "Nothing to do: {} and what people refer to are as in {source}",
                plural(self.people.rows, "person")
            );
        }
        let (new, changed) = self.resources();
        let calls = self.calls();
        let mut summary = format!(
            "{} to make, {changed} to change; {} to create, {} to change; {} refused; {}, {}",
            plural(new, "resource"),
            plural(of_part(&planned.changes, Part::Creation), "person"),
            people(&updates(&planned.changes)),
            self.copying.refused.len() + planned.refusals.len(),
            plural(calls, "call"),
            at_rate(self.people.rate, calls)
        );
        if self.is_refused() {
            summary.push_str("; nothing can be applied before all is allowed");
        }
        summary
    }

    /// The plan as JSON: that of the people, and what is beside it.
    pub(super) fn json(&self) -> Value {
        let mut json = self.people.json();
        let (new, changed) = self.resources();
        let calls = self.calls();
        json["Source"] = json!({
            "Id": self.source.id,
            "Alias": self.source.alias,
            "IdentityManagementType": self.source.kind,
            "Endpoint": self.source_address,
        });
        json["Counts"]["ResourcesMade"] = new.into();
        json["Counts"]["ResourcesChanged"] = changed.into();
        json["Counts"]["Calls"] = calls.into();
        json["Counts"]["Seconds"] = self.people.rate.duration(calls).as_secs().into();
        json["ResourceChanges"] = self.copying.changes.iter().map(resource_json).collect();
        json["RefusedResources"] = json!(self.copying.refused);
        json["NotCopied"] = json!(self.copying.left_out);
        let refusals = self.people.made.planned.refusals.iter();
        json["Refused"] = refusals
            .map(|refusal| {
                json!({
                    "Username": self.username(refusal),
                    "Column": refusal.column,
                    "Value": refusal.value,
                    "Rule": refusal.rule,
                    "Suggestion": refusal.suggestion,
                })
            })
            .collect();
        json
    }
}

/// A row for each member that changes, with the resource in its first row. A new resource without members has a row, too.
fn rows<'a>(changes: &'a [&'a ResourceChange]) -> impl Iterator<Item = [String; 4]> + 'a {
    let resources = changes.chunk_by(|one, other| one.is_about_resource_of(other));
    resources.flat_map(|changes| {
        let members: Vec<_> = changes.iter().flat_map(|change| change.members()).collect();
        let mut rows: Vec<_> = members
            .into_iter()
            .map(|member| {
                [
                    String::new(),
                    word(&member.name).into_owned(),
                    member.before,
                    member.after,
                ]
            })
            .collect();
        if rows.is_empty() {
            rows.push(<[String; 4]>::default());
        }
        rows[0][0] = title(changes[0].kind.noun(), &changes[0].name());
        rows
    })
}

fn resource_json(change: &ResourceChange) -> Value {
    json!({
        "Resource": change.kind.noun(),
        "Name": change.name(),
        "Operation": change.call.operation().name,
        "Fields": change.members(),
    })
}
