//! `roster bulk diff --watch`: one comparison after the other, and what has changed from one to the next.

use std::collections::BTreeSet;
use std::io::Write;
use std::ops::ControlFlow;

use roster_bulk::timestamp;
use roster_client::Clock;
use roster_plan::{Comparison, Difference};
use serde::Serialize;

use super::diff::{exit_code, summary};
use super::diff_metrics::DiffMetrics;
use super::exit_codes::{FAILURE, INTERRUPTED};
use super::plan_view::shown;
use crate::arguments::BulkDiff;
use crate::terminal_text::{json_line, word, write_line};

/// What the comparisons of a watch have found.
pub(super) struct DiffWatch<'a> {
    arguments: &'a BulkDiff,
    clock: &'a dyn Clock,
    /// The last comparison that did not fail.
    last: Option<Comparison>,
    metrics: DiffMetrics<'a>,
    exit_code: u8,
}

impl<'a> DiffWatch<'a> {
    /// A watch before its first comparison.
    pub(super) fn new(arguments: &'a BulkDiff, clock: &'a dyn Clock) -> Self {
        Self {
            arguments,
            clock,
            last: None,
            metrics: DiffMetrics::of(arguments),
            exit_code: INTERRUPTED,
        }
    }

    /// Compares and waits until one of the two breaks. Returns the exit code of the last comparison.
    pub(super) fn run(
        mut self,
        out: &mut impl Write,
        compare: &mut dyn FnMut() -> ControlFlow<(), anyhow::Result<Comparison>>,
        wait: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> anyhow::Result<u8> {
        while let ControlFlow::Continue(compared) = compare() {
            match compared {
                Ok(comparison) => self.note(out, comparison)?,
                Err(error) => self.note_failure(out, &error)?,
            }
            if let Some(path) = &self.arguments.metrics {
                self.metrics.write(path)?;
            }
            out.flush()?;
            if wait().is_break() {
                break;
            }
        }
        Ok(self.exit_code)
    }

    fn note(&mut self, out: &mut impl Write, comparison: Comparison) -> anyhow::Result<()> {
        let is_after_failure = self.exit_code == FAILURE;
        self.exit_code = exit_code(&comparison);
        self.metrics.note(&comparison, self.clock.seconds());
        let time = timestamp(self.clock);
        if self.arguments.json {
            let compared = Compared {
                time,
                comparison: &comparison,
            };
            writeln!(out, "{}", json_line(&compared)?)?;
        } else if self.last.as_ref() != Some(&comparison) || is_after_failure {
            write_line!(out, "{time}: {}", summary(&comparison))?;
            print_changes(out, self.last.as_ref(), &comparison)?;
        }
        self.last = Some(comparison);
        Ok(())
    }

    fn note_failure(&mut self, out: &mut impl Write, error: &anyhow::Error) -> anyhow::Result<()> {
        self.exit_code = FAILURE;
        self.metrics.note_failure(self.clock.seconds());
        let time = timestamp(self.clock);
        if self.arguments.json {
            let failed = Failed {
                time,
                error: format!("{error:#}"),
            };
            writeln!(out, "{}", json_line(&failed)?)?;
        } else {
            write_line!(out, "{time}: The comparison failed: {error:#}")?;
        }
        Ok(())
    }
}

/// A comparison as a line of JSON.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Compared<'a> {
    time: String,
    #[serde(flatten)]
    comparison: &'a Comparison,
}

/// A comparison that failed, as a line of JSON.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Failed {
    time: String,
    error: String,
}

