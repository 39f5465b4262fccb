//! Names a new file in the modules above it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::words;

/// Adds `<service>/<resource>/<operation>.rs` to the module of its resource, and that to its service's.
pub(super) fn register(sources: &Path, below: &Path) -> Result<()> {
    let ops = sources.join("ops");
    let stem = |path: &Path| path.file_stem().unwrap_or_default().display().to_string();
    let resource = below.parent().context("an operation is in a folder")?;
    let service = resource.parent().context("a resource is in a folder")?;
    let module = ops.join(resource).with_extension("rs");
    let name = stem(below);
    add(
        &module,
        resource,
        &[format!("mod {name};"), format!("pub use {name}::*;")],
    )?;
    let above = ops.join(service).with_extension("rs");
    add(&above, service, &[format!("pub mod {};", stem(resource))])
}

/// Adds lines to a module, each among those of its kind, in order.
fn add(path: &Path, name: &Path, lines: &[String]) -> Result<()> {
    let text = if path.exists() {
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?
    } else {
        let name = name.file_name().unwrap_or_default().display().to_string();
        format!("//! {}\n", words::thing(&name))
    };
    fs::write(path, with(&text, lines)).with_context(|| format!("cannot write {}", path.display()))
}

fn with(text: &str, lines: &[String]) -> String {
    let is_use = |line: &str| line.starts_with("pub use ");
    let is_mod = |line: &str| line.starts_with("mod ") || line.starts_with("pub mod ");
    let new = lines.iter().map(String::as_str);
    let all: BTreeSet<&str> = text
        .lines()
        .chain(new)
        .filter(|line| is_use(line) || is_mod(line))
        .collect();
    let part = |belongs: &dyn Fn(&str) -> bool| {
        let lines: Vec<&str> = all.iter().copied().filter(|line| belongs(line)).collect();
        lines.join("\n")
    };
    let head = text.lines().take_while(|line| line.starts_with("//!"));
    let head = head.collect::<Vec<_>>().join("\n");
    let parts = [head, part(&is_mod), part(&is_use)];
    let parts = parts.iter().filter(|part| !part.is_empty()).map(String::as_str);
    parts.collect::<Vec<_>>().join("\n\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_added_in_order() {
        let text = "//! Users.\n\nmod create_user;\nmod list_users;\n\npub use create_user::*;\npub use list_users::*;\n";
        let lines = [
            "mod delete_user;".to_owned(),
            "pub use delete_user::*;".to_owned(),
        ];

        insta::assert_snapshot!(with(text, &lines), @r"
        //! Users.

        mod create_user;
        mod delete_user;
        mod list_users;

        pub use create_user::*;
        pub use delete_user::*;
        pub use list_users::*;
        ");
    }
}
