//! Answers on a terminal: through a pager, in colour; and neither where nobody looks.

use std::fs;
use std::path::Path;
use std::process::Command;

use roster_e2e::places;

use crate::clients::Access;
use crate::harness::{INSTANCE, MARY, Roster, Terminal, finish, roster};

/// A command line that starts in a person's shell, where nothing says which pager to take.
fn connect(program: &Path, server: &Roster, line: &str) -> Command {
    let mut command = Command::new(program);
    Access::to(server).equip(&mut command);
    command.env_remove("AWS_PAGER").arg("connect");
    command.args(line.split(' '));
    command.args(["--instance-id", INSTANCE, "--endpoint-url", &server.endpoint]);
    command
}

/// An answer of some twenty lines.
fn describe(server: &Roster, more: &str) -> Command {
    let line = format!("describe-user --user-id {MARY}{more}");
    connect(roster(), server, &line)
}

/// An answer of one line, so that it is plain what a pager made of it.
fn username(server: &Roster) -> Command {
    describe(server, " --query User.Username --output text")
}

/// Whether a screen has a colour other than the usual.
fn is_coloured(screen: &str) -> bool {
    screen.contains("\u{1b}[3")
}

#[test]
fn a_long_answer_waits_in_less_until_it_is_left() {
    let server = Roster::demo();
    let terminal = Terminal::run(&describe(&server, ""), 80, 8);

    let screen = terminal.until("showed the first lines", |screen| screen.lines().count() == 8);
    assert!(screen.starts_with("{\n    \"User\": {\n"), "{screen}");
    assert!(screen.ends_with("\n:"), "{screen}");
    terminal.type_text("/Username");
    terminal.press("Enter");
    terminal.until_it_shows("\"Username\": \"mary\"");
    // An interrupt is the pager's own matter: it ends what is being typed.
    terminal.type_text("/nothing");
    terminal.until("showed the search", |screen| screen.ends_with("\n/nothing"));
    terminal.press("C-c");
    terminal.until("showed the pager's prompt", |screen| screen.ends_with("\n:"));
    terminal.type_text("G");
    terminal.until_it_shows("(END)");
    terminal.type_text("q");

    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn an_answer_that_fits_the_screen_does_not_wait() {
    let server = Roster::demo();
    let terminal = Terminal::run(&username(&server), 80, 8);

    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(terminal.screen(), "mary");
}

#[test]
fn the_pager_is_the_one_that_is_named_first() {
    let server = Roster::demo();
    let home = tempfile::tempdir().expect("a home");
    let config = home.path().join("config");
    fs::write(&config, "[default]\ncli_pager = sed s/^/profile:/\n").expect("a configuration");
    let no_pager = home.path().join("no-pager");
    fs::write(&no_pager, "[default]\ncli_pager =\n").expect("a configuration");
    let (config, no_pager) = (
        ("AWS_CONFIG_FILE", path(&config)),
        ("AWS_CONFIG_FILE", path(&no_pager)),
    );
    let aws = ("AWS_PAGER", "sed 's/^/two words:/'");
    let usual = ("PAGER", "sed s/^/usual:/");
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[aws, config, usual], "two words:mary"),
        (&[config, usual], "profile:mary"),
        (&[usual], "usual:mary"),
        (&[("AWS_PAGER", ""), config, usual], "mary"),
        (&[no_pager, usual], "mary"),
        (&[("PAGER", "")], "mary"),
        (&[], "mary"),
    ];
    for (variables, expected) in cases {
        let mut command = username(&server);
        command.envs(variables.iter().copied());
        let terminal = Terminal::run(&command, 80, 8);
        assert_eq!(terminal.exit_code(), 0);
        assert_eq!(&terminal.screen(), expected, "{variables:?}");
    }
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path in Unicode")
}

#[test]
fn no_cli_pager_means_none() {
    let server = Roster::demo();
    let mut command = username(&server);
    command.env("AWS_PAGER", "sed s/^/paged:/").arg("--no-cli-pager");

    let terminal = Terminal::run(&command, 80, 8);

    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(terminal.screen(), "mary");
}

#[test]
fn less_gets_our_flags_unless_the_user_has_set_some() {
    let server = Roster::demo();
    for (own, expected) in [(None, "mary FRX"), (Some("-X"), "mary -X")] {
        let mut command = username(&server);
        command.env("AWS_PAGER", "sh -c 'echo $(cat) $LESS'");
        command.envs(own.map(|flags| ("LESS", flags)));
        let terminal = Terminal::run(&command, 80, 8);
        assert_eq!(terminal.exit_code(), 0);
        assert_eq!(terminal.screen(), expected);
    }
}

#[test]
fn tables_are_coloured_on_a_terminal() {
    let server = Roster::demo();
    let coloured = |more: &str| {
        let terminal = Terminal::run(&describe(&server, more), 100, 100);
        assert_eq!(terminal.exit_code(), 0);
        is_coloured(&terminal.coloured_screen())
    };
    assert!(coloured(" --output table"));
    assert!(coloured(" --output table --no-cli-pager"));
    assert!(!coloured(" --output table --color off"));
    assert!(!coloured(" --output json"));

    let piped = finish(&mut describe(&server, " --output table")).printed();
    assert!(!is_coloured(&piped), "{piped}");
}

#[test]
fn a_table_on_a_terminal_is_that_of_the_aws_cli_colour_by_colour() {
    let server = Roster::demo();
    for columns in [60, 100, 200] {
        let shown = |program: &Path| {
            // Older versions of the AWS CLI do not know when users were changed.
            let known =
                "User.{Arn:Arn,Id:Id,IdentityInfo:IdentityInfo,SecurityProfileIds:SecurityProfileIds}";
            let line = format!("describe-user --user-id {MARY} --output table --query {known}");
            let terminal = Terminal::run(&connect(program, &server, &line), columns, 150);
            assert_eq!(terminal.exit_code(), 0);
            terminal.coloured_screen()
        };
        assert_eq!(shown(roster()), shown(places::debian_aws()), "{columns} columns");
    }
}

#[test]
fn nothing_is_paged_where_nothing_is_printed() {
    let server = Roster::demo();
    let line =
        format!("update-user-identity-info --user-id {MARY} --identity-info FirstName=Mary,LastName=Major");
    let mut command = connect(roster(), &server, &line);
    command.env("AWS_PAGER", "echo a pager");

    let terminal = Terminal::run(&command, 80, 8);

    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(terminal.screen(), "");
}

#[test]
fn who_leaves_the_pager_early_has_seen_enough() {
    let server = Roster::demo();
    let mut command = describe(&server, "");
    command.env("AWS_PAGER", "head -n 1");

    let terminal = Terminal::run(&command, 80, 8);

    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(terminal.screen(), "{");
}

#[test]
fn a_pager_that_is_not_there_is_named() {
    let server = Roster::demo();
    let mut command = username(&server);
    command.env("AWS_PAGER", "no-such-pager");

    let terminal = Terminal::run(&command, 100, 20);

    assert_eq!(terminal.exit_code(), 253);
    let screen = terminal.screen();
    assert!(
        screen.contains("An error occurred (Pager): Unable to redirect output to pager."),
        "{screen}"
    );
    assert!(
        screen.contains("No such file or directory: 'no-such-pager'"),
        "{screen}"
    );
}
