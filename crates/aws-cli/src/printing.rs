//! Printing output: to standard output, or through a pager on a terminal.

use std::io::{self, IsTerminal, Write};

use roster_client::Config;
use roster_jmespath::Expression;
use serde_json::Value;

use crate::commands::Command;
use crate::failure::Failure;
use crate::globals::Globals;
use crate::output::{Format, Output};
use crate::pager::{Out, configured};

/// Prints the output of one operation in the chosen format, after `--query`.
pub(crate) struct Printer<'a> {
    output: Output<'a>,
    query: Option<&'a Expression>,
    out: Out,
}

impl<'a> Printer<'a> {
    /// A printer for the output of an operation.
    pub(crate) fn new(operation: &Command, format: Format, globals: &'a Globals, config: &Config) -> Self {
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
            out: Out::to(if globals.no_cli_pager {
                None
            } else {
                configured(config)
            }),
        }
    }

    /// The format.
    pub(crate) fn format(&self) -> Format {
        self.output.format
    }

    /// Whether pages are printed one by one.
    pub(crate) fn is_paged(&self) -> bool {
        self.output.is_paged()
    }

    /// Prints a whole output.
    pub(crate) fn print(&mut self, value: Value) -> Result<(), Failure> {
        let (output, value) = (self.output, self.selected(value)?);
        output.write(&value, &mut self.out)?;
        Ok(self.out.finish()?)
    }

    /// Prints one of several pages.
    pub(crate) fn print_page(&mut self, value: Value) -> Result<(), Failure> {
        let (output, value) = (self.output, self.selected(value)?);
        Ok(output.pages().write(&value, &mut self.out)?)
    }

    /// Finishes after the last page.
    pub(crate) fn finish_pages(&mut self) -> Result<(), Failure> {
        let output = self.output;
        output.pages().finish(&mut self.out)?;
        Ok(self.out.finish()?)
    }

    fn selected(&self, value: Value) -> Result<Value, Failure> {
        match self.query {
            None => Ok(value),
            Some(query) => query
                .search(&value)
                .map_err(|error| Failure::General(error.to_string())),
        }
    }
}

/// Prints a line on standard error. If that fails, there is nowhere to report it.
pub(crate) fn stderr_line(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
