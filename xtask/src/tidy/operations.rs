//! The table of operations in the guide: it follows from the declarations, and from nothing else.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use roster_model::operations;
use roster_model::service::Service;

pub(super) const TABLE: &str = "docs/guide/operations.md";

const HEAD: &str = "\
# Operations

What Roster serves. Every other operation of Connect answers 501 with its name. `roster connect OPERATION help` shows the members of
one, and [the reference](../reference/README.md) has them with access, rules and an example of each operation of Connect;
[behaviour.md](behaviour.md) has all rules.

This page follows from the declarations in `crates/model/src/ops`; `cargo xtask tidy --write` writes it.
";

pub(super) fn faults(root: &Path) -> Result<Vec<String>> {
    let written = fs::read_to_string(root.join(TABLE)).with_context(|| format!("cannot read {TABLE}"))?;
    let fault = format!("{TABLE} says other than the declarations: `cargo xtask tidy --write` writes it");
    Ok((written != table()).then_some(fault).into_iter().collect())
}

pub(super) fn write(root: &Path) -> Result<()> {
    fs::write(root.join(TABLE), table()).with_context(|| format!("cannot write {TABLE}"))
}

fn table() -> String {
    let services = Service::ALL.iter().chain(&[Service::Console]);
    let sections = services.map(|service| section(*service));
    HEAD.to_owned() + &sections.collect::<String>()
}

fn section(service: Service) -> String {
    let rows = operations::of(service)
        .map(|operation| format!("| `{}` | {} |\n", operation.name, operation.summary()));
    let rows: String = rows.collect();
    format!(
        "\n## {}\n\n| Operation | What it does |\n| --- | --- |\n{rows}",
        service.title()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_a_row() {
        let table = table();
        for operation in operations::ALL {
            assert!(table.contains(&format!("| `{}` | ", operation.name)));
        }
        assert!(table.contains("## Amazon Connect\n"));
    }

    #[test]
    fn a_table_that_says_other_than_the_declarations_is_a_fault() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join(TABLE);
        fs::create_dir_all(path.parent().unwrap()).unwrap();

        write(root.path()).unwrap();
        assert_eq!(faults(root.path()).unwrap(), Vec::<String>::new());

        fs::write(&path, table().replacen("| `CreateUser` |", "| `MakeUser` |", 1)).unwrap();
        assert_eq!(faults(root.path()).unwrap().len(), 1);
    }
}
