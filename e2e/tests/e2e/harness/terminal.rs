//! A terminal with a program in it: tmux draws the screen, and returns its text.

use std::ffi::OsString;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use roster_e2e::setup;
use tempfile::TempDir;

use super::finish;
use super::output::PATIENCE;

/// Settings of tmux from the start: the whole screen belongs to the program.
const CONFIGURATION: &str = "\
set -g default-terminal tmux-256color
set -g status off
set -g escape-time 0
";

/// Runs a program, and shows its exit code in the title of the terminal: after all that it has written, so that
/// a reader of the title sees that as well. Then it keeps the terminal open, because tmux may forget what it
/// has not yet drawn of a program that is gone.
const SHOWING_THE_EXIT_CODE: &str =
    r#"trap : INT; "$@"; printf '\033]2;ended with %s\033\\' $?; exec sleep infinity"#;

/// A terminal. Its program is ended when it is dropped.
pub(crate) struct Terminal {
    /// Holds the socket by which this tmux alone is reached.
    folder: TempDir,
}

impl Terminal {
    /// Runs a program in a new terminal of this size, with the command's environment and working
    /// directory; `TERM` is the terminal's own.
    pub(crate) fn run(command: &Command, columns: u16, rows: u16) -> Self {
        if let Err(error) = setup::require() {
            panic!("{error:#}");
        }
        let terminal = Self {
            folder: tempfile::tempdir().expect("a folder for the terminal"),
        };
        let configuration = terminal.folder.path().join("tmux.conf");
        fs::write(&configuration, CONFIGURATION).expect("the terminal can be configured");
        let mut tmux = terminal.tmux();
        tmux.arg("-f").arg(configuration);
        tmux.args(["new-session", "-d", "-x", &columns.to_string()]);
        tmux.args(["-y", &rows.to_string()]);
        if let Some(folder) = command.get_current_dir() {
            tmux.arg("-c").arg(folder);
        }
        tmux.args(["sh", "-c", SHOWING_THE_EXIT_CODE, "sh"]);
        tmux.arg(command.get_program()).args(command.get_args());
        // The programs in a tmux have the environment that it was started in.
        tmux.env_clear().env("PATH", path());
        tmux.envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        finish(&mut tmux).printed();
        terminal
    }

    /// Types a text, to the letter.
    pub(crate) fn type_text(&self, text: &str) {
        self.output_of(&["send-keys", "-l", "--", text]);
    }

    /// Presses a key by the name that tmux has for it: `Enter`, `Up`, `Tab`, `C-c`.
    pub(crate) fn press(&self, key: &str) {
        self.output_of(&["send-keys", key]);
    }

    /// What stands on the screen, without blanks at the ends of lines and empty lines at the end.
    pub(crate) fn screen(&self) -> String {
        trimmed(&self.output_of(&["capture-pane", "-p"]))
    }

    /// The same with the escape sequences of its colours.
    pub(crate) fn coloured_screen(&self) -> String {
        trimmed(&self.output_of(&["capture-pane", "-p", "-e"]))
    }

    /// Waits until the screen is as it should be, and returns it. The words say how that is.
    pub(crate) fn until(&self, words: &str, is_so: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let screen = self.screen();
            if is_so(&screen) {
                return screen;
            }
            assert!(start.elapsed() < PATIENCE, "never {words}:\n{screen}");
            nap();
        }
    }

    /// Waits until the screen shows a text, and returns it.
    pub(crate) fn until_it_shows(&self, text: &str) -> String {
        self.until(&format!("showed {text:?}"), |screen| screen.contains(text))
    }

    /// Waits until the program has ended and the screen shows all that it has written, and returns its
    /// exit code as a shell has it.
    pub(crate) fn exit_code(&self) -> i32 {
        let start = Instant::now();
        loop {
            let title = self.output_of(&["display-message", "-p", "#{pane_title}"]);
            if let Some(code) = title.trim_end().strip_prefix("ended with ") {
                return code.parse().expect("an exit code");
            }
            assert!(start.elapsed() < PATIENCE, "never ended:\n{}", self.screen());
            nap();
        }
    }

    fn output_of(&self, words: &[&str]) -> String {
        finish(self.tmux().args(words)).printed()
    }

    fn tmux(&self) -> Command {
        let mut tmux = Command::new("tmux");
        tmux.env_remove("TMUX")
            .arg("-u")
            .arg("-S")
            .arg(self.folder.path().join("socket"));
        tmux
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A terminal that did not open has nothing to close.
        let _ = self.tmux().arg("kill-server").output();
    }
}

fn path() -> OsString {
    std::env::var_os("PATH").unwrap_or_default()
}

fn trimmed(screen: &str) -> String {
    let lines: Vec<_> = screen.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

#[expect(
    clippy::disallowed_methods,
    reason = "a terminal does not say when it has drawn"
)]
fn nap() {
    std::thread::sleep(Duration::from_millis(20));
}
