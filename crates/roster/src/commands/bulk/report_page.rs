//! What became of a run as a page. Its file needs nothing else.

use maud::{Markup, html};
use roster_bulk::{outcome, started};
use roster_plan::State;

use super::page::{cell, page, table, value};
use super::plan_view::name;
use super::report::{ReportLine, RunReport};
use crate::terminal_text::escaped;

/// The page of a run at a time.
pub(super) fn report_page(report: &RunReport<'_>, written: &str) -> String {
    let RunReport { id, plan, progress } = *report;
    let instance = plan.instance.alias.as_deref().unwrap_or(&plan.instance.id);
    let facts = [
        ("Run", id.to_owned()),
        ("Undoes", plan.undoes.clone().unwrap_or_default()),
        ("Instance", name(&plan.instance)),
        ("Service", plan.endpoint.clone()),
        ("Plan made", plan.made_at.clone()),
        ("Run started", started(id)),
        ("Report written", written.to_owned()),
    ];
    let facts = facts.iter().filter(|(_, text)| !text.is_empty());
    let body = html! {
        p { strong { (report.summary()) } }
        @if !progress.is_complete() {
            p { "The run is not complete: " code { "roster bulk resume " (id) } " goes on." }
        }
        dl { @for (fact, text) in facts { dt { (fact) } dd { (escaped(text)) } } }
        (section(report, "Failed", |state| matches!(state, State::Failed(_))))
        (section(report, "Outcome unknown", |state| matches!(state, State::InDoubt)))
        (section(report, "Skipped", |state| matches!(state, State::Skipped(_))))
        (section(report, "Not tried yet", |state| matches!(state, State::Waiting)))
        (section(report, "Done", |state| matches!(state, State::Done)))
    };
    page(&format!("Run for {instance}"), &body)
}

/// The changes of some states, if there are any.
fn section(report: &RunReport<'_>, heading: &str, is_of_section: impl Fn(&State) -> bool) -> Markup {
    let resources: Vec<_> = report
        .resources()
        .filter(|line| is_of_section(line.state))
        .collect();
    let people: Vec<_> = report.people().filter(|line| is_of_section(line.state)).collect();
    html! {
        @if !(resources.is_empty() && people.is_empty()) {
            h2 { (heading) ": " (resources.len() + people.len()) }
            (lines("Resource", resources))
            (lines("User", people))
        }
    }
}

fn lines(heading: &str, lines: Vec<ReportLine<'_>>) -> Markup {
    html! {
        @if !lines.is_empty() {
            (table([heading, "Operation", "Change", "Why"], lines.into_iter().map(|line| [
                html! { bdi { (line.about) } },
                cell(line.operation),
                fields(&line.fields),
                html! { bdi { (escaped(outcome(line.state).1)) } },
            ])))
        }
    }
}

fn fields(fields: &[(String, String, String)]) -> Markup {
    html! {
        @for (name, before, after) in fields {
            div {
                (value(name)) ": " del { (value(before)) } " → " ins { (value(after)) }
            }
        }
    }
}
