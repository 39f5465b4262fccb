//! The scripts of docs/guide/provisioning.md, as they stand there.

use std::fs;
use std::path::Path;
use std::process::Command;

use roster_e2e::places;

use crate::harness::{Roster, finish, roster};

/// The blocks of a language in the guide, in their order.
fn blocks(language: &str) -> Vec<String> {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guide/provisioning.md");
    let guide = fs::read_to_string(guide).expect("the guide");
    let start = format!("```{language}\n");
    guide
        .split(&start)
        .skip(1)
        .map(|part| part.split("```").next().unwrap_or_default().to_owned())
        .collect()
}

/// What a script prints, beside a server of its own.
fn printed(command: &mut Command) -> String {
    let server = Roster::demo();
    finish(command.envs(server.env())).printed()
}

#[test]
fn an_agents_life_in_boto3_prints_what_the_guide_says() {
    let python = places::venv().expect("a virtual environment").join("bin/python");
    let script = blocks("python");

    let output = printed(Command::new(python).args(["-c", &script[0]]));

    assert_eq!(output, blocks("text")[0]);
}

#[test]
fn an_agents_life_on_the_command_line_prints_what_the_guide_says() {
    let script = format!("PATH=\"$ROSTER_FOLDER:$PATH\"\n{}", blocks("sh")[0]);
    let folder = roster().parent().expect("a folder");

    let mut shell = Command::new("sh");
    let output = printed(shell.args(["-e", "-c", &script]).env("ROSTER_FOLDER", folder));

    assert_eq!(output, blocks("text")[1]);
}
