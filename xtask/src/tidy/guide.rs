//! The guide to Roster's behaviour: every rule in it names the test that pins it, and that test is
//! there.

use std::path::Path;

use anyhow::Result;

use super::tree::files;

const GUIDE: &str = "docs/guide/behaviour.md";

pub(super) fn faults(root: &Path) -> Result<Vec<String>> {
    let mut sources = String::new();
    for folder in ["crates", "e2e"] {
        for path in files(&root.join(folder), "rs")? {
            sources += &std::fs::read_to_string(path)?;
        }
    }
    let guide = std::fs::read_to_string(root.join(GUIDE))?;
    let mut faults = Vec::new();
    for (number, line) in guide.lines().enumerate().filter(|(_, line)| is_rule(line)) {
        let tests: Vec<&str> = line
            .rsplit('|')
            .nth(1)
            .unwrap_or_default()
            .split('`')
            .skip(1)
            .step_by(2)
            .collect();
        if tests.is_empty() {
            faults.push(format!("{GUIDE}:{} names no test", number + 1));
        }
        let missing = tests
            .iter()
            .filter(|test| !sources.contains(&format!("fn {test}(")));
        faults.extend(
            missing.map(|test| format!("{GUIDE}:{} names the test {test}, which is not there", number + 1)),
        );
    }
    Ok(faults)
}

/// Whether a line is a row of a table, but for its head.
fn is_rule(line: &str) -> bool {
    line.starts_with("| ") && !line.starts_with("| Rule") && !line.starts_with("| ---")
}
