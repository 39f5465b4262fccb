//! Where the answer goes: to standard output, on a terminal through a pager.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::{Child, Command, Stdio};

use roster_model::operation::Description;
use serde_json::Value;

use crate::config::Config;
use crate::environment::{set_variable, variable};
use crate::failure::Failure;
use crate::globals::Globals;
use crate::interrupt::leave_to_pager;
use crate::output::{Format, Output};
use crate::query::Query;

/// Prints answers in the form asked for, after `--query`.
pub(crate) struct Printer<'a> {
    output: Output<'a>,
    query: Option<&'a Query>,
    pager: Option<String>,
    /// Started by the first page.
    out: Option<Out>,
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
            pager: pager(globals, config),
            out: None,
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
        output.answer(&value, self.out()?)?;
        self.finish()
    }

    /// Prints one of several pages.
    pub(crate) fn page(&mut self, value: Value) -> Result<(), Failure> {
        let (output, value) = (self.output, self.picked(value)?);
        Ok(output.pages().page(&value, self.out()?)?)
    }

    /// Ends the last of several pages.
    pub(crate) fn end_pages(&mut self) -> Result<(), Failure> {
        let output = self.output;
        output.pages().finish(self.out()?)?;
        self.finish()
    }

    /// Ends the output, and waits until it has been read.
    fn finish(&mut self) -> Result<(), Failure> {
        match self.out.take() {
            None => Ok(()),
            Some(out) => Ok(out.finish()?),
        }
    }

    fn picked(&self, value: Value) -> Result<Value, Failure> {
        match self.query {
            None => Ok(value),
            Some(query) => query.search(&value).map_err(Failure::General),
        }
    }

    fn out(&mut self) -> Result<&mut Out, Failure> {
        Ok(match &mut self.out {
            Some(out) => out,
            none => none.insert(Out::start(self.pager.as_deref())?),
        })
    }
}

/// A line on standard error. There is nowhere to report that this fails.
pub(crate) fn stderr_line(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// The pager to use: none unless a person looks at a terminal.
fn pager(globals: &Globals, config: &Config) -> Option<String> {
    if globals.no_cli_pager || !io::stdout().is_terminal() {
        return None;
    }
    let named = set_variable("AWS_PAGER")
        .or_else(|| config.setting("cli_pager").map(str::to_owned))
        .or_else(|| variable("PAGER"))
        .unwrap_or_else(|| "less".to_owned());
    (!named.trim().is_empty()).then_some(named)
}

enum Out {
    Direct(BufWriter<io::Stdout>),
    Paged(Child),
}

impl Out {
    fn start(pager: Option<&str>) -> Result<Self, Failure> {
        let Some(pager) = pager else {
            return Ok(Self::Direct(BufWriter::new(io::stdout())));
        };
        let mut words = pager.split_whitespace();
        let mut command = Command::new(words.next().unwrap_or("less"));
        command.args(words).stdin(Stdio::piped());
        if set_variable("LESS").is_none() {
            command.env("LESS", "FRX");
        }
        leave_to_pager();
        command.spawn().map(Self::Paged).map_err(|error| {
            let error = crate::python::os_error(&error);
            Failure::General(format!(
                "Unable to redirect output to pager. Received the following error when opening pager:\n{error}"
            ))
        })
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Direct(mut out) => out.flush(),
            Self::Paged(mut pager) => {
                drop(pager.stdin.take());
                pager.wait().map(|_| ())
            }
        }
    }
}

impl Write for Out {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        match self {
            Self::Direct(out) => out.write(text),
            // Who leaves the pager early has seen enough.
            Self::Paged(pager) => match pager.stdin.as_mut().map(|stdin| stdin.write(text)) {
                Some(Err(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(text.len()),
                Some(written) => written,
                None => Ok(text.len()),
            },
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Direct(out) => out.flush(),
            Self::Paged(_) => Ok(()),
        }
    }
}
