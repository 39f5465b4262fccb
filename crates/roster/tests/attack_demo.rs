//! `roster attack-demo`, as a newcomer runs it.

use std::path::Path;
use std::process::{Command, Stdio};

/// What it prints, with a folder for its temporary files.
fn printed(temporary: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_roster"))
        .arg("attack-demo")
        .env_clear()
        .env("TMPDIR", temporary)
        // None of these is for the servers of the demonstration.
        .env("ROSTER_DATABASE", "postgres://unused@localhost/unused")
        .env("ROSTER_LISTEN", "192.0.2.1:1")
        .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "not a secret")
        .current_dir(temporary)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// The part about a mode of the guard.
fn part<'p>(printed: &'p str, guard: &str) -> &'p str {
    let (_, part) = printed
        .split_once(&format!("\n--takeover-guard {guard}\n"))
        .unwrap();
    let end = part.find("\n--takeover-guard").or_else(|| part.find("\nGUARD"));
    &part[..end.unwrap()]
}

/// Fails unless a part has these lines in this order.
fn must_say(part: &str, expected: &[&str]) {
    let mut lines = part.lines().map(str::trim);
    for line in expected {
        assert!(
            lines.any(|said| said == *line),
            "not, or not there: {line:?} in {part}"
        );
    }
}

#[test]
fn the_attack_succeeds_without_the_guard_is_reported_or_is_blocked() {
    let temporary = tempfile::tempdir().unwrap();

    let printed = printed(temporary.path());

    must_say(
        part(&printed, "off"),
        &[
            "1. Mallory changes the address of mary to mallory@example.net.",
            "Answer 200. The address is mallory@example.net.",
            "2. Mallory asks for a new password of mary.",
            "Mail to mallory@example.net: \"Choose a new password for demo\".",
            "3. Mallory opens the link and chooses a password.",
            "The password is set.",
            "4. Mallory signs in as mary.",
            "Mallory is in.",
            "No mail to mary@example.com.",
            "UpdateUserIdentityInfo: user.IdentityInfo.Email",
            "ResetPassword: password",
        ],
    );
    must_say(
        part(&printed, "observe"),
        &[
            "Answer 200. The address is mallory@example.net.",
            "Mallory is in.",
            "Mail to mary@example.com: \"Your e-mail address for demo was changed\".",
            "ResetPassword: address_change.SuspectedTakeover, password",
            "Mary opens the link that undoes the change.",
            "The address is mary@example.com.",
            "Mallory is signed out.",
        ],
    );
    must_say(
        part(&printed, "enforce"),
        &[
            "Answer 200. The address is mary@example.com.",
            "The address is mallory@example.net.",
            "No mail: there is no reset within the cool-off of the change.",
            "There is no link.",
            "It is refused.",
            "Mail to mary@example.com: \"Your e-mail address for demo is about to change\".",
            "Mail to mary@example.com: \"Your e-mail address for demo was changed\".",
            "UpdateUserIdentityInfo: pending_change",
            "ConfirmEmail: pending_change, user.IdentityInfo.Email, address_change",
            "The address is mary@example.com.",
        ],
    );
    must_say(
        &printed,
        &[
            "GUARD    THE ATTACK   MARY          THE AUDIT",
            "off      succeeds     gets no mail  has the change",
            "observe  is reported  gets a mail   marks a suspected takeover",
            "enforce  is blocked   gets 2 mails  has the change",
        ],
    );
    let left: Vec<_> = std::fs::read_dir(temporary.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}
