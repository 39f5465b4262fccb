//! Lists: whether they are fetched page by page, and how the pages are printed.

use roster_client::{NEXT_TOKEN, PageOptions, Pages, Parameters};
use serde_json::Value;

use crate::commands::Command;
use crate::failure::Failure;
use crate::output::Format;
use crate::printing::Printer;
use crate::service_call::ServiceCall;

/// Whether all pages are fetched: not with `--no-paginate`, nor if the parameters ask for a particular page.
pub(crate) fn is_wanted(
    operation: &Command,
    no_paginate: bool,
    options: &PageOptions,
    parameters: &Parameters,
) -> Result<bool, Failure> {
    let members = operation.page_members();
    let asks_for_one = [members.token, members.size]
        .iter()
        .any(|name| parameters.contains_key(*name));
    if !no_paginate && !asks_for_one {
        return Ok(true);
    }
    let used: Vec<_> = [
        ("--starting-token", options.starting_token.is_some()),
        ("--page-size", options.page_size.is_some_and(|size| size != 0)),
        (
            "--max-items",
            own_max_items(operation).is_none() && options.max_items.is_some_and(|max| max != 0),
        ),
    ]
    .into_iter()
    .filter_map(|(option, is_used)| is_used.then_some(option))
    .collect();
    if used.is_empty() {
        return Ok(false);
    }
    let used = used.join(", ");
    Err(Failure::Validation(format!(
        "Cannot specify --no-paginate along with pagination arguments: {used}"
    )))
}

/// The request member that the service itself calls `MaxItems`, as IAM does. `--max-items` stands for it where a single page is
/// fetched.
pub(crate) fn own_max_items(operation: &Command) -> Option<&'static str> {
    let size = operation.page_members().size;
    (size == "MaxItems").then_some(size)
}

/// Fetches and prints the pages of the output member `items`.
pub(crate) fn print(
    printer: &mut Printer<'_>,
    service: &ServiceCall<'_>,
    items: &'static str,
    parameters: Parameters,
    options: &PageOptions,
) -> Result<(), Failure> {
    let call = |parameters: &Parameters| service.call(parameters);
    let mut pages = Pages::new(
        &call,
        service.operation().page_members(),
        items,
        parameters,
        options,
    );
    let others = service.operation().beside_pages();
    if !printer.is_paged() {
        return printer.print(pages.merged(&others)?);
    }
    if printer.format() == Format::Text {
        print_text_pages(printer, &mut pages, items, &others)?;
    } else {
        while let Some(page) = pages.next()? {
            printer.print_page(page)?;
        }
    }
    printer.finish_pages()
}

/// As text, a page shows its items; the first page shows all other members too.
fn print_text_pages(
    printer: &mut Printer<'_>,
    pages: &mut Pages<'_>,
    items: &str,
    others: &[&str],
) -> Result<(), Failure> {
    let mut shown: Vec<&str> = others.to_vec();
    shown.push(items);
    while let Some(page) = pages.next()? {
        let member = |name: &&str| ((*name).to_owned(), page.get(name).cloned().unwrap_or_default());
        printer.print_page(Value::Object(shown.iter().map(member).collect()))?;
        shown = vec![items];
    }
    if let Some(token) = pages.resume_token() {
        printer.print_page(serde_json::json!({NEXT_TOKEN: {NEXT_TOKEN: token}}))?;
    }
    Ok(())
}
