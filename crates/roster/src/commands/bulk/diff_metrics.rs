//! The figures of a watch in Prometheus' text format 0.0.4, for the textfile collector of node_exporter. Source:
//! Prometheus' description of its exposition formats.

use std::fmt::{Display, Write as _};
use std::fs::Permissions;
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::Context;
use roster_plan::Comparison;

use crate::arguments::BulkDiff;
use crate::private_file::folder;

/// The figures of a watch.
pub(super) struct DiffMetrics<'a> {
    sides: [(&'static str, &'a str); 2],
    /// What the last comparison that did not fail has found.
    found: Option<Found>,
    last_time: f64,
    has_succeeded: bool,
    failures: u64,
}

struct Found {
    differences: usize,
    only_left: usize,
    only_right: usize,
}

impl<'a> DiffMetrics<'a> {
    /// Figures before the first comparison of two sides.
    pub(super) fn of(arguments: &'a BulkDiff) -> Self {
        Self {
            sides: [("left", &arguments.left), ("right", &arguments.right)],
            found: None,
            last_time: 0.0,
            has_succeeded: false,
            failures: 0,
        }
    }

    /// Takes a comparison into account.
    pub(super) fn note(&mut self, comparison: &Comparison, seconds: f64) {
        self.found = Some(Found {
            differences: comparison.differences.len(),
            only_left: comparison.only_left.len(),
            only_right: comparison.only_right.len(),
        });
        self.last_time = seconds;
        self.has_succeeded = true;
    }

    /// Takes a comparison into account that failed.
    pub(super) fn note_failure(&mut self, seconds: f64) {
        self.last_time = seconds;
        self.has_succeeded = false;
        self.failures += 1;
    }

    /// Replaces a file, which the collector may read as another user.
    pub(super) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let write = || -> io::Result<()> {
            let mut draft = tempfile::Builder::new()
                .prefix(".roster-")
                .permissions(Permissions::from_mode(0o644))
                .tempfile_in(folder(path))?;
            draft.write_all(self.text().as_bytes())?;
            draft.persist(path)?;
            Ok(())
        };
        write().with_context(|| format!("cannot write {}", path.display()))
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let mut add = |name: &str, kind: &str, help: &str, figure: &dyn Display| {
            let name = format!("roster_bulk_diff_{name}");
            let labels = self
                .sides
                .map(|(side, name)| format!("{side}=\"{}\"", label_value(name)));
            // Writing to a string cannot fail.
            _ = writeln!(
                text,
                "# HELP {name} {help}\n# TYPE {name} {kind}\n{name}{{{}}} {figure}",
                labels.join(",")
            );
        };
        if let Some(found) = &self.found {
            let figures = [
                (
                    "differences",
                    "Fields that differ between people on both sides.",
                    found.differences,
                ),
                ("only_left", "People only on the left side.", found.only_left),
                ("only_right", "People only on the right side.", found.only_right),
            ];
            for (name, help, figure) in figures {
                add(name, "gauge", help, &figure);
            }
        }
        add(
            "last_comparison_timestamp_seconds",
            "gauge",
            "When the last comparison ended.",
            &self.last_time.floor(),
        );
        add(
            "last_comparison_success",
            "gauge",
            "Whether the last comparison succeeded.",
            &u8::from(self.has_succeeded),
        );
        add(
            "failed_comparisons_total",
            "counter",
            "Comparisons that failed since the start of the watch.",
            &self.failures,
        );
        text
    }
}

/// A text as the value of a label.
fn label_value(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}
