//! `--cli-auto-prompt` in a terminal: what it shows, what it fills in, what it runs.

use std::fs;
use std::net::TcpListener;
use std::process::Command;

use crate::clients::Access;
use crate::harness::{INSTANCE, MARY, Roster, SAML_INSTANCE, Terminal, finish, roster};

/// `roster connect …` as a person who has taken over `roster env` starts it.
fn connect(server: &Roster, line: &str) -> Command {
    let mut command = Command::new(roster());
    Access::to(server).equip(&mut command);
    command.arg("connect").args(line.split_whitespace());
    command
}

/// The same in a terminal, where the first line is to be finished.
fn prompt(command: &Command) -> Terminal {
    let terminal = Terminal::run(command, 200, 30);
    terminal.until_it_shows("> aws connect");
    terminal
}

/// Opens the menu, and waits until it offers this.
fn offered(terminal: &Terminal, candidate: &str) -> String {
    terminal.press("Tab");
    terminal.until_it_shows(candidate)
}

/// Takes what the menu has chosen, and waits until the line ends with it.
fn take(terminal: &Terminal, text: &str) {
    terminal.press("Enter");
    terminal.until(&format!("took {text:?}"), |screen| line(screen).ends_with(text));
}

/// The line that is edited, without the screen's breaks and what stands below it.
fn line(screen: &str) -> String {
    screen.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_call_is_put_together_from_what_the_menus_offer() {
    let server = Roster::demo();
    let terminal = prompt(&connect(&server, "--cli-auto-prompt"));

    terminal.type_text("descr");
    let commands = offered(&terminal, "describe-agent-status");
    assert!(commands.contains("Shows an agent status."), "{commands}");
    assert!(!commands.contains("list-users"), "{commands}");
    terminal.type_text("ibe-u");
    terminal.until("narrowed the menu", |screen| {
        !screen.contains("describe-instance")
    });
    take(&terminal, "connect describe-user");
    terminal.until_it_shows("still required: --user-id, --instance-id");

    let options = offered(&terminal, "--cli-input-json");
    let (user, instance) = (options.find("--user-id "), options.find("--instance-id "));
    assert!(
        user < instance && instance < options.find("--cli-input-json"),
        "{options}"
    );
    terminal.type_text("--inst");
    terminal.until("narrowed the menu", |screen| !screen.contains("--user-id"));
    take(&terminal, "--instance-id");
    terminal.until_it_shows("--instance-id: The instance.");

    let instances = offered(&terminal, SAML_INSTANCE);
    assert!(instances.contains(&format!("{INSTANCE}  demo\n")), "{instances}");
    assert!(instances.contains("demo-saml"), "{instances}");
    take(&terminal, INSTANCE);
    terminal.until_it_shows("still required: --user-id");

    terminal.type_text("--user-id ma");
    terminal.until_it_shows("--user-id: The user.");
    offered(&terminal, &format!("{MARY}  mary"));
    terminal.press("Enter");
    terminal.until_it_shows("Shows a user.");
    terminal.type_text("--query User.Username --output=te");
    offered(&terminal, "\n--output=text");
    terminal.press("Enter");
    terminal.until_it_shows("Shows a user.");
    terminal.press("Enter");

    terminal.until("printed the name", |screen| screen.ends_with("\nmary"));
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn what_was_typed_before_stands_on_the_line_and_runs_as_it_is() {
    let server = Roster::demo();
    let typed = format!(
        "list-users --cli-auto-prompt --instance-id {INSTANCE} --output text --query UserSummaryList[].Username"
    );
    let terminal = prompt(&connect(&server, &typed));

    terminal.until_it_shows("--query 'UserSummaryList[].Username'");
    terminal.press("Enter");

    terminal.until("printed the name", |screen| screen.ends_with("\nmary"));
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn ctrl_c_and_ctrl_d_leave_with_130_and_call_nothing() {
    let server = Roster::demo();
    for key in ["C-c", "C-d"] {
        let typed = format!("delete-user --cli-auto-prompt --instance-id {INSTANCE} --user-id {MARY}");
        let terminal = prompt(&connect(&server, &typed));
        terminal.press(key);
        assert_eq!(terminal.exit_code(), 130, "{key}");
    }
    let users = finish(&mut connect(
        &server,
        &format!("list-users --instance-id {INSTANCE}"),
    ));
    assert!(users.printed().contains(MARY));
}

#[test]
fn a_partial_prompt_asks_only_for_what_is_not_acceptable() {
    let server = Roster::demo();
    let partial = |line: &str| {
        let mut command = connect(&server, line);
        command.env("AWS_CLI_AUTO_PROMPT", "on-partial");
        command
    };

    let whole = Terminal::run(
        &partial(&format!(
            "list-users --instance-id {INSTANCE} --query UserSummaryList[].Username --output text"
        )),
        120,
        30,
    );
    whole.until("printed the name alone", |screen| screen == "mary");
    assert_eq!(whole.exit_code(), 0);

    let refused = Terminal::run(&partial("list-users --instance-id nobody"), 120, 30);
    let refusal = refused.until_it_shows("An error occurred");
    assert!(!refusal.contains("> aws"), "{refusal}");
    assert_eq!(refused.exit_code(), 254);

    let lacking = prompt(&partial("list-users"));
    lacking.until_it_shows("still required: --instance-id");
    lacking.press("C-c");
    assert_eq!(lacking.exit_code(), 130);

    let nowhere = finish(&mut partial("list-users"));
    assert_eq!(nowhere.code(), 252);
    assert!(
        nowhere.stderr.contains("arguments are required: --instance-id"),
        "{nowhere:?}"
    );
}

#[test]
fn the_profile_may_ask_for_the_prompt_and_the_command_line_forbids_it() {
    let server = Roster::demo();
    let home = tempfile::tempdir().expect("a home");
    let config = home.path().join("config");
    fs::write(&config, "[default]\ncli_auto_prompt = on\n").expect("a configuration");
    let configured = |line: &str| {
        let mut command = connect(&server, line);
        command.env("AWS_CONFIG_FILE", &config);
        command
    };

    let terminal = prompt(&configured("list-instances"));
    terminal.press("C-d");
    assert_eq!(terminal.exit_code(), 130);
    assert_eq!(
        finish(&mut configured("list-instances --no-cli-auto-prompt")).code(),
        0
    );
    assert_eq!(finish(&mut configured("list-instances help")).code(), 0);
}

#[test]
fn a_service_that_does_not_answer_does_not_keep_anybody_from_typing() {
    let server = Roster::demo();
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let endpoint = format!("http://{}", silent.local_addr().expect("an address"));
    let line = format!("list-users --cli-auto-prompt --endpoint-url {endpoint} --instance-id");
    let terminal = prompt(&connect(&server, &line));

    terminal.press("Tab");
    let _connection = silent.accept().expect("a question");
    terminal.type_text("typed-by-hand");

    terminal.until_it_shows("--instance-id typed-by-hand");
    terminal.press("C-c");
    assert_eq!(terminal.exit_code(), 130);
}

#[test]
fn files_are_offered_step_by_step() {
    let server = Roster::demo();
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("requests")).expect("a folder");
    fs::write(folder.path().join("requests/one user.json"), "{}").expect("a file");
    let mut command = connect(
        &server,
        "create-user --cli-auto-prompt --cli-input-json file://re",
    );
    command.current_dir(folder.path());
    let terminal = prompt(&command);

    offered(&terminal, "\nfile://requests/");
    terminal.press("Enter");
    terminal.until("closed the menu", |screen| {
        line(screen).ends_with("file://requests/")
    });
    offered(&terminal, "\n'file://requests/one user.json'");
    terminal.press("Enter");

    terminal.until_it_shows("--cli-input-json 'file://requests/one user.json'");
}

#[test]
fn without_a_terminal_a_prompt_is_refused() {
    let server = Roster::demo();
    let nowhere = finish(&mut connect(&server, "list-instances --cli-auto-prompt"));
    assert_eq!((nowhere.code(), &*nowhere.stdout), (255, ""));
    assert!(
        nowhere
            .stderr
            .starts_with("\naws: [ERROR]: Auto-prompt needs a terminal"),
        "{nowhere:?}"
    );

    let torn = finish(&mut connect(
        &server,
        "list-instances --cli-auto-prompt --no-cli-auto-prompt",
    ));
    assert_eq!(torn.code(), 252);
    assert!(
        torn.stderr.contains(
            "Both --cli-auto-prompt and --no-cli-auto-prompt cannot be specified at the same time."
        ),
        "{torn:?}"
    );
}
