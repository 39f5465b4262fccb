//! The reference: a page for each resource of Connect, with a section for each operation. It follows from the
//! declarations, the examples in `docs/reference/examples`, the ledger of rules and the table of condition keys.

mod condition_keys;
mod members;
mod rules;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use roster_model::for_each_operation;
use roster_model::operation::{Description, Effect};
use roster_model::operations;
use roster_model::service::Service;
use serde_json::Value;

use super::tree::files;
use condition_keys::ConditionKeys;
use rules::Rules;

const FOLDER: &str = "docs/reference";
const INDEX: &str = "docs/reference/README.md";
/// Pages of the folder that are written by others.
const OTHERS: [&str; 1] = ["conformance.md"];

macro_rules! resources {
    ($($service:ident::$resource:ident::$operation:ident),* $(,)?) => {
        &[$((stringify!($service), stringify!($resource), stringify!($operation))),*]
    };
}

/// The service, the resource and the name of each operation.
const RESOURCES: &[(&str, &str, &str)] = for_each_operation!(resources);

pub(super) fn faults(root: &Path) -> Result<Vec<String>> {
    let pages = pages(root)?;
    let mut faults = Vec::new();
    for (path, page) in &pages {
        if fs::read_to_string(root.join(path)).unwrap_or_default() != *page {
            faults.push(format!(
                "{} is stale: `cargo xtask tidy --write` writes it",
                path.display()
            ));
        }
    }
    for path in files(&root.join(FOLDER), "md")? {
        let name = path.strip_prefix(root).unwrap_or(&path);
        if !pages.contains_key(name) && !OTHERS.iter().any(|other| path.ends_with(other)) {
            faults.push(format!("{} is the page of no resource", name.display()));
        }
    }
    Ok(faults)
}

pub(super) fn write(root: &Path) -> Result<()> {
    for (path, page) in pages(root)? {
        fs::write(root.join(&path), page).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn pages(root: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let (rules, keys) = (Rules::read(root)?, ConditionKeys::read(root)?);
    let mut pages: BTreeMap<&str, String> = BTreeMap::new();
    for operation in operations::of(Service::Connect) {
        let resource = resource(operation).context("an operation has a resource")?;
        let page = pages.entry(resource).or_insert_with(|| head(resource));
        section(page, root, operation, &rules, &keys)?;
    }
    let index = index(pages.keys());
    let named = |(resource, page): (&str, String)| (Path::new(FOLDER).join(format!("{resource}.md")), page);
    let mut named: BTreeMap<PathBuf, String> = pages.into_iter().map(named).collect();
    named.insert(INDEX.into(), index);
    Ok(named)
}

fn resource(operation: &Description) -> Option<&'static str> {
    let is_it = |(service, _, name): &&(&str, &str, &str)| {
        *service == operation.service.name() && *name == operation.name
    };
    RESOURCES.iter().find(is_it).map(|(_, resource, _)| *resource)
}

/// `hours_of_operations` is “Hours of operations”.
fn title(resource: &str) -> String {
    let words = resource.replace('_', " ");
    let (first, rest) = words.split_at(words.len().min(1));
    first.to_uppercase() + rest
}

fn index<'r>(resources: impl Iterator<Item = &'r &'r str>) -> String {
    let rows = resources.map(|resource| format!("- [{}]({resource}.md)\n", title(resource)));
    format!(
        "\
# Reference

The operations of Connect that Roster serves, by resource, with their members, exceptions, access, rules and an example. The examples were made by a
run, on the demonstration's instance; a test repeats them. All operations in one list: [operations.md](../guide/operations.md). How far all of this agrees
with AWS: [conformance.md](conformance.md).

{}
`cargo xtask tidy --write` writes these pages from the declarations in `crates/model/src/ops`, and `cargo xtask reference` makes the examples anew.
",
        rows.collect::<String>()
    )
}

fn head(resource: &str) -> String {
    format!(
        "# {}\n\nOperations of Amazon Connect, as Roster serves them: [all resources](README.md).\n",
        title(resource)
    )
}

