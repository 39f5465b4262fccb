//! What an answer looks like: `--output json | text | table | yaml | yaml-stream | off`, to the byte as the
//! AWS CLI v2 prints it.
//!
//! Nothing here knows an operation's shape; every format is made from the value alone, after `--query`.
//! An answer that a format cannot show (a table with ragged rows, say) is an error of kind
//! [`io::ErrorKind::InvalidData`] whose text is the one that the AWS CLI prints.

mod error;
mod json;
mod table;
mod text;
mod yaml;

use std::io::{self, Write};

use serde_json::Value;

/// A value of `--output`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Text,
    Table,
    Yaml,
    YamlStream,
    Off,
}

impl Format {
    /// The format of this name, as the option and the configuration spell it.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "json" => Self::Json,
            "text" => Self::Text,
            "table" => Self::Table,
            "yaml" => Self::Yaml,
            "yaml-stream" => Self::YamlStream,
            "off" => Self::Off,
            _ => return None,
        })
    }
}

/// Where answers of one operation become text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output<'a> {
    pub format: Format,
    /// `DescribeUser`: the table's title.
    pub operation: &'a str,
    /// Whether tables are coloured.
    pub color: bool,
}

impl Output<'_> {
    /// Prints one whole answer (all pages merged), after `--query`: nothing at all for an empty one.
    pub(crate) fn answer(&self, value: &Value, out: &mut dyn Write) -> io::Result<()> {
        if is_empty(value) {
            return Ok(());
        }
        match self.format {
            Format::Json => json::write(value, out),
            Format::Text => text::write(value, out),
            Format::Table => table::write(self.operation, value, &table::Look::of_terminal(self.color), out),
            Format::Yaml => yaml::write(value, out),
            Format::YamlStream => yaml::write_item(value, out),
            Format::Off => Ok(()),
        }
    }

    /// Prints an answer that arrives page by page. What stands in a page is the caller's matter: `yaml-stream`
    /// shows every reply whole; `text` shows of the first reply its non-aggregate members and the result
    /// keys, of the others the result keys, and at last `{"NextToken": {"NextToken": …}}` if
    /// `--max-items` cut the answer. `--query` sees each of these by itself.
    pub(crate) fn pages(&self) -> Pages<'_> {
        Pages { output: self }
    }

    /// Whether the format prints page by page.
    pub(crate) fn is_paged(&self) -> bool {
        matches!(self.format, Format::Text | Format::YamlStream)
    }
}

/// An answer on its way, one page after the other.
#[derive(Debug)]
pub(crate) struct Pages<'a> {
    output: &'a Output<'a>,
}

impl Pages<'_> {
    /// Prints one page. Unlike a whole answer, an empty page of `yaml-stream` shows: `- {}`.
    pub(crate) fn page(&mut self, value: &Value, out: &mut dyn Write) -> io::Result<()> {
        if self.output.format == Format::YamlStream {
            yaml::write_item(value, out)?;
        } else {
            self.output.answer(value, out)?;
        }
        out.flush()
    }

    /// Ends the answer.
    #[expect(clippy::unused_self, reason = "the last page has been printed")]
    pub(crate) fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.flush()
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_object().is_some_and(serde_json::Map::is_empty)
}

#[cfg(test)]
mod tests;
