//! Tables for terminals.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::terminal_text::{escaped, write_line};

/// The space between two columns.
const GAP: usize = 2;

/// The width of the terminal that the output goes to; none if it goes elsewhere.
pub(crate) fn terminal_width() -> Option<usize> {
    let size = || terminal_size::terminal_size().map(|(width, _)| width.0.into());
    io::stdout().is_terminal().then(size).flatten()
}

/// Rows under headings, in columns as wide as their widest cell.
pub(crate) struct TextTable<const COLUMNS: usize> {
    rows: Vec<[String; COLUMNS]>,
    widths: [usize; COLUMNS],
}

impl<const COLUMNS: usize> TextTable<COLUMNS> {
    pub(crate) fn of(headings: [&str; COLUMNS], rows: impl IntoIterator<Item = [String; COLUMNS]>) -> Self {
        let headings = headings.map(str::to_owned);
        let rows: Vec<_> = std::iter::once(headings).chain(rows).collect();
        let widest = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
        let widths = std::array::from_fn(widest);
        Self { rows, widths }
    }

    /// Prints the table, its lines cut to the width of the terminal if one is given.
    pub(crate) fn print(&self, out: &mut impl Write, width: Option<usize>) -> anyhow::Result<()> {
        for row in &self.rows {
            let line = self.line(row);
            let line = width.map_or(Cow::Borrowed(&*line), |width| cut(&line, width));
            write_line!(out, "{line}")?;
        }
        Ok(())
    }

    /// Prints the table to a terminal, each column in a style: the parameters of the escape sequence that selects it,
    /// such as `31`. A line that does not fit is cut and plain.
    pub(crate) fn print_styled(
        &self,
        out: &mut impl Write,
        width: Option<usize>,
        styles: [&str; COLUMNS],
    ) -> anyhow::Result<()> {
        for (place, row) in self.rows.iter().enumerate() {
            let line = self.line(row);
            match width {
                Some(width) if line.width() > width => write_line!(out, "{}", cut(&line, width))?,
                Some(_) | None => {
                    let styles = if place == 0 { ["1"; COLUMNS] } else { styles };
                    writeln!(out, "{}", self.styled(row, styles))?;
                }
            }
        }
        Ok(())
    }

    fn styled(&self, row: &[String; COLUMNS], styles: [&str; COLUMNS]) -> String {
        let mut line = String::new();
        for ((cell, width), style) in row.iter().zip(self.widths).zip(styles) {
            let text = escaped(cell);
            if cell.is_empty() || style.is_empty() {
                line.push_str(&text);
            } else {
                line.extend(["\x1b[", style, "m", &*text, "\x1b[0m"]);
            }
            line.extend(std::iter::repeat_n(' ', GAP + width.saturating_sub(cell.width())));
        }
        line.truncate(line.trim_end().len());
        line
    }

    fn line(&self, row: &[String; COLUMNS]) -> String {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(self.widths) {
            line.push_str(cell);
            let padding = GAP + width.saturating_sub(cell.width());
            line.extend(std::iter::repeat_n(' ', padding));
        }
        line.truncate(line.trim_end().len());
        line
    }
}

/// The start of a line that fits into a terminal.
fn cut(line: &str, width: usize) -> Cow<'_, str> {
    if line.width() <= width {
        return Cow::Borrowed(line);
    }
    let mut left = width.saturating_sub(1);
    let fits = |char: &char| {
        let wide = char.width().unwrap_or(0);
        let fits = wide <= left;
        left = left.saturating_sub(wide);
        fits
    };
    let mut start: String = line.chars().take_while(fits).collect();
    start.push('…');
    Cow::Owned(start)
}
