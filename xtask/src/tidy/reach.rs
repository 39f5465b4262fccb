//! How many files a new operation touches. It has files of its own, which are named after it in the
//! trees of declarations, handlers and tests. Besides, every file that names all operations of a
//! resource is a register: a new operation of that resource must be added to it, by `cargo xtask declare` or
//! by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::mirror::{DECLARATIONS, MIRRORS, operations};
use super::operations::TABLE;
use super::tree::files;
use crate::declare::is_registered_in;

/// A file that happens to name the two operations of a small resource is no register.
const FEWEST_OPERATIONS: usize = 3;
/// Where registers may stand. What is history names everything and is not edited; a story of e2e may call every
/// operation of a resource, but need not call a new one.
const FOLDERS: [&str; 2] = ["crates", "docs/guide"];
const ENDINGS: [&str; 5] = ["rs", "md", "json", "py", "mjs"];

/// The files that a new operation of one resource touches.
struct Reach {
    resource: PathBuf,
    own: usize,
    registers: Vec<PathBuf>,
}

impl Reach {
    /// The registers that are kept by hand.
    fn by_hand(&self) -> impl Iterator<Item = &PathBuf> {
        self.registers.iter().filter(|path| !is_registered_in(path))
    }

    /// The files that a person edits.
    fn files(&self) -> usize {
        self.own + self.by_hand().count()
    }
}

pub(super) fn measure(root: &Path) -> Result<String> {
    let mut resources: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
    for path in operations(root, DECLARATIONS)? {
        let resource = path.parent().unwrap_or(&path).to_owned();
        let stem = path.file_stem().unwrap_or_default().display().to_string();
        resources.entry(resource).or_default().push(stem);
    }
    resources.retain(|_, operations| operations.len() >= FEWEST_OPERATIONS);
    let vocabularies = vocabularies(root)?;
    let own = 1 + MIRRORS.len();
    let reaches: Vec<Reach> = resources
        .into_iter()
        .map(|(resource, operations)| Reach {
            registers: registers(&resource, &operations, &vocabularies),
            resource,
            own,
        })
        .collect();
    Ok(described(&reaches))
}

fn described(reaches: &[Reach]) -> String {
    let Some(furthest) = reaches.iter().max_by_key(|reach| reach.files()) else {
        return "files of a new operation to edit: unknown, no resource has enough operations".to_owned();
    };
    let by_hand = furthest.by_hand().map(|path| format!("\n  {}", path.display()));
    let counts: Vec<String> = reaches
        .iter()
        .map(|reach| format!("{} {}", reach.resource.display(), reach.files()))
        .collect();
    format!(
        "files of a new operation to edit: {}\n  the most: {} of its own, and for {}{}\n  `cargo xtask declare` edits {} more",
        counts.join(", "),
        furthest.own,
        furthest.resource.display(),
        by_hand.collect::<String>(),
        furthest.registers.len() - furthest.by_hand().count(),
    )
}

/// The files that name every one of these operations, without the files of operations.
fn registers(
    resource: &Path,
    operations: &[String],
    vocabularies: &BTreeMap<PathBuf, BTreeSet<String>>,
) -> Vec<PathBuf> {
    let is_own = |path: &Path| path.parent().is_some_and(|folder| folder.ends_with(resource));
    let names_all = |words: &BTreeSet<String>| {
        operations
            .iter()
            .all(|operation| spellings(operation).iter().any(|name| words.contains(name)))
    };
    vocabularies
        .iter()
        .filter(|(path, words)| !is_own(path) && names_all(words))
        .map(|(path, _)| path.clone())
        .collect()
}

/// How an operation may be written: as a type, a module and a command.
fn spellings(operation: &str) -> [String; 3] {
    let words = operation.split('_').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + rest
    });
    [words.collect(), operation.to_owned(), operation.replace('_', "-")]
}

/// The words of every file that may be a register.
fn vocabularies(root: &Path) -> Result<BTreeMap<PathBuf, BTreeSet<String>>> {
    let mut paths = vec![root.join("README.md")];
    for folder in FOLDERS {
        for ending in ENDINGS {
            paths.extend(files(&root.join(folder), ending)?);
        }
    }
    let mut vocabularies = BTreeMap::new();
    for path in paths {
        let text = fs::read_to_string(&path)?;
        let name = path.strip_prefix(root).unwrap_or(&path).to_owned();
        // Written from the declarations, it is no register.
        if name != Path::new(TABLE) {
            vocabularies.insert(name, words(&text));
        }
    }
    Ok(vocabularies)
}

fn words(text: &str) -> BTreeSet<String> {
    let is_between = |character: char| !(character.is_alphanumeric() || "_-".contains(character));
    text.split(is_between).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_names_every_operation_of_the_resource_in_whatever_spelling() {
        let vocabularies = [
            ("README.md", "CreateUser, `delete-user`"),
            ("list.rs", "mod create_user; mod delete_user;"),
            ("story.rs", "CreateUser"),
            ("ops/connect/users/create_user.rs", "CreateUser DeleteUser"),
        ]
        .map(|(path, text)| (PathBuf::from(path), words(text)));
        let operations = ["create_user".to_owned(), "delete_user".to_owned()];

        let found = registers(Path::new("connect/users"), &operations, &vocabularies.into());

        assert_eq!(found, [PathBuf::from("README.md"), PathBuf::from("list.rs")]);
    }
}
