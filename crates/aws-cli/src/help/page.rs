//! A page of help and its form on a terminal.

use std::fmt::Write as _;

use roster_model::service::Service;

const WIDTH: usize = 78;

/// A page of help.
pub(super) struct Page<'a> {
    /// The program, the service or the command.
    pub(super) name: &'a str,
    /// One line.
    pub(super) summary: &'a str,
    /// Paragraphs. Empty: the summary is enough.
    pub(super) description: &'a str,
    /// The service that the command line names.
    pub(super) service: Service,
    /// The part of the command line after the service.
    pub(super) synopsis: String,
    /// The lists below.
    pub(super) sections: Vec<Section>,
}

/// A list of terms under a title.
pub(super) struct Section {
    /// The title.
    pub(super) title: &'static str,
    /// The terms, in order.
    pub(super) entries: Vec<Entry>,
}

/// A term and its meaning.
pub(super) struct Entry {
    /// The term.
    pub(super) term: String,
    /// The meaning.
    pub(super) text: String,
}

impl Page<'_> {
    /// The page as plain text.
    pub(super) fn text(&self) -> String {
        let mut text = section("NAME", &format!("{}: {}", self.name, self.summary));
        if !self.description.is_empty() {
            text += &section("DESCRIPTION", self.description);
        }
        text += &section(
            "SYNOPSIS",
            &format!("aws {} {}", self.service.name(), self.synopsis),
        );
        for Section { title, entries } in &self.sections {
            text += title;
            text.push('\n');
            text.extend(entries.iter().map(Entry::text));
        }
        text
    }
}

impl Entry {
    fn text(&self) -> String {
        format!("{}{}\n", wrapped(&self.term, 7), wrapped(&self.text, 10))
    }
}

fn section(title: &str, text: &str) -> String {
    format!("{title}\n{}\n", wrapped(text, 7))
}

/// Lines of at most [`WIDTH`] characters, indented.
fn wrapped(text: &str, indent: usize) -> String {
    let mut wrapped = String::new();
    for paragraph in text.split("\n\n") {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && indent + line.chars().count() + 1 + word.chars().count() > WIDTH {
                push_line(&mut wrapped, indent, &std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        push_line(&mut wrapped, indent, &line);
    }
    wrapped
}

fn push_line(text: &mut String, indent: usize, line: &str) {
    let _ = writeln!(text, "{:indent$}{line}", "");
}
