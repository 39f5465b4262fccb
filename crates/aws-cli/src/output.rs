//! The formats of output: `--output json | text | table | yaml | yaml-stream | off`, byte for byte as AWS CLI
//! v2 prints them.
//!
//! A format depends on the value alone, after `--query`, not on the operation. A value that a format cannot
//! show, such as a table with ragged rows, is an error of kind [`io::ErrorKind::InvalidData`] with the AWS
//! CLI's text.

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
    /// The format of this name, as in the option and the configuration.
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

/// Writes the output of one operation as text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output<'a> {
    pub format: Format,
    /// The title of a table: `DescribeUser`.
    pub operation: &'a str,
    /// Whether tables are coloured.
    pub color: bool,
}

impl Output<'_> {
    /// Writes a whole output, all pages merged, after `--query`. Empty output writes nothing.
    pub(crate) fn write(&self, value: &Value, out: &mut dyn Write) -> io::Result<()> {
        if is_empty(value) {
            return Ok(());
        }
        match self.format {
            Format::Json => json::write(value, out),
            Format::Text => text::write(value, out),
            Format::Table => table::write(
                self.operation,
                value,
                &table::TableStyle::of_terminal(self.color),
                out,
            ),
            Format::Yaml => yaml::write(value, out),
            Format::YamlStream => yaml::write_item(value, out),
            Format::Off => Ok(()),
        }
    }

    /// Writes output page by page. The caller chooses the content of a page, and applies `--query` to each:
    /// `yaml-stream` shows every page whole; `text` shows the items of each page, with the first page its
    /// other members, and at the end `{"NextToken": {"NextToken": …}}` if `--max-items` cut the list.
    pub(crate) fn pages(&self) -> Pages<'_> {
        Pages { output: self }
    }

    /// Whether the format is written page by page.
    pub(crate) fn is_paged(&self) -> bool {
        matches!(self.format, Format::Text | Format::YamlStream)
    }
}

/// Output that is written page by page.
#[derive(Debug)]
pub(crate) struct Pages<'a> {
    output: &'a Output<'a>,
}

impl Pages<'_> {
    /// Writes one page. Unlike whole output, an empty page of `yaml-stream` is shown, as `- {}`.
    pub(crate) fn write(&mut self, value: &Value, out: &mut dyn Write) -> io::Result<()> {
        if self.output.format == Format::YamlStream {
            yaml::write_item(value, out)?;
        } else {
            self.output.write(value, out)?;
        }
        out.flush()
    }

    /// Finishes after the last page.
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
