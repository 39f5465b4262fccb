//! The pager: a program that shows the output on a terminal.

use std::fmt;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::{Child, Command, Stdio};

use roster_client::Config;
use roster_client::environment::variable_or_empty;
use roster_python_values::{os_error, repr_str};

use crate::interrupt::leave_interrupts_to_pager;

/// The command of the configured pager. `None`: there is no pager, or standard output is no terminal.
pub(crate) fn configured(config: &Config) -> Option<Vec<String>> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let command = variable_or_empty("AWS_PAGER")
        .or_else(|| config.setting("cli_pager").map(str::to_owned))
        .or_else(|| variable_or_empty("PAGER"))
        .unwrap_or_else(|| "less".to_owned());
    shlex::split(&command).filter(|words| !words.is_empty())
}

/// Where the output goes.
pub(crate) enum Out {
    /// Standard output.
    Direct(BufWriter<io::Stdout>),
    /// A pager, which starts at the first output.
    NotStarted(Vec<String>),
    /// A pager that runs.
    Paged(Child),
}

impl Out {
    /// Standard output, or the pager with this command.
    pub(crate) fn to(pager: Option<Vec<String>>) -> Self {
        match pager {
            None => Self::Direct(BufWriter::new(io::stdout())),
            Some(words) => Self::NotStarted(words),
        }
    }

    /// Ends the output, and waits until the pager ends.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        match self {
            Self::Direct(out) => out.flush()?,
            Self::NotStarted(_) => {}
            Self::Paged(pager) => {
                drop(pager.stdin.take());
                pager.wait()?;
            }
        }
        Ok(())
    }
}

/// The pager does not start.
#[derive(Debug)]
pub(crate) struct NoPager(String);

impl std::error::Error for NoPager {}

impl fmt::Display for NoPager {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(error) = self;
        write!(
            formatter,
            "Unable to redirect output to pager. Received the following error when opening pager:\n{error}\n\n\
             Learn more about configuring the output pager by running \"aws help config-vars\"."
        )
    }
}

fn start(words: &[String]) -> io::Result<Child> {
    let program = words.first().map_or("", String::as_str);
    let mut command = Command::new(program);
    command.args(words.iter().skip(1)).stdin(Stdio::piped());
    if variable_or_empty("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    leave_interrupts_to_pager();
    command.spawn().map_err(|error| {
        let text = format!("{}: {}", os_error(&error), repr_str(program));
        io::Error::new(error.kind(), NoPager(text))
    })
}

impl Write for Out {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        if let Self::NotStarted(words) = self {
            *self = Self::Paged(start(words)?);
        }
        match self {
            Self::Direct(out) => out.write(text),
            // A pager that is left early has shown enough.
            Self::Paged(pager) => match pager.stdin.as_mut().map(|stdin| stdin.write(text)) {
                Some(Err(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(text.len()),
                Some(written) => written,
                None => Ok(text.len()),
            },
            Self::NotStarted(_) => Ok(0),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Direct(out) => out.flush(),
            Self::NotStarted(_) | Self::Paged(_) => Ok(()),
        }
    }
}
