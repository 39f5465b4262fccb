//! A plan as a page for a reader who approves it. Its file needs nothing else.

use maud::{Markup, html};
use roster_plan::Change;

use super::page::{cell, page, table, value};
use super::plan_view::{PlanView, access_summary, created, deleted, named_rows, updates};

/// The page of a plan.
pub(super) fn plan_page(view: &PlanView<'_>) -> String {
    let planned = &view.made.planned;
    let title = format!(
        "Plan for {}",
        view.instance.alias.as_deref().unwrap_or(&view.instance.id)
    );
    let body = html! {
        p { (view.origin()) }
        p { strong { (view.summary()) } }
        @if !view.made.belts.is_empty() {
            h2 { "Refused until it is allowed" }
            ul { @for belt in &view.made.belts { li { (belt.rule) ". Allow it with " code { (belt.allow) } } } }
        }
        @if let Some(access) = &view.made.access {
            h2 { "Access" }
            p { (value(&access_summary(access))) }
            @if !access.denials.is_empty() {
                (table(["Row", "User", "Denied", "On", "Why"], access.denials.iter().map(|denial| [
                    cell(&denial.row.map(|row| row.to_string()).unwrap_or_default()),
                    value(&denial.username),
                    cell(&denial.action),
                    value(view.resource(denial)),
                    value(&denial.reason),
                ])))
            }
        }
        @if !planned.refusals.is_empty() {
            h2 { "Refused rows" }
            (table(["Row", "Column", "Refused", "Rule", "Suggestion"], planned.refusals.iter().map(|refusal| [
                cell(&refusal.row.to_string()),
                value(&refusal.column),
                value(&refusal.value),
                cell(&refusal.rule),
                cell(refusal.suggestion.as_deref().unwrap_or_default()),
            ])))
        }
        (addresses(&planned.changes))
        (updated(&updates(&planned.changes)))
        (new(&created(&planned.changes)))
        (removed(&deleted(&planned.changes)))
    };
    page(&title, &body)
}

fn addresses(changes: &[Change]) -> Markup {
    let addresses: Vec<_> = changes
        .iter()
        .filter_map(|change| Some((change, change.address()?)))
        .collect();
    html! {
        @if !addresses.is_empty() {
            h2 { "Addresses, to which password-reset mail goes" }
            (table(["Address of", "Before", "After", ""], addresses.iter().map(|(change, address)| [
                value(&change.username),
                html! { del { (value(address.before)) } },
                html! { ins { (value(address.after)) } },
                match address.domains() {
                    Some((before, after)) => html! { strong { "another domain: " (value(before)) " → " (value(after)) } },
                    None => html! {},
                },
            ])))
        }
    }
}

fn updated(changes: &[&Change]) -> Markup {
    html! {
        @if !changes.is_empty() {
            h2 { "Changes" }
            (table(["User", "Field", "Before", "After"], named_rows(changes, |field| [
                value(&field.field.name()),
                html! { del { (value(field.before)) } },
                html! { ins { (value(field.after)) } },
            ]).map(|(user, [field, before, after])| [cell(&user), field, before, after])))
        }
    }
}

fn new(changes: &[&Change]) -> Markup {
    html! {
        @if !changes.is_empty() {
            h2 { "New users" }
            (table(["User", "Field", "Value"], named_rows(changes, |field| [
                value(&field.field.name()),
                html! { ins { (value(field.after)) } },
            ]).map(|(user, [field, after])| [cell(&user), field, after])))
        }
    }
}

fn removed(changes: &[&Change]) -> Markup {
    html! {
        @if !changes.is_empty() {
            h2 { "Deleted users" }
            p { strong { "Nothing brings deleted users back." } }
            (table(["User", "Field", "Value"], named_rows(changes, |field| [
                value(&field.field.name()),
                html! { del { (value(field.before)) } },
            ]).map(|(user, [field, before])| [cell(&user), field, before])))
        }
    }
}
