//! Where the answer goes: to standard output, on a terminal through a pager.

use std::fmt;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::{Child, Command, Stdio};

use roster_jmespath::Expression;
use roster_model::operation::Description;
use roster_python_values::{os_error, repr_str};
use serde_json::Value;

use crate::config::Config;
use crate::environment::set_variable;
use crate::failure::Failure;
use crate::globals::Globals;
use crate::interrupt::leave_to_pager;
use crate::output::{Format, Output};

/// Prints answers in the form asked for, after `--query`.
pub(crate) struct Printer<'a> {
    output: Output<'a>,
    query: Option<&'a Expression>,
    out: Out,
}

impl<'a> Printer<'a> {
    /// A printer for the answers of an operation.
    pub(crate) fn new(
        operation: &'static Description,
        format: Format,
        globals: &'a Globals,
        config: &Config,
    ) -> Self {
        let color = match globals.color.as_deref() {
            Some("on") => true,
            Some("off") => false,
            _ => io::stdout().is_terminal(),
        };
        Self {
            output: Output {
                format,
                operation: operation.name,
                color,
            },
            query: globals.query.as_ref(),
            out: Out::to(pager(globals, config)),
        }
    }

    /// The form of the output.
    pub(crate) fn format(&self) -> Format {
        self.output.format
    }

    /// Whether pages are printed one by one, as they come.
    pub(crate) fn is_paged(&self) -> bool {
        self.output.is_paged()
    }

    /// Prints a whole answer.
    pub(crate) fn answer(&mut self, value: Value) -> Result<(), Failure> {
        let (output, value) = (self.output, self.picked(value)?);
        output.answer(&value, &mut self.out)?;
        self.out.finish()
    }

    /// Prints one of several pages.
    pub(crate) fn page(&mut self, value: Value) -> Result<(), Failure> {
        let (output, value) = (self.output, self.picked(value)?);
        Ok(output.pages().page(&value, &mut self.out)?)
    }

    /// Ends the last of several pages.
    pub(crate) fn end_pages(&mut self) -> Result<(), Failure> {
        let output = self.output;
        output.pages().finish(&mut self.out)?;
        self.out.finish()
    }

    fn picked(&self, value: Value) -> Result<Value, Failure> {
        match self.query {
            None => Ok(value),
            Some(query) => query
                .search(&value)
                .map_err(|error| Failure::General(error.to_string())),
        }
    }
}

/// A line on standard error. There is nowhere to report that this fails.
pub(crate) fn stderr_line(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// The words of the pager to use: none unless a person looks at a terminal.
fn pager(globals: &Globals, config: &Config) -> Option<Vec<String>> {
    if globals.no_cli_pager || !io::stdout().is_terminal() {
        return None;
    }
    let named = set_variable("AWS_PAGER")
        .or_else(|| config.setting("cli_pager").map(str::to_owned))
        .or_else(|| set_variable("PAGER"))
        .unwrap_or_else(|| "less".to_owned());
    shlex::split(&named).filter(|words| !words.is_empty())
}

enum Out {
    Direct(BufWriter<io::Stdout>),
    /// A pager, that starts when there is something to show.
    Waiting(Vec<String>),
    Paged(Child),
}

impl Out {
    fn to(pager: Option<Vec<String>>) -> Self {
        match pager {
            None => Self::Direct(BufWriter::new(io::stdout())),
            Some(words) => Self::Waiting(words),
        }
    }

    /// Ends the output, and waits until it has been read.
    fn finish(&mut self) -> Result<(), Failure> {
        match self {
            Self::Direct(out) => out.flush()?,
            Self::Waiting(_) => {}
            Self::Paged(pager) => {
                drop(pager.stdin.take());
                pager.wait()?;
            }
        }
        Ok(())
    }
}

/// A pager that does not start.
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
    if set_variable("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    leave_to_pager();
    command.spawn().map_err(|error| {
        let text = format!("{}: {}", os_error(&error), repr_str(program));
        io::Error::new(error.kind(), NoPager(text))
    })
}

impl Write for Out {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        if let Self::Waiting(words) = self {
            *self = Self::Paged(start(words)?);
        }
        match self {
            Self::Direct(out) => out.write(text),
            // Who leaves the pager early has seen enough.
            Self::Paged(pager) => match pager.stdin.as_mut().map(|stdin| stdin.write(text)) {
                Some(Err(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(text.len()),
                Some(written) => written,
                None => Ok(text.len()),
            },
            Self::Waiting(_) => Ok(0),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Direct(out) => out.flush(),
            Self::Waiting(_) | Self::Paged(_) => Ok(()),
        }
    }
}
