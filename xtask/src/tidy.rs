//! `cargo xtask tidy`: the shape of the tree, as far as a machine can see it.

mod ceremony;
mod circles;
mod dependencies;
mod glossary;
mod guide;
mod links;
mod mirror;
mod modules;
mod operations;
mod reach;
mod reference;
mod sources;
pub(crate) mod tree;

use anyhow::{Result, bail};
use clap::Args;

use crate::shell::root;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Only list the paths that make the circles of this crate, such as service
    #[arg(long, value_name = "CRATE")]
    edges: Option<String>,
    /// Write docs/guide/operations.md and the pages of docs/reference anew
    #[arg(long)]
    write: bool,
}

/// Checks the tree, or shows what makes the circles of one crate.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if arguments.write {
        write()?;
    }
    match &arguments.edges {
        Some(name) => {
            for edge in circles::edges(&root(), name)? {
                println!("{edge}");
            }
            Ok(())
        }
        None => check(),
    }
}

/// Writes the pages that follow from the declarations.
pub(crate) fn write() -> Result<()> {
    operations::write(&root())?;
    reference::write(&root())
}

/// Prints every measure and every fault.
pub(crate) fn check() -> Result<()> {
    let root = root();
    let measures = [
        ceremony::measure,
        circles::measure,
        reach::measure,
        sources::measure,
    ];
    for measure in measures {
        println!("{}", measure(&root)?);
    }
    let checks = [
        ceremony::faults,
        circles::faults,
        dependencies::faults,
        mirror::faults,
        operations::faults,
        reference::faults,
        sources::faults,
        guide::faults,
        glossary::faults,
        links::faults,
    ];
    let mut faults = Vec::new();
    for check in checks {
        faults.extend(check(&root)?);
    }
    for fault in &faults {
        eprintln!("tidy: {fault}");
    }
    if faults.is_empty() {
        println!("tidy: no faults");
        return Ok(());
    }
    bail!("{} faults in the shape of the tree", faults.len());
}
