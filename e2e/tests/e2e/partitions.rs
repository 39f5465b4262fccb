//! Our list of AWS's partitions and Regions against the lists inside the installed botocore.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use roster_domain::Partition;
use roster_e2e::{places, setup};
use serde_json::Value;

use crate::harness::finish;

/// The Regions that are newer than the installed botocore; botocore 1.44.8 has them. One that botocore knows fails
/// the test.
const NEWER: &[&str] = &["me-west-1", "sa-west-1"];

/// Botocore's partitions.
fn installed() -> BTreeMap<String, Value> {
    if let Err(error) = setup::require() {
        panic!("{error:#}");
    }
    let venv = places::venv().expect("a virtual environment");
    let printed = finish(
        Command::new(venv.join("bin/python")).arg(places::sources().join("clients/botocore_partitions.py")),
    )
    .printed();
    serde_json::from_str(&printed).expect("partitions in JSON")
}

#[test]
fn the_partitions_and_regions_are_those_that_botocore_knows() {
    let theirs = installed();
    let regions = |known: &Value| -> BTreeSet<String> {
        let regions = known["regions"].as_array().expect("a list").iter();
        regions.filter_map(Value::as_str).map(str::to_owned).collect()
    };

    let names: BTreeSet<&str> = theirs.keys().map(String::as_str).collect();
    let ours: BTreeSet<&str> = Partition::ALL.into_iter().map(Partition::name).collect();
    assert_eq!(ours, names);
    for partition in Partition::ALL {
        let known = &theirs[partition.name()];
        let theirs = regions(known);
        let ours: BTreeSet<String> = partition.regions().iter().map(ToString::to_string).collect();
        let missing: Vec<_> = theirs.difference(&ours).collect();
        assert!(missing.is_empty(), "{partition} lacks {missing:?}");
        let unknown = ours.difference(&theirs);
        let unexplained: Vec<_> = unknown
            .filter(|region| !NEWER.contains(&region.as_str()))
            .collect();
        assert!(
            unexplained.is_empty(),
            "{partition} has {unexplained:?}, which botocore does not know"
        );
        if let Some(region) = known["iam"].as_str() {
            assert_eq!(partition.main_region(), region, "{partition}");
        }
    }
    for region in NEWER {
        assert!(
            Partition::of_region(region).is_some(),
            "{region} stands in NEWER only"
        );
        let is_known = theirs.values().any(|known| regions(known).contains(*region));
        assert!(!is_known, "{region} is no longer newer than botocore");
    }
}
