//! Declarations, handlers and tests are in the same tree: one name finds all three.

use std::path::{Path, PathBuf};

use anyhow::Result;
use heck::ToSnakeCase;
use roster_model::operations::ALL;

use super::tree::files;

pub(super) const DECLARATIONS: &str = "crates/model/src/ops";
pub(super) const HANDLERS: &str = "crates/service/src/ops";
pub(super) const MIRRORS: &[&str] = &[HANDLERS, "crates/server/tests/it/ops"];

/// Handlers of operations that IAM's users and roles have in common.
const SHARED: &str = "iam/owners";

pub(super) fn faults(root: &Path) -> Result<Vec<String>> {
    let declared = operations(root, DECLARATIONS)?;
    let mut faults = Vec::new();
    for mirror in MIRRORS {
        let mirrored = operations(root, mirror)?;
        // The build fails without a handler, and a shared one serves several operations.
        let missing = declared.iter().filter(|path| {
            *mirror != HANDLERS && !mirrored.contains(path) && !is_tested_as_one_of_many(path)
        });
        faults.extend(missing.map(|path| format!("{mirror}/{} is missing", path.display())));
        let extra = mirrored
            .iter()
            .filter(|path| !path.starts_with(SHARED) && !declared.contains(path));
        faults.extend(extra.map(|path| format!("{mirror}/{} mirrors no declaration", path.display())));
    }
    Ok(faults)
}

/// Whether a declaration is that of a list that is always empty: one test asks for all of them.
fn is_tested_as_one_of_many(declaration: &Path) -> bool {
    let name = declaration.file_stem().unwrap_or_default();
    ALL.iter()
        .any(|operation| operation.is_always_empty() && *operation.name.to_snake_case() == *name)
}

/// The files of operations: those in a folder of their resource, in a folder of its service.
pub(super) fn operations(root: &Path, tree: &str) -> Result<Vec<PathBuf>> {
    let tree = root.join(tree);
    let relative = files(&tree, "rs")?
        .into_iter()
        .filter_map(|path| Some(path.strip_prefix(&tree).ok()?.to_owned()));
    Ok(relative.filter(|path| path.components().count() == 3).collect())
}
