//! One word, one thing: the words of the glossary are in the code, and no item has a name that another word replaced.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result};
use regex::Regex;

use super::tree::files;

const GLOSSARY: &str = "ARCHITECTURE.md";
/// The tables, by the first line of each.
const WORDS: &str = "| Word | Meaning |";
const REPLACED: &str = "| Not | But |";

/// The definition of an item.
static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:struct|enum|trait|type|fn|mod)\s+(?<name>\w+)").expect("a valid pattern")
});
/// A word, alone or in an identifier.
static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[A-Z]?[a-z]+|[A-Z]+").expect("a valid pattern"));

pub(super) fn faults(root: &Path) -> Result<Vec<String>> {
    let glossary = fs::read_to_string(root.join(GLOSSARY))?;
    let (words, replaced) = (column(&glossary, WORDS)?, column(&glossary, REPLACED)?);
    let (mut used, mut faults) = (BTreeSet::new(), Vec::new());
    for path in files(&root.join("crates"), "rs")? {
        let text = fs::read_to_string(&path)?;
        for item in ITEM.captures_iter(&text) {
            let item = &item["name"];
            if replaced.iter().any(|word| word == item) {
                let path = path.strip_prefix(root).unwrap_or(&path).display();
                faults.push(format!("{path} defines {item}, a name that {GLOSSARY} replaces"));
            }
        }
        used.extend(words_of(&text));
    }
    let missing = words
        .iter()
        .filter(|word| !word.split(' ').all(|word| used.contains(word)));
    faults.extend(missing.map(|word| format!("{GLOSSARY} explains \"{word}\", which is not in the code")));
    Ok(faults)
}

/// The words of the first column of a table, without backticks. A row may have several.
fn column(text: &str, head: &str) -> Result<Vec<String>> {
    let (_, table) = text
        .split_once(head)
        .with_context(|| format!("{GLOSSARY} has no table that begins with {head:?}"))?;
    let rows = table.lines().skip(2).take_while(|line| line.starts_with("| "));
    let cells = rows.filter_map(|row| row.split('|').nth(1));
    let words = cells.flat_map(|cell| cell.split(','));
    Ok(words
        .map(|word| word.trim().trim_matches('`').to_owned())
        .collect())
}

/// The words of identifiers and comments, in small letters.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    WORD.find_iter(text).map(|word| word.as_str().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLES: &str = "\
| Word | Meaning |
| --- | --- |
| access key | a secret |
| record, kind | a row |

| Not | But |
| --- | --- |
| `Vault` | `SecretCipher` |
";

    #[test]
    fn a_word_without_code_and_an_item_with_a_replaced_name_are_faults() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("crates")).unwrap();
        fs::write(root.path().join(GLOSSARY), TABLES).unwrap();
        fs::write(
            root.path().join("crates/a.rs"),
            "struct Vault; struct AccessKeyRecord; fn vaulted() {}",
        )
        .unwrap();

        let faults = faults(root.path()).unwrap();

        assert_eq!(
            faults,
            [
                "crates/a.rs defines Vault, a name that ARCHITECTURE.md replaces",
                "ARCHITECTURE.md explains \"kind\", which is not in the code",
            ]
        );
    }
}
