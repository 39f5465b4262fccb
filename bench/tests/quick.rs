//! The bench works: a quick run of it, built as the tests are.

use std::env;
use std::process::Command;

#[test]
fn a_quick_run_has_every_figure_but_the_one_of_moto_and_says_that_they_mean_nothing() {
    let mut bench = Command::new(env!("CARGO_BIN_EXE_roster-bench"));
    bench.arg("--quick");
    if let Some(roster) = env::var_os("ROSTER_BIN") {
        bench.arg("--roster").arg(roster);
    }

    let output = bench.output().expect("the bench runs");

    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{text}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // Each figure has a row, and the report comes last.
    let report = text.rsplit("Measured at commit").next().unwrap_or_default();
    let missing: Vec<&str> = report
        .lines()
        .filter(|line| line.contains("not measured"))
        .collect();
    assert!(
        matches!(&*missing, [line] if line.contains("moto")),
        "{missing:#?}"
    );
    assert!(report.contains("Its figures mean nothing"), "{report}");
}
