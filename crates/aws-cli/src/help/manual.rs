//! The pages of `help` as manual pages, in roff.

use roff::{Roff, bold, roman};
use roster_model::service::Service;

use super::page::{Entry, Page, Section};
use super::{command_page, global_options, service_page};
use crate::commands;

/// Marks where a long word, such as shorthand or a link, may break, which the crate `roff` cannot express.
const MAY_BREAK: char = '\u{200b}';

/// A page of the manual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualPage {
    /// Its name: `roster-connect-describe-user`.
    pub name: String,
    /// The page, in roff.
    pub roff: String,
}

/// Every page: that of each service, with one for each of its commands.
pub(crate) fn manual() -> Vec<ManualPage> {
    commands::SERVICES
        .iter()
        .flat_map(|(service, _)| of_service(*service))
        .collect()
}

fn of_service(service: Service) -> Vec<ManualPage> {
    let mut all = service_page(service);
    all.sections.push(Section {
        title: "OPTIONS OF EVERY COMMAND",
        entries: global_options(),
    });
    all.sections.push(Section {
        title: "EXIT STATUS",
        entries: exit_codes(),
    });
    let name = format!("roster-{}", service.name());
    let mut pages = vec![page(&name, "roster(1)", &all)];
    pages.extend(commands::all(service).into_iter().map(|(command_name, command)| {
        page(
            &format!("{name}-{command_name}"),
            &format!("{name}(1)"),
            &command_page(&command, &command_name, &command.documentation()),
        )
    }));
    pages
}

fn exit_codes() -> Vec<Entry> {
    let codes = [
        ("0", "Done."),
        ("130", "Interrupted."),
        ("252", "The command line, or a value, is not acceptable."),
        (
            "253",
            "Credentials or Region are missing, or the pager does not start.",
        ),
        ("254", "The service refused."),
        ("255", "Anything else."),
    ];
    let entry = |(term, text): (&str, &str)| Entry {
        term: term.to_owned(),
        text: text.to_owned(),
    };
    codes.map(entry).into()
}

fn page(name: &str, more: &str, page: &Page<'_>) -> ManualPage {
    let mut roff = Roff::new();
    let source = concat!("roster ", env!("CARGO_PKG_VERSION"));
    // No date, so that the same source makes the same page. An empty argument needs quotes.
    roff.control("TH", [name.to_uppercase().as_str(), "1", "\"\"", source]);
    // Text that people copy is neither stretched nor hyphenated.
    roff.control("ad", ["l"]);
    roff.control("nh", []);
    roff.control("SH", ["NAME"]);
    roff.text([roman(format!("{name} - {}", page.summary.trim_end_matches('.')))]);
    roff.control("SH", ["SYNOPSIS"]);
    let program = format!("roster {}", page.service.name());
    roff.text([bold(program), roman(format!(" {}", page.synopsis))]);
    if !page.description.is_empty() {
        roff.control("SH", ["DESCRIPTION"]);
        write_paragraphs(&mut roff, page.description, "PP");
    }
    for section in &page.sections {
        write_section(&mut roff, section);
    }
    roff.control("SH", ["SEE ALSO"]);
    roff.text([roman(more)]);
    ManualPage {
        name: name.to_owned(),
        roff: roff.render().replace(MAY_BREAK, "\\:"),
    }
}

fn write_section(roff: &mut Roff, section: &Section) {
    roff.control("SH", [section.title]);
    for entry in &section.entries {
        roff.control("TP", []);
        roff.text([bold(&entry.term)]);
        write_paragraphs(roff, &entry.text, "IP");
    }
}

/// Paragraphs, separated by this roff request.
fn write_paragraphs(roff: &mut Roff, text: &str, separator: &str) {
    for (index, paragraph) in text.split("\n\n").enumerate() {
        if index > 0 {
            roff.control(separator, []);
        }
        let words: Vec<_> = paragraph.split_whitespace().collect();
        roff.text([roman(breakable(&words.join(" ")))]);
    }
}

fn breakable(text: &str) -> String {
    let mut breakable = String::with_capacity(text.len());
    for character in text.chars() {
        breakable.push(character);
        breakable.extend(
            [',', '=', '{', '/', ':']
                .contains(&character)
                .then_some(MAY_BREAK),
        );
    }
    breakable
}
