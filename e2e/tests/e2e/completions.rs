//! `roster completions` in the shells themselves: a line is begun in a terminal, Tab does the rest.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::harness::{Terminal, finish, roster};

/// A shell, how it starts without anybody's settings, and how it takes over the script.
struct Shell {
    words: &'static [&'static str],
    takes_over: &'static str,
    /// Whether it shows what candidates are for.
    explains: bool,
}

const SHELLS: &[Shell] = &[
    Shell {
        words: &["bash", "--norc", "--noprofile"],
        takes_over: "source <(roster completions bash)",
        explains: false,
    },
    Shell {
        words: &["zsh", "-f"],
        takes_over: "autoload -U compinit; compinit -u -D; source <(roster completions zsh)",
        explains: true,
    },
    Shell {
        words: &["fish", "--no-config"],
        takes_over: "roster completions fish | source",
        explains: true,
    },
];

impl Shell {
    /// The shell in a terminal, with this folder first in its path.
    fn start(&self, programs: &Path, folder: &Path) -> Terminal {
        let mut command = Command::new(self.words[0]);
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", programs.display());
        command
            .args(&self.words[1..])
            .env("PATH", path)
            .env("HOME", folder)
            .env("LANG", "C.UTF-8")
            .current_dir(folder);
        let terminal = Terminal::run(&command, 160, 30);
        terminal.type_text(&format!("{}; echo rea''dy", self.takes_over));
        terminal.press("Enter");
        terminal.until_it_shows("ready\n");
        terminal
    }
}

/// A folder in which the binary is `roster`, and `aws` is a link.
fn programs(aws: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    symlink(roster(), folder.path().join("roster")).expect("a link");
    symlink("/bin/true", folder.path().join("roster-aws")).expect("a link");
    symlink(aws, folder.path().join("aws")).expect("a link");
    folder
}

/// Begins a line, asks for its completion, and waits until the screen shows this.
fn completed(terminal: &Terminal, begun: &str, shown: &str) -> String {
    terminal.press("C-u");
    terminal.type_text(begun);
    terminal.until_it_shows(begun);
    terminal.press("Tab");
    terminal.until_it_shows(shown)
}

#[test]
fn commands_options_and_values_are_filled_in_by_every_shell() {
    let programs = programs("roster");
    for shell in SHELLS {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("one user.json"), "{}").expect("a file");
        let terminal = shell.start(programs.path(), folder.path());
        for (begun, shown) in [
            ("roster aud", "roster audit"),
            ("roster serve --omitted-email cl", "--omitted-email clear"),
            (
                "roster connect update-user-id",
                "connect update-user-identity-info",
            ),
            ("aws connect list-users --inst", "list-users --instance-id"),
            ("aws connect list-users --output=ta", "--output=table"),
            ("echo x; aws connect list-users --color au", "--color auto"),
            (
                "aws connect create-user --cli-input-json file://o",
                "--cli-input-json file://one\\ user.json",
            ),
        ] {
            completed(&terminal, begun, shown);
        }
    }
}

#[test]
fn several_candidates_are_shown_and_explained_where_the_shell_can() {
    let programs = programs("roster");
    let folder = tempfile::tempdir().expect("a folder");
    for shell in SHELLS {
        let terminal = shell.start(programs.path(), folder.path());
        completed(&terminal, "roster connect get-", "get-");
        terminal.press("Tab");
        let screen = terminal.until_it_shows("get-federation-token");
        let explained = screen.contains("Makes a link that signs in");
        assert_eq!(explained, shell.explains, "{}: {screen}", shell.words[0]);
    }
}

#[test]
fn a_link_to_roster_aws_is_completed_too() {
    let programs = programs("roster-aws");
    let folder = tempfile::tempdir().expect("a folder");
    for shell in SHELLS {
        let terminal = shell.start(programs.path(), folder.path());
        completed(
            &terminal,
            "aws connect list-users --inst",
            "list-users --instance-id",
        );
    }
}

#[test]
fn an_aws_that_is_no_link_to_roster_is_left_alone() {
    let folder = programs("/bin/echo");
    for shell in SHELLS {
        let terminal = shell.start(folder.path(), folder.path());
        completed(&terminal, "roster connect describe-u", "describe-user");
        terminal.press("C-u");
        terminal.type_text("aws connect describe-u");
        terminal.press("Tab");
        terminal.type_text("!");
        terminal.until("left the word alone", |screen| {
            screen.contains("aws connect describe-u!")
        });
    }
}

#[test]
fn a_link_named_aws_completer_answers_as_the_aws_clis_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let completer = folder.path().join("aws_completer");
    symlink(roster(), &completer).expect("a link");
    let mut command = Command::new(completer);
    command
        .args(["aws", "search", "connect"])
        .env("COMP_LINE", "aws connect search-us --output json")
        .env("COMP_POINT", "21");
    assert_eq!(
        finish(&mut command).printed(),
        "search-user-hierarchy-groups\nsearch-users\n"
    );
}

#[test]
fn a_script_is_printed_wherever_a_shell_starts() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("roster.toml"), "somebody = \"else's\"\n").expect("a file");
    for shell in SHELLS {
        let mut command = Command::new(roster());
        command
            .args(["completions", shell.words[0]])
            .current_dir(folder.path());
        assert!(
            finish(&mut command)
                .printed()
                .contains("roster completions answer")
        );
    }
}
