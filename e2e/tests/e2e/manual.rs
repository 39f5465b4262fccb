//! `roster man`, read by what reads manual pages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use roster_model::catalogue;
use tempfile::TempDir;

use crate::harness::{Finished, finish, roster};

/// Every page, in a folder.
fn pages() -> (TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = man("--out");
    finish(command.arg(folder.path())).printed();
    let entries = fs::read_dir(folder.path()).expect("a folder");
    let pages = entries.map(|entry| entry.expect("a page").path()).collect();
    (folder, pages)
}

fn man(line: &str) -> Command {
    let mut command = Command::new(roster());
    command.arg("man").args(line.split_whitespace()).env_clear();
    command
}

/// What mandoc shows of a page, without the strokes that make it bold.
fn shown(page: &Path) -> String {
    let text = finish(Command::new("mandoc").arg("-Tutf8").arg(page)).printed();
    let mut shown = String::new();
    for character in text.chars() {
        match character {
            '\u{8}' => {
                shown.pop();
            }
            other => shown.push(other),
        }
    }
    shown
}

/// What a reader finds wrong with a page.
fn complaints(reader: &[&str], page: &Path) -> Finished {
    finish(Command::new(reader[0]).args(&reader[1..]).arg(page))
}

#[test]
fn every_page_is_read_without_a_complaint() {
    let (_folder, pages) = pages();
    for page in pages {
        for reader in [
            &["mandoc", "-Tlint", "-Werror"][..],
            &["groff", "-k", "-z", "-man", "-Tutf8"],
        ] {
            let finished = complaints(reader, &page);
            assert_eq!(
                (finished.code(), &*finished.stdout, &*finished.stderr),
                (0, "", ""),
                "{}",
                page.display()
            );
        }
        let name = page.file_stem().expect("a name").to_string_lossy().into_owned();
        let shown = shown(&page);
        // A long name leaves the description to the next line.
        assert!(shown.contains(&format!("\nNAME\n       {name} -")), "{shown}");
        assert!(shown.contains("\nSYNOPSIS\n       roster"), "{shown}");
    }
}

#[test]
fn every_command_has_its_page() {
    let (folder, pages) = pages();
    let names: Vec<_> = pages
        .iter()
        .map(|page| page.file_name().expect("a name").to_string_lossy())
        .collect();
    for command in [
        "",
        "-serve",
        "-env",
        "-account-create",
        "-audit-list",
        "-audit-verify",
        "-completions",
        "-man",
        "-connect",
    ] {
        assert!(
            names.iter().any(|name| *name == format!("roster{command}.1")),
            "{command}: {names:?}"
        );
    }
    let of_connect = names
        .iter()
        .filter(|name| name.starts_with("roster-connect-"))
        .count();
    assert_eq!(of_connect, catalogue::entries().count());

    let page = shown(&folder.path().join("roster-connect-update-user-identity-info.1"));
    assert!(
        page.contains("roster connect update-user-identity-info --identity-info <value>"),
        "{page}"
    );
    assert!(
        page.contains("\n       --user-id <value>\n              Required. The user.\n"),
        "{page}"
    );
}

#[test]
fn a_page_is_printed_by_the_words_of_its_command() {
    let (folder, _) = pages();
    for (words, name) in [
        ("", "roster"),
        ("audit list", "roster-audit-list"),
        ("connect", "roster-connect"),
        ("connect describe-user", "roster-connect-describe-user"),
    ] {
        let page = fs::read_to_string(folder.path().join(format!("{name}.1"))).expect("a page");
        assert_eq!(finish(&mut man(words)).printed(), page, "{words}");
    }
    let nothing = finish(&mut man("connect describe-nobody"));
    assert_eq!(nothing.code(), 1);
    assert!(
        nothing
            .stderr
            .contains("there is no manual of `connect describe-nobody`"),
        "{nothing:?}"
    );
}
