//! The rows of the ledger that name an operation.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result};
use regex::Regex;
use roster_model::operation::Description;

const LEDGER: &str = "docs/guide/behaviour.md";

/// A link from one page of the guide to another.
static LINK_TO_GUIDE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\]\((?<page>[\w-]+\.md)").expect("a valid pattern"));

/// The rules of the ledger with their evidence.
pub(super) struct Rules(Vec<(String, String)>);

impl Rules {
    pub(super) fn read(root: &Path) -> Result<Self> {
        let ledger =
            fs::read_to_string(root.join(LEDGER)).with_context(|| format!("cannot read {LEDGER}"))?;
        Ok(Self::parse(&ledger))
    }

    fn parse(ledger: &str) -> Self {
        let rows = ledger.lines().filter_map(|line| {
            let row = line.strip_prefix("| ")?.strip_suffix(" |")?;
            let (rule, rest) = row.split_once(" | ")?;
            let (evidence, tests) = rest.rsplit_once(" | ")?;
            let row = (rule.to_owned(), evidence.to_owned());
            tests.starts_with('`').then_some(row)
        });
        Self(rows.collect())
    }

    /// Adds the rules that name an operation.
    pub(super) fn write(&self, page: &mut String, operation: &Description) -> Result<()> {
        let name = format!("`{}`", operation.name);
        let named: Vec<_> = self.0.iter().filter(|(rule, _)| rule.contains(&name)).collect();
        if named.is_empty() {
            return Ok(());
        }
        page.push_str("\n| Rule | AWS |\n| --- | --- |\n");
        for (rule, evidence) in named {
            let rule = LINK_TO_GUIDE.replace_all(rule, "](../guide/$page");
            writeln!(page, "| {rule} | {evidence} |")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use roster_model::operations;
    use roster_model::service::Service;

    use super::*;

    #[test]
    fn an_operation_has_the_rules_that_name_it() {
        let ledger = "\
| Rule | AWS | Test |
| --- | --- | --- |
| `CreateUser` makes [a user](accounts.md#users) | documented | `a_test` |
| `CreateUserHierarchyGroup` makes a group | assumed | `a_test` |
";
        let operation = operations::find(Service::Connect, "CreateUser").unwrap();
        let mut page = String::new();

        Rules::parse(ledger).write(&mut page, operation).unwrap();

        let rule = "| `CreateUser` makes [a user](../guide/accounts.md#users) | documented |";
        assert!(page.contains(rule), "{page}");
        assert!(!page.contains("a group"), "{page}");
    }
}
