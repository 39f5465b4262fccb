//! `roster attack-demo`: the takeover that AWS's documentation warns of, played in each mode of the guard.

mod attack;
mod browser;
mod throw_away_server;

use std::io::{self, Write};
use std::process::ExitCode;

use attack::{Attack, Outcome};

use crate::text_table::TextTable;

const INTRODUCTION: &str = "\
A caller of UpdateUserIdentityInfo can take over an account: change the address, ask for a new password, open the link
in the mail, sign in. Mallory has an access key, and reads the mail of mallory@example.net. This command plays Mallory's
attack on the user mary in each mode of `roster serve --takeover-guard`. Each server is on this machine, and keeps nothing.";

/// Plays the attack in each mode.
pub(crate) fn attack_demo() -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    writeln!(out, "{INTRODUCTION}")?;
    let mut rows = Vec::new();
    for guard in ["off", "observe", "enforce"] {
        writeln!(out, "\n--takeover-guard {guard}\n")?;
        let outcome = Attack::on_server_with(guard)?.play(&mut out)?;
        rows.push(row(guard, &outcome));
    }
    writeln!(out)?;
    TextTable::of(["GUARD", "THE ATTACK", "MARY", "THE AUDIT"], rows).print(&mut out, None)?;
    writeln!(out, "\nThe default is observe. See docs/guide/takeover.md.")?;
    Ok(ExitCode::SUCCESS)
}

fn row(guard: &str, outcome: &Outcome) -> [String; 4] {
    let verdict = match outcome {
        Outcome { signed_in: false, .. } => "is blocked",
        Outcome { mails, .. } if *mails > 0 => "is reported",
        Outcome { .. } => "succeeds",
    };
    let mary = match outcome.mails {
        0 => "gets no mail".to_owned(),
        1 => "gets a mail".to_owned(),
        mails => format!("gets {mails} mails"),
    };
    let audit = if outcome.is_suspected {
        "marks a suspected takeover"
    } else {
        "has the change"
    };
    [guard.to_owned(), verdict.to_owned(), mary, audit.to_owned()]
}
