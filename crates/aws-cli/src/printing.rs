//! Where the answer goes: to standard output, on a terminal through a pager.

use std::io::{self, IsTerminal, Write};

use roster_client::Config;
use roster_jmespath::Expression;
use roster_model::operation::Description;
use serde_json::Value;

use crate::failure::Failure;
use crate::globals::Globals;
use crate::output::{Format, Output};
use crate::pager::{Out, configured};

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
            out: Out::to(if globals.no_cli_pager {
                None
            } else {
                configured(config)
            }),
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
        Ok(self.out.finish()?)
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
        Ok(self.out.finish()?)
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
