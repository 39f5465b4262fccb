//! What was measured, and on what.

use std::path::Path;
use std::process::Command;

/// The machine, and the state of the code.
#[derive(Clone)]
pub(super) struct Machine {
    pub(super) cores: usize,
    pub(super) model: String,
    pub(super) commit: String,
    /// How many processes wanted to run when the bench began: more than none means company.
    pub(super) load: String,
}

impl Machine {
    pub(super) fn here(project: &Path) -> Self {
        Self {
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            model: model().unwrap_or_else(|| "unknown".to_owned()),
            commit: commit(project).unwrap_or_else(|| "unknown".to_owned()),
            load: load().unwrap_or_else(|| "unknown".to_owned()),
        }
    }
}

impl Machine {
    /// Whether files differ from the commit.
    pub(super) fn is_dirty(&self) -> bool {
        self.commit.ends_with(DIRTY)
    }
}

/// What git puts after the commit if files differ from it.
const DIRTY: &str = "-dirty";

fn model() -> Option<String> {
    let info = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = info.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// The commit, with a mark if files differ from it.
fn commit(project: &Path) -> Option<String> {
    let described = Command::new("git")
        .args(["describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"])
        .current_dir(project)
        .output()
        .ok()?;
    let text = String::from_utf8(described.stdout).ok()?;
    Some(text.trim().to_owned()).filter(|commit| !commit.is_empty())
}

fn load() -> Option<String> {
    let averages = std::fs::read_to_string("/proc/loadavg").ok()?;
    averages.split_whitespace().next().map(str::to_owned)
}
