//! The figures as text and as a page of the guide.

use std::fmt::Write;
use std::time::Duration;

use super::contents::Contents;
use super::figures::Row;
use super::load::CONNECTIONS;
use super::machine::Machine;
use super::processor_time::Part;
use super::rounds::{Latencies, Pace};

/// All that was measured.
pub(super) struct Report {
    machine: Machine,
    users: u64,
    rows: Vec<Row>,
    paces: Vec<Pace>,
    notes: Vec<String>,
    processor_time: Vec<Part>,
}

impl Report {
    pub(super) fn new(machine: Machine, users: u64) -> Self {
        Self {
            machine,
            users,
            rows: Vec::new(),
            paces: Vec::new(),
            notes: Vec::new(),
            processor_time: Vec::new(),
        }
    }

    /// Notes how long making users took, and what they take.
    #[expect(clippy::cast_precision_loss, reason = "it is shown in round numbers")]
    pub(super) fn made(&mut self, contents: &Contents, place: &str) {
        let (count, bytes) = (contents.count as f64, contents.disk_bytes as f64);
        self.note(format!(
            "{count} users without passwords (SAML) made with CreateUser{place} in {:.1} s: {:.0} per second; they take {:.0} MB, {:.0} bytes each",
            contents.seconds,
            contents.rate(),
            bytes / 1e6,
            bytes / count
        ));
    }

    /// Adds a figure, and prints it at once: what comes later may fail.
    pub(super) fn figure(&mut self, row: Row) {
        println!("  {}: {row}", row.figure.name);
        self.rows.push(row);
    }

    /// Adds the speeds that figures come from.
    pub(super) fn paces(&mut self, paces: Vec<Pace>) {
        for pace in &paces {
            println!("  {}: {:.0}/s", pace.name, pace.rate());
        }
        self.paces.extend(paces);
    }

    /// Adds where the processor time of an update goes.
    pub(super) fn processor_time(&mut self, parts: Vec<Part>) {
        for part in &parts {
            println!("  {}: {:.1} µs", part.name, part.microseconds);
        }
        self.processor_time = parts;
    }

    /// Adds a sentence, without its full stop, and prints it at once.
    pub(super) fn note(&mut self, sentence: String) {
        println!("  {sentence}.");
        self.notes.push(sentence);
    }

    /// For a terminal.
    pub(super) fn to_text(&self) -> String {
        let mut text = self.header();
        text += &aligned(&self.figures());
        text += "\n";
        text += &aligned(&self.speeds());
        text += "\n";
        text += &aligned(&self.times());
        text
    }

    /// For `docs/guide/performance.md`.
    pub(super) fn to_page(&self) -> String {
        let mut page = INTRODUCTION.to_owned();
        page += &self.header();
        page += &markdown(&self.figures());
        page += MEANING;
        for row in &self.rows {
            _ = writeln!(page, "- **{}**: {}", row.figure.name, row.figure.meaning);
        }
        page += SPEEDS;
        page += &markdown(&self.speeds());
        page += PROCESSOR_TIME;
        page += &markdown(&self.times());
        page
    }

    fn header(&self) -> String {
        let Machine {
            cores,
            model,
            commit,
            load,
        } = &self.machine;
        let mut header = format!(
            "Measured at commit {commit} on {cores} cores of {model}, shared by the server and the load; load \
             average before: {load}.\n{} users unless said otherwise; {} connections.\n",
            self.users, CONNECTIONS
        );
        for note in &self.notes {
            _ = writeln!(header, "{note}.");
        }
        header + "\n"
    }

    fn figures(&self) -> Vec<Vec<String>> {
        let mut table = vec![words(&["figure", "at least", "aim", "measured"])];
        table.extend(self.rows.iter().map(|row| {
            vec![
                row.figure.name.to_owned(),
                row.figure.at_least(),
                row.figure.aim(),
                row.to_string(),
            ]
        }));
        table
    }

    fn times(&self) -> Vec<Vec<String>> {
        let mut table = vec![words(&["part of an update", "processor time"])];
        table.extend(
            self.processor_time
                .iter()
                .map(|part| vec![part.name.to_owned(), format!("{:.1} µs", part.microseconds)]),
        );
        table
    }

    fn speeds(&self) -> Vec<Vec<String>> {
        let mut table = vec![words(&["load", "requests/s", "p50", "p99", "slowest"])];
        table.extend(self.paces.iter().map(|pace| {
            let milliseconds = |of: fn(&Latencies) -> Duration| {
                pace.latencies.as_ref().map_or_else(String::new, |latencies| {
                    format!("{:.2} ms", of(latencies).as_secs_f64() * 1000.0)
                })
            };
            vec![
                pace.name.clone(),
                format!("{:.0}", pace.rate()),
                milliseconds(|latencies| latencies.p50),
                milliseconds(|latencies| latencies.p99),
                milliseconds(|latencies| latencies.max),
            ]
        }));
        table
    }
}

const INTRODUCTION: &str = "# Performance

This page is written by `cargo xtask bench --write`; the 10 million users need `--full` besides. The figures that
matter are ratios: both sides are measured in turns, in the same run, with the same keep-alive connections and
requests that were signed before. They say more on another machine than requests per second do.

";

const MEANING: &str = "
What the figures mean:

";

const SPEEDS: &str = "
The speeds they come from, the median of the turns:

";

const PROCESSOR_TIME: &str = "
Where the processor time of a signed update on SQLite goes, under full load, as the kernel counts it for the server's threads. HTTP
is what a no-op takes; the next two are what unsigned updates add to it, and signed ones to those. The time of the writer's thread
is divided by what SQLite alone takes for the same statements, with as many updates in a commit:

";

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

fn markdown(table: &[Vec<String>]) -> String {
    let mut text = String::new();
    for (number, row) in table.iter().enumerate() {
        _ = writeln!(text, "| {} |", row.join(" | "));
        if number == 0 {
            _ = writeln!(text, "| {} |", vec!["---"; row.len()].join(" | "));
        }
    }
    text
}

fn aligned(table: &[Vec<String>]) -> String {
    let widths: Vec<usize> = (0..table[0].len())
        .map(|column| {
            table
                .iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for row in table {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        _ = writeln!(text, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    text
}
