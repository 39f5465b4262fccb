//! The commands that README.md shows first: they are run as they stand there.

use anyhow::{Context, Result};

use crate::shell::root;

/// The section that has them.
const SECTION: &str = "\n## Two commands\n";

/// The commands of README.md.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Readme {
    /// The packages of Debian that a machine needs first.
    pub(super) prerequisites: String,
    /// What serves the demonstration.
    pub(super) serve: String,
    /// What runs the tests.
    pub(super) test: String,
    /// What to do with the demonstration, as lines of a shell.
    pub(super) example: String,
}

impl Readme {
    pub(super) fn read() -> Result<Self> {
        let path = root().join("README.md");
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&text).context("README.md has no section \"Two commands\" of the form that it had")
    }

    /// The commands of the section: the first block of the shell has the two commands, and the others the example.
    fn parse(text: &str) -> Option<Self> {
        let (_, section) = text.split_once(SECTION)?;
        let section = section.split("\n## ").next()?;
        let (_, prerequisites) = section.split_once("`apt install ")?;
        let mut blocks = section
            .split("```sh\n")
            .skip(1)
            .filter_map(|block| Some(block.split_once("```")?.0));
        let mut commands = blocks.next()?.lines().map(without_comment);
        Some(Self {
            prerequisites: prerequisites.split_once('`')?.0.to_owned(),
            serve: commands.next()?,
            test: commands.next()?,
            example: format!("set -e\n{}", blocks.collect::<String>()),
        })
    }
}

fn without_comment(line: &str) -> String {
    let command = line.split(" #").next().unwrap_or(line);
    command.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readme_has_a_server_an_example_and_tests_to_run() {
        let readme = Readme::read().unwrap();

        assert_eq!(readme.prerequisites, "gcc git");
        assert_eq!(readme.serve, "cargo run --release -- serve --demo");
        assert_eq!(readme.test, "cargo xtask test");
        assert!(readme.example.contains("update-user-identity-info"), "{readme:?}");
        assert!(readme.example.contains("audit verify"), "{readme:?}");
    }

    #[test]
    fn a_readme_without_the_section_is_refused() {
        assert_eq!(Readme::parse("# Roster\n\n## More\n"), None);
    }
}
