//! `roster bulk`: a plan for everybody of a directory, and a run of many changes beside the same updates by the load generator.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Context;

use super::contents::{Contents, SAMPLE};
use super::load::{CONNECTIONS, Load};
use super::processes::{Cost, measure};
use super::rounds::median;
use super::server::{Server, empty};
use super::traffic::Requests;

/// How often a plan and a run are repeated.
const ROUNDS: usize = 3;

/// The exit code of a plan that has changes.
const CHANGES: i32 = 2;

/// `roster bulk` at a server.
pub(super) struct Bulk<'s> {
    pub(super) roster: &'s Path,
    pub(super) server: &'s Server,
    pub(super) contents: &'s Contents,
    /// Where files and journals go.
    pub(super) home: PathBuf,
}

/// What was measured.
pub(super) struct BulkCost {
    /// A plan with a row for each user.
    pub(super) plan: Cost,
    /// Changes in a second that a run makes, against updates in a second by the load generator: the median of turns.
    pub(super) applied: f64,
    /// Changes in a second that a run makes.
    pub(super) rate: f64,
}

impl Bulk<'_> {
    /// Plans for everybody, and applies a plan of many changes, in turns with the same updates by the load generator.
    pub(super) fn measure(&self) -> anyhow::Result<BulkCost> {
        empty(self.home.clone())?;
        let everybody = self.write("everybody.csv", "LastName", self.contents.count, |number| {
            format!("Number {number}")
        })?;
        let mut plans = Vec::new();
        for _ in 0..ROUNDS {
            let mut plan = self.command(&["plan", &everybody, "--instance-id", &self.contents.instance])?;
            // The updates that were measured before have changed the names of some.
            plan.args(["--allow-changes", "100%", "--allow-privileged"]);
            plans.push(measure(&mut plan, &[0, CHANGES])?);
        }
        let (mut rates, mut ratios) = (Vec::new(), Vec::new());
        for round in 0..ROUNDS {
            let rate = self.apply(round)?;
            let turn = Duration::from_secs_f64(self.count() / rate);
            let target = &self.server.target;
            let mut updates =
                Requests::update_numbers(target, &self.contents.instance, &self.contents.users)?;
            let run = Load::connect(target.address, CONNECTIONS)?.run(&mut updates, turn)?;
            ratios.push(rate / run.rate);
            rates.push(rate);
        }
        Ok(BulkCost {
            plan: Cost::medians(&plans),
            applied: median(ratios),
            rate: median(rates),
        })
    }

    /// How many users a run changes.
    fn changes(&self) -> u64 {
        self.contents.count.min(SAMPLE as u64)
    }

    #[expect(clippy::cast_precision_loss, reason = "it is a small number")]
    fn count(&self) -> f64 {
        self.changes() as f64
    }

    /// Applies a plan that changes the mobile numbers of many. Returns the changes in a second.
    fn apply(&self, round: usize) -> anyhow::Result<f64> {
        let file = self.write("numbers.csv", "Mobile", self.changes(), |number| {
            format!("+12{round}{number:08}")
        })?;
        let plan = self.path("plan.json")?;
        let mut planning = self.command(&["plan", &file, "--instance-id", &self.contents.instance])?;
        planning.args(["--allow-changes", "100%", "--allow-privileged", "--out", &plan]);
        measure(&mut planning, &[CHANGES])?;
        let mut applying = self.command(&["apply", &plan, "--yes", "--journal", &self.path("journal")?])?;
        let cost = measure(&mut applying, &[0])?;
        Ok(self.count() / cost.wall * 1000.0)
    }

    /// Writes a file that gives each of the first users a value.
    fn write(
        &self,
        name: &str,
        column: &str,
        count: u64,
        value: impl Fn(u64) -> String,
    ) -> anyhow::Result<String> {
        let mut text = format!("Username,{column}\n");
        for number in 0..count {
            writeln!(text, "agent{number:08}@example.com,{}", value(number))?;
        }
        let path = self.path(name)?;
        std::fs::write(&path, text).with_context(|| format!("cannot write {path}"))?;
        Ok(path)
    }

    fn path(&self, name: &str) -> anyhow::Result<String> {
        let path = self.home.join(name);
        path.to_str().map(str::to_owned).context("the path is no text")
    }

    fn command(&self, arguments: &[&str]) -> anyhow::Result<Command> {
        let target = &self.server.target;
        let mut command = target.command(self.roster)?;
        command
            .arg("bulk")
            .args(arguments)
            .args(["--endpoint-url", &format!("http://{}", target.address)]);
        Ok(command)
    }
}
