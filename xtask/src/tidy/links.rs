//! Links and paths in documents and comments lead to files that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::Result;
use regex::Regex;

use super::tree::files;

/// A link of Markdown to a file, perhaps with a heading.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\]\((?<file>[^)#:\s]*)(?:#(?<heading>[^)\s]+))?\)").expect("a valid pattern")
});
/// The path of a document from the root.
static DOCUMENT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\bdocs/[\w/-]+\.(?:md|svg|py|json)").expect("a valid pattern"));
/// The path of a source file in backticks, from the root or from `crates`.
static SOURCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"`(?<path>[\w-]+/[\w/-]+\.rs)`").expect("a valid pattern"));

const FOLDERS: [&str; 5] = ["bench", "conformance", "crates", "e2e", "xtask"];

pub(super) fn faults(root: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for path in documents(root)? {
        let text = fs::read_to_string(&path)?;
        let folder = path.parent().unwrap_or(root);
        let name = name(root, &path);
        for link in LINK.captures_iter(&text) {
            let target = match &link["file"] {
                "" => path.clone(),
                file => folder.join(file),
            };
            if !target.exists() {
                faults.push(format!("{name} links to {}, which does not exist", &link["file"]));
            } else if let Some(heading) = link.name("heading")
                && !headings(&fs::read_to_string(&target)?).contains(heading.as_str())
            {
                let file = &link["file"];
                faults.push(format!(
                    "{name} links to {file}#{}, but no heading is named so",
                    heading.as_str()
                ));
            }
        }
        for source in SOURCE.captures_iter(&text) {
            let source = &source["path"];
            if !root.join(source).exists() && !root.join("crates").join(source).exists() {
                faults.push(format!("{name} names {source}, which does not exist"));
            }
        }
    }
    for path in documents(root)?.into_iter().chain(sources(root)?) {
        let text = fs::read_to_string(&path)?;
        let named: BTreeSet<&str> = DOCUMENT.find_iter(&text).map(|found| found.as_str()).collect();
        let missing = named.into_iter().filter(|document| !root.join(document).exists());
        let name = name(root, &path);
        faults.extend(missing.map(|document| format!("{name} names {document}, which does not exist")));
    }
    Ok(faults)
}

fn name(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

/// All documents: those at the root, and those below `docs`.
fn documents(root: &Path) -> Result<Vec<PathBuf>> {
    let mut documents = files(&root.join("docs"), "md")?;
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            documents.push(path);
        }
    }
    documents.sort();
    Ok(documents)
}

fn sources(root: &Path) -> Result<Vec<PathBuf>> {
    let mut sources = Vec::new();
    let folders = FOLDERS.map(|folder| root.join(folder));
    for folder in folders.iter().filter(|folder| folder.exists()) {
        sources.extend(files(folder, "rs")?);
    }
    Ok(sources)
}

/// The headings of a document, as links name them. Source: GitHub's rules for anchors of headings.
fn headings(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            let heading = line.trim_start_matches('#').trim();
            let kept = heading
                .chars()
                .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            kept.collect::<String>().to_lowercase().replace(' ', "-")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dead_link_a_missing_heading_and_a_path_without_a_file_are_faults() {
        // In two parts, because this file is checked too.
        let missing = concat!("docs/", "none.md");
        let root = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(
            "docs/guide/cli.md",
            "# A `smaller` binary\n[itself](#a-smaller-binary) [b](b.md)",
        );
        write(
            "README.md",
            "[cli](docs/guide/cli.md#larger) [site](https://example.com/x#y) `model/src/x.rs` `model/src/y.rs`",
        );
        write(
            "crates/model/src/x.rs",
            &format!("// docs/guide/cli.md, {missing}"),
        );

        let faults = faults(root.path()).unwrap();

        assert_eq!(
            faults,
            [
                "README.md links to docs/guide/cli.md#larger, but no heading is named so",
                "README.md names model/src/y.rs, which does not exist",
                "docs/guide/cli.md links to b.md, which does not exist",
                &format!("crates/model/src/x.rs names {missing}, which does not exist"),
            ]
        );
    }
}
