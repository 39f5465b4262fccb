//! `cargo xtask drift`: what the newest botocore describes otherwise than Roster declares it, and which
//! operations Roster does not offer.

mod catalogue;
mod comparison;
pub(crate) mod intended;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use clap::Args;
use roster_model::operations;
use roster_model::service::Service;

use crate::botocore::ServiceModel;
use crate::declare::disagreements;
use comparison::Comparison;
use intended::INTENDED;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Write the catalogue of Connect's operations and shapes anew, as botocore has it
    #[arg(long)]
    write: bool,
    /// List the operations of Connect that Roster does not offer, by their first word
    #[arg(long)]
    lacking: bool,
}

/// Prints what differs. Fails on a contradiction: an operation that Roster lacks is none.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let models = ServiceModel::newest(Service::OF_AWS)?;
    let mut differences = BTreeSet::new();
    for (service, model) in &models {
        let mut comparison = Comparison::of(model);
        for operation in operations::of(*service) {
            comparison.operation(operation)?;
        }
        differences.extend(comparison.into_differences());
        if *service == Service::Connect {
            differences.extend(connect(model, arguments)?);
        }
    }
    let mut faults = faults(&differences, INTENDED);
    faults.extend(disagreements(&models)?);
    for fault in &faults {
        eprintln!("drift: {fault}");
    }
    println!("drift: {} differences are intended", INTENDED.len());
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{} contradictions of what is declared", faults.len());
}

/// Differences that have no reason, and reasons whose difference is gone.
fn faults(differences: &BTreeSet<String>, intended: &[(&str, &str)]) -> Vec<String> {
    let intended: BTreeSet<String> = intended
        .iter()
        .map(|(difference, _)| (*difference).to_owned())
        .collect();
    let unexplained = differences.difference(&intended).cloned();
    let gone = intended
        .difference(differences)
        .map(|difference| format!("no longer a difference: {difference}"));
    unexplained.chain(gone).collect()
}

/// Shows what Roster lacks of Connect. Returns the contradictions of the catalogue.
fn connect(model: &ServiceModel, arguments: &Arguments) -> Result<Vec<String>> {
    let all = model.operations()?;
    let declared: BTreeSet<&str> = operations::of(Service::Connect)
        .map(|operation| operation.name)
        .collect();
    let lacking: Vec<&str> = all
        .keys()
        .map(String::as_str)
        .filter(|name| !declared.contains(name))
        .collect();
    println!(
        "drift: Connect has {} operations in botocore {}; Roster declares {} and lacks {}",
        all.len(),
        model.version(),
        declared.len(),
        lacking.len()
    );
    if arguments.lacking {
        for (verb, names) in by_first_word(&lacking) {
            println!("  {verb} ({}): {}", names.len(), names.join(", "));
        }
    }
    if arguments.write {
        catalogue::write(model)?;
        println!("drift: wrote the catalogue");
        return Ok(Vec::new());
    }
    catalogue::drift(model)
}

fn by_first_word<'n>(names: &[&'n str]) -> BTreeMap<&'n str, Vec<&'n str>> {
    let mut grouped: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in names {
        let end = name
            .char_indices()
            .skip(1)
            .find(|(_, character)| character.is_uppercase())
            .map_or(name.len(), |(index, _)| index);
        grouped.entry(&name[..end]).or_default().push(name);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_without_a_reason_and_a_reason_without_a_difference_are_faults() {
        let differences = BTreeSet::from(["A".to_owned(), "B".to_owned()]);

        let faults = faults(&differences, &[("B", "on purpose"), ("C", "out of date")]);

        assert_eq!(faults, ["A", "no longer a difference: C"]);
    }

    #[test]
    fn operations_are_grouped_by_their_verb() {
        let grouped = by_first_word(&["ListUsers", "ListQueues", "CreateUser"]);

        assert_eq!(grouped["List"], ["ListUsers", "ListQueues"]);
        assert_eq!(grouped["Create"], ["CreateUser"]);
    }
}