fn section(
    page: &mut String,
    root: &Path,
    operation: &Description,
    rules: &Rules,
    keys: &ConditionKeys,
) -> Result<()> {
    let Description {
        name, method, path, ..
    } = operation;
    let effect = match operation.effect {
        Effect::Read => "It only looks.",
        Effect::AuditedRead => "It only looks; each success is audited.",
        Effect::Write => "It can change something, and each call is audited.",
    };
    write!(
        page,
        "\n## {name}\n\n{}\n\n`{method} {path}`. {effect}\n",
        operation.summary()
    )?;
    page.push_str(&members::table("Input", operation.request()));
    page.push_str(&members::table("Output", operation.response()));
    let exceptions = operation.exceptions.iter();
    let exceptions: Vec<String> = exceptions
        .map(|exception| format!("`{}` ({})", exception.as_str(), exception.status()))
        .collect();
    write!(page, "\n**Exceptions:** {}.\n", exceptions.join(", "))?;
    access(page, operation, keys)?;
    rules.write(page, operation)?;
    if operation.finds_nothing {
        return Ok(());
    }
    example(page, root, operation)
}

fn access(page: &mut String, operation: &Description, keys: &ConditionKeys) -> Result<()> {
    let resources = operation.resources.iter().map(|resource| {
        let when = if resource.required {
            ""
        } else {
            " if the request names one"
        };
        format!("{}{when}", resource.kind.noun())
    });
    let resources: Vec<String> = resources.collect();
    let on = match &resources[..] {
        [] => "`*`".to_owned(),
        resources => resources.join(", "),
    };
    write!(page, "\n**Access:** `{}` on {on}.", operation.action())?;
    for further in operation.further {
        let (action, member) = (further.action, further.member);
        write!(
            page,
            " With `{member}`, `{action}` on the {} too.",
            further.on.noun()
        )?;
    }
    let keys = keys.of(operation);
    if !keys.is_empty() {
        write!(
            page,
            " Condition keys: {}, and those of every request.",
            keys.join(", ")
        )?;
    }
    page.push_str(" [More](../guide/access.md#condition-keys)\n");
    Ok(())
}

/// The call of an example; those that lead to it are left out.
fn example(page: &mut String, root: &Path, operation: &Description) -> Result<()> {
    let path = root
        .join(FOLDER)
        .join(format!("examples/{}.json", operation.name));
    let read = || {
        format!(
            "cannot read {}: `cargo xtask reference` writes it",
            path.display()
        )
    };
    let steps: Value = serde_json::from_str(&fs::read_to_string(&path).with_context(read)?)?;
    let call = steps.as_array().and_then(|steps| steps.last());
    let call = call.with_context(|| format!("{} has no call", path.display()))?;
    let block = |value: &Value| serde_json::to_string_pretty(value).unwrap_or_default();
    write!(page, "\n**Example**\n\n```json\n{}\n```\n", block(&call["input"]))?;
    match &call["output"] {
        Value::Null => page.push_str("\nIt answers 200 with an empty body.\n"),
        output => write!(page, "\nIt answers\n\n```json\n{}\n```\n", block(output))?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_of_connect_has_a_section() {
        let pages = pages(&crate::shell::root()).unwrap();

        let page = &pages[Path::new("docs/reference/users.md")];
        assert!(page.contains("\n## CreateUser\n"), "{page}");
        let sections: usize = pages.values().map(|page| page.matches("\n## ").count()).sum();
        assert_eq!(sections, operations::of(Service::Connect).count());
    }

    #[test]
    fn an_operation_has_the_resource_of_its_own_service() {
        let resource = |service| resource(operations::find(service, "ListUsers").unwrap());

        assert_eq!(resource(Service::Connect), Some("users"));
        assert_eq!(title("hours_of_operations"), "Hours of operations");
    }

    #[test]
    fn access_names_resources_further_permissions_and_keys() {
        let operation = operations::find(Service::Connect, "CreateQueue").unwrap();
        let mut page = String::new();

        access(
            &mut page,
            operation,
            &ConditionKeys::read(&crate::shell::root()).unwrap(),
        )
        .unwrap();

        assert!(page.contains("`connect:CreateQueue` on "), "{page}");
        assert!(
            page.contains("With `Tags`, `connect:TagResource` on the queue too."),
            "{page}"
        );
        assert!(page.contains("`connect:InstanceId`"), "{page}");
    }
}
