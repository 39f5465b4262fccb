//! Asking before something is done that cannot be undone by itself.

use std::io::{self, BufRead, IsTerminal};

use anyhow::bail;

use crate::terminal_text::escaped;

/// Asks a question on the terminal; returns whether the answer is yes.
pub(crate) fn confirm(question: &str) -> anyhow::Result<bool> {
    if !io::stdin().is_terminal() {
        bail!(
            "nothing was changed: say --yes to go on without a question, because there is no terminal to ask on"
        );
    }
    eprint!("{} Only yes goes on: ", escaped(question));
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(answer.trim() == "yes")
}