/// One thing that differs.
#[derive(Clone, Copy, PartialEq)]
enum Finding<'a> {
    Differs(&'a Difference),
    OnlyLeft(&'a str),
    OnlyRight(&'a str),
}

impl<'a> Finding<'a> {
    fn all(comparison: &'a Comparison) -> Vec<Self> {
        let differences = comparison.differences.iter().map(Finding::Differs);
        let lefts = comparison
            .only_left
            .iter()
            .map(|username| Finding::OnlyLeft(username));
        let rights = comparison
            .only_right
            .iter()
            .map(|username| Finding::OnlyRight(username));
        differences.chain(lefts).chain(rights).collect()
    }

    /// What it is about, whatever the values are.
    fn subject(self) -> String {
        match self {
            Finding::Differs(difference) => {
                format!("{} {}", word(&difference.username), word(&difference.field))
            }
            Finding::OnlyLeft(username) => format!("{}, only left", word(username)),
            Finding::OnlyRight(username) => format!("{}, only right", word(username)),
        }
    }

    fn text(self) -> String {
        match self {
            Finding::Differs(Difference { left, right, .. }) => {
                format!("{}: left {}, right {}", self.subject(), shown(left), shown(right))
            }
            Finding::OnlyLeft(_) | Finding::OnlyRight(_) => self.subject(),
        }
    }
}

/// Prints what differs now and did not so before, and what differs no more.
fn print_changes(out: &mut impl Write, before: Option<&Comparison>, now: &Comparison) -> anyhow::Result<()> {
    let (before, now) = (before.map(Finding::all).unwrap_or_default(), Finding::all(now));
    for finding in now.iter().filter(|finding| !before.contains(finding)) {
        write_line!(out, "  differs now: {}", finding.text())?;
    }
    let subjects: BTreeSet<_> = now.iter().map(|finding| finding.subject()).collect();
    for subject in before.iter().map(|finding| finding.subject()) {
        if !subjects.contains(&subject) {
            write_line!(out, "  differs no more: {subject}")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::path::PathBuf;
    use std::time::Duration;

    use anyhow::anyhow;
    use clap::Parser;
    use serde_json::{Value, json};

    use super::*;
    use crate::arguments::Bulk;

    /// A clock that each wait sets forward by five minutes.
    struct Stepped(Cell<f64>);

    impl Clock for Stepped {
        fn seconds(&self) -> f64 {
            self.0.get()
        }

        fn wait(&self, duration: Duration) {
            self.0.set(self.0.get() + duration.as_secs_f64());
        }
    }

    #[derive(Parser)]
    struct Command {
        #[command(subcommand)]
        bulk: Bulk,
    }

    fn arguments(more: &[&str]) -> BulkDiff {
        let words = ["roster", "diff", "hr.csv", "demo", "--watch", "5m"];
        match Command::parse_from([&words[..], more].concat()).bulk {
            Bulk::Diff(arguments) => arguments,
            other => panic!("{other:?}"),
        }
    }

    /// What a watch prints about these comparisons, and its exit code.
    fn watched(more: &[&str], comparisons: Vec<anyhow::Result<Comparison>>) -> (String, u8) {
        let (arguments, clock) = (arguments(more), Stepped(Cell::new(1_795_256_130.0)));
        let (mut out, mut comparisons) = (Vec::new(), comparisons.into_iter());
        let code = DiffWatch::new(&arguments, &clock)
            .run(
                &mut out,
                &mut || {
                    comparisons
                        .next()
                        .map_or(ControlFlow::Break(()), ControlFlow::Continue)
                },
                &mut || {
                    clock.wait(Duration::from_mins(5));
                    ControlFlow::Continue(())
                },
            )
            .unwrap();
        (String::from_utf8(out).unwrap(), code)
    }

    fn differing(left: &str, only_left: &[&str]) -> Comparison {
        Comparison {
            differences: vec![Difference {
                username: "mary".to_owned(),
                field: "LastName".to_owned(),
                left: left.to_owned(),
                right: "Miller".to_owned(),
            }],
            only_left: only_left.iter().map(|&name| name.to_owned()).collect(),
            only_right: Vec::new(),
        }
    }

    #[test]
    fn a_watch_prints_what_differs_now_and_what_differs_no_more() {
        let (out, code) = watched(
            &[],
            vec![
                Ok(differing("Meier", &["zoe"])),
                Ok(differing("Meier", &["zoe"])),
                Ok(differing("Maier", &["\u{1b}[2J"])),
                Err(anyhow!("the service is away").context("demo is no file")),
                Ok(differing("Maier", &["\u{1b}[2J"])),
                Ok(Comparison::default()),
            ],
        );

        assert_eq!(code, 0);
        assert_eq!(
            out,
            "\
2026-11-21T10:15:30Z: 1 person differs in 1 field; 1 only left, 0 only right
  differs now: mary LastName: left Meier, right Miller
  differs now: zoe, only left
2026-11-21T10:25:30Z: 1 person differs in 1 field; 1 only left, 0 only right
  differs now: mary LastName: left Maier, right Miller
  differs now: \"\\u{1b}[2J\", only left
  differs no more: zoe, only left
2026-11-21T10:30:30Z: The comparison failed: demo is no file: the service is away
2026-11-21T10:35:30Z: 1 person differs in 1 field; 1 only left, 0 only right
2026-11-21T10:40:30Z: Nothing differs
  differs no more: mary LastName
  differs no more: \"\\u{1b}[2J\", only left
"
        );
    }

    #[test]
    fn the_exit_code_is_that_of_the_last_comparison() {
        let failure = || Err(anyhow!("away"));
        for (comparisons, expected) in [
            (vec![failure(), Ok(Comparison::default())], 0),
            (vec![Ok(Comparison::default()), Ok(differing("Meier", &[]))], 2),
            (vec![Ok(Comparison::default()), failure()], 1),
            (vec![], 130),
        ] {
            assert_eq!(watched(&[], comparisons).1, expected);
        }
    }

    #[test]
    fn each_comparison_is_a_line_of_json() {
        let (out, _) = watched(
            &["--json"],
            vec![
                Ok(differing("Meier", &["zoe"])),
                Ok(Comparison::default()),
                Err(anyhow!("away")),
            ],
        );

        let lines: Vec<Value> = out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(
            lines,
            [
                json!({
                    "Time": "2026-11-21T10:15:30Z",
                    "Differences": [{"Username": "mary", "Field": "LastName", "Left": "Meier", "Right": "Miller"}],
                    "OnlyLeft": ["zoe"], "OnlyRight": [],
                }),
                json!({"Time": "2026-11-21T10:20:30Z", "Differences": [], "OnlyLeft": [], "OnlyRight": []}),
                json!({"Time": "2026-11-21T10:25:30Z", "Error": "away"}),
            ]
        );
    }

    #[test]
    fn the_metrics_keep_the_last_figures_when_a_comparison_fails() {
        let folder = tempfile::tempdir().unwrap();
        let path: PathBuf = folder.path().join("diff.prom");
        let option = ["--metrics", path.to_str().unwrap()];

        watched(&option, vec![Err(anyhow!("away"))]);
        let without_figures = std::fs::read_to_string(&path).unwrap();
        watched(
            &option,
            vec![Ok(differing("Meier", &["zoe", "ana"])), Err(anyhow!("away"))],
        );
        let with_figures = std::fs::read_to_string(&path).unwrap();

        assert!(!without_figures.contains("only_left"), "{without_figures}");
        let labels = "{left=\"hr.csv\",right=\"demo\"}";
        for (metric, figure) in [
            ("differences", "1"),
            ("only_left", "2"),
            ("only_right", "0"),
            ("last_comparison_timestamp_seconds", "1795256430"),
            ("last_comparison_success", "0"),
            ("failed_comparisons_total", "1"),
        ] {
            let line = format!("\nroster_bulk_diff_{metric}{labels} {figure}\n");
            assert!(with_figures.contains(&line), "{line}{with_figures}");
        }
    }
}
