//! Replays recordings of the real AWS CLI against the built binary and a stub of the service, and
//! prints how many hold. `golden/not-held.txt` names those that do not, each with its reason; it only
//! shrinks.

#[path = "golden/case.rs"]
mod case;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use case::Case;
use serde_json::Value;

/// The recordings that need not hold, with the reason.
fn not_held() -> BTreeMap<&'static str, &'static str> {
    include_str!("golden/not-held.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(" | ").expect("a name, a bar and a reason"))
        .collect()
}

#[test]
fn the_recordings_of_the_aws_cli_hold() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("golden/cases.json")).unwrap();
    let mut not_held = not_held();
    let (mut held, mut report) = (0, String::new());

    for case in cases.iter().map(Case) {
        let differences = case.replay();
        let excused = not_held.remove(case.name());
        match (differences.is_empty(), excused) {
            (true, None) => held += 1,
            (true, Some(_)) => {
                held += 1;
                let _ = writeln!(report, "\n“{}” holds: strike it from not-held.txt", case.name());
            }
            (false, Some(reason)) => println!("“{}” does not hold: {reason}", case.name()),
            (false, None) => {
                let _ = write!(report, "\n“{}”\n{differences}", case.name());
            }
        }
    }

    println!("{held} of {} recordings hold", cases.len());
    let unknown: Vec<_> = not_held.keys().collect();
    assert!(
        unknown.is_empty(),
        "not-held.txt names what is not recorded: {unknown:?}"
    );
    assert!(report.is_empty(), "{report}");
}
