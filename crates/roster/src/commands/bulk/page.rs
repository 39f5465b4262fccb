//! What the pages of plans and of runs have in common. The file of a page needs nothing else.

use maud::{Markup, html};

use super::plan_view::shown;
use crate::commands::page;

const STYLE: &str = include_str!("page.css");

/// A page under a heading.
pub(super) fn page(heading: &str, body: &Markup) -> String {
    page::page(&format!("{heading} · Roster"), heading, STYLE, body)
}

/// A table with a row of headings.
pub(super) fn table<const COLUMNS: usize>(
    headings: [&str; COLUMNS],
    rows: impl Iterator<Item = [Markup; COLUMNS]>,
) -> Markup {
    html! {
        table {
            thead { tr { @for heading in headings { th scope="col" { (heading) } } } }
            tbody { @for row in rows { tr { @for cell in row { td { (cell) } } } } }
        }
    }
}

/// A text in a cell.
pub(super) fn cell(text: &str) -> Markup {
    html! { (text) }
}

/// A value, with what a browser would not show spelled out.
pub(super) fn value(text: &str) -> Markup {
    html! { bdi { (shown(text)) } }
}
