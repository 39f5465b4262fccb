//! Names a new operation wherever operations are named: in the list of operations, and in the modules of its
//! declaration, its handler and its tests.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::words;

const DECLARATIONS: &str = "crates/model/src/ops";
/// Where its handler and its tests go, both in the tree of the declarations.
pub(super) const MIRRORS: [&str; 2] = ["crates/service/src/ops", "crates/server/tests/it/ops"];
const LIST: &str = "crates/model/src/operations.rs";

/// Registers an operation that is declared in `<service>/<resource>/<operation>.rs`.
pub(super) fn register(root: &Path, below: &Path, name: &str) -> Result<()> {
    let stem = |path: &Path| path.file_stem().unwrap_or_default().display().to_string();
    let resource = below.parent().context("an operation is in a folder")?;
    let service = resource.parent().context("a resource is in a folder")?;
    let (module, parent) = (stem(below), stem(resource));
    let declarations = root.join(DECLARATIONS);
    let lines = [format!("mod {module};"), format!("pub use {module}::*;")];
    add(&declarations, resource, &lines)?;
    add(&declarations, service, &[format!("pub mod {parent};")])?;
    for mirror in MIRRORS {
        add(&root.join(mirror), resource, &lines[..1])?;
        add(&root.join(mirror), service, &[format!("mod {parent};")])?;
    }
    let list = root.join(LIST);
    let text = fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let entries = [
        format!("            {}::{parent}::", stem(service)),
        format!("{name},"),
    ];
    fs::write(&list, listed(&text, &entries)?).with_context(|| format!("cannot write {}", list.display()))
}

/// Whether operations are named in this file by [`register`].
pub(crate) fn is_registered_in(path: &Path) -> bool {
    let [handlers, tests] = MIRRORS;
    let is_module = [DECLARATIONS, handlers, tests]
        .iter()
        .any(|tree| path.starts_with(tree));
    is_module || path == Path::new(LIST)
}

/// Adds lines to a module of a tree, each among those of its kind, in order.
fn add(tree: &Path, module: &Path, lines: &[String]) -> Result<()> {
    let path = tree.join(module).with_extension("rs");
    let mut text = if path.exists() {
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?
    } else {
        let name = module.file_name().unwrap_or_default().display().to_string();
        format!("//! {}\n", words::thing(&name))
    };
    for line in lines {
        text = with(&text, line);
    }
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// A text with one line more. A line's kind is what stands before the name: `mod`, `pub mod` or `pub use`.
fn with(text: &str, line: &str) -> String {
    let kind = line.rsplit_once(' ').map_or(line, |(kind, _)| kind);
    let is_of_kind = |other: &str| other.rsplit_once(' ').is_some_and(|(other, _)| other == kind);
    let mut lines: Vec<&str> = text.lines().collect();
    if lines.contains(&line) {
        return text.to_owned();
    }
    let next = lines
        .iter()
        .position(|other| is_of_kind(other) && *other > line)
        .or_else(|| {
            lines
                .iter()
                .rposition(|other| is_of_kind(other))
                .map(|last| last + 1)
        });
    match next {
        Some(place) => lines.insert(place, line),
        None => lines.extend(["", line]),
    }
    lines.join("\n") + "\n"
}

/// The list of operations with one more, after the last of its resource, or else of its service.
fn listed(text: &str, [resource, name]: &[String; 2]) -> Result<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let last = lines.iter().rposition(|line| line.starts_with(resource));
    let service = resource.split_inclusive("::").next().unwrap_or_default();
    let last = last.or_else(|| lines.iter().rposition(|line| line.starts_with(service)));
    let entry = format!("{resource}{name}");
    lines.insert(
        last.context("the list has no operation of this service")? + 1,
        &entry,
    );
    Ok(lines.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_added_in_order() {
        let text = "//! Users.\n\nmod create_user;\nmod list_users;\n\npub use create_user::*;\npub use list_users::*;\n";

        let text = with(&with(text, "mod delete_user;"), "pub use delete_user::*;");

        insta::assert_snapshot!(text, @r"
        //! Users.

        mod create_user;
        mod delete_user;
        mod list_users;

        pub use create_user::*;
        pub use delete_user::*;
        pub use list_users::*;
        ");
    }

    #[test]
    fn a_module_keeps_what_else_it_holds() {
        let text = "mod create_instance;\n\npub(crate) use create_instance::insert;\n";

        insta::assert_snapshot!(with(text, "mod list_instances;"), @r"
        mod create_instance;
        mod list_instances;

        pub(crate) use create_instance::insert;
        ");
        assert_eq!(with(text, "mod create_instance;"), text);
    }

    #[test]
    fn an_operation_is_listed_after_the_last_of_its_resource() {
        let list = "{\n            connect::users::CreateUser,\n            iam::users::CreateUser,\n}\n";
        let entry = |resource: &str| [format!("            {resource}::"), "New,".to_owned()];

        insta::assert_snapshot!(listed(list, &entry("connect::users")).unwrap(), @r"
        {
                    connect::users::CreateUser,
                    connect::users::New,
                    iam::users::CreateUser,
        }
        ");
        insta::assert_snapshot!(listed(list, &entry("connect::queues")).unwrap(), @r"
        {
                    connect::users::CreateUser,
                    connect::queues::New,
                    iam::users::CreateUser,
        }
        ");
    }
}
