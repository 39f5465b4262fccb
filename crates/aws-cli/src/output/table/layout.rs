//! Drawing tables: borders, column widths, indentation and colours.
//!
//! Sections stand one below the other, all as wide as the widest and two characters narrower for each level
//! of indentation. Columns share that width in proportion to their longest cells. A table that is wider than
//! the terminal is transposed: a section with headings and a single row gets a row for each heading.

use std::io::{self, Write};

use icu_properties::CodePointMapData;
use icu_properties::props::EastAsianWidth;

use crate::output::error::unshowable;

/// Blanks and borders around a cell.
const PADDING: usize = 4;
/// The width of a terminal that does not report one.
const DEFAULT_COLUMNS: usize = 80;

const RESET: &str = "\x1b[0m";
const CELL: &str = "\x1b[1m\x1b[34m";
const BORDER: &str = "\x1b[2m\x1b[33m";

/// The colour and the available width of a table.
pub(crate) struct TableStyle {
    pub color: bool,
    /// The widest table that is not transposed, in columns.
    pub columns: usize,
}

impl TableStyle {
    /// The width of the terminal at standard output.
    pub(crate) fn of_terminal(color: bool) -> Self {
        let size = rustix::termios::tcgetwinsize(io::stdout());
        Self {
            color,
            columns: size.map_or(DEFAULT_COLUMNS, |size| usize::from(size.ws_col)),
        }
    }
}

/// A title, headings and rows.
pub(super) struct Section {
    title: Option<String>,
    indent: usize,
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
    /// How many cells every row has. `None`: there is no row yet.
    cells: Option<usize>,
    /// The width of the longest cell of each column.
    widths: Vec<usize>,
}

impl Section {
    pub(super) fn new(title: Option<&str>, indent: usize) -> Self {
        let title = title.map(str::to_owned);
        Self {
            title,
            indent,
            headings: Vec::new(),
            rows: Vec::new(),
            cells: None,
            widths: Vec::new(),
        }
    }

    pub(super) fn add_headings(&mut self, headings: Vec<String>) -> io::Result<()> {
        self.widen(&headings)?;
        self.cells.get_or_insert(headings.len());
        self.headings = headings;
        Ok(())
    }

    pub(super) fn add_row(&mut self, row: Vec<String>) -> io::Result<()> {
        let cells = *self.cells.get_or_insert(row.len());
        if row.len() != cells {
            return Err(unshowable(format!(
                "Row should have {cells} elements, instead it has {}",
                row.len()
            )));
        }
        self.widen(&row)?;
        self.rows.push(row);
        Ok(())
    }

    pub(super) fn add_headed_row(&mut self, headings: Vec<String>, row: Vec<String>) -> io::Result<()> {
        self.add_headings(headings)?;
        self.add_row(row)
    }

    fn widen(&mut self, cells: &[String]) -> io::Result<()> {
        if self.widths.is_empty() {
            self.widths = vec![0; cells.len()];
        }
        if cells.len() > self.widths.len() {
            return Err(unshowable("list index out of range"));
        }
        for (longest, cell) in self.widths.iter_mut().zip(cells) {
            *longest = width(cell).max(*longest);
        }
        Ok(())
    }

    /// The width that the section needs, with borders and indentation.
    fn total_width(&self) -> usize {
        // A section without a title is as wide as Python's `None`.
        let title = self.title.as_deref().map_or(4, width);
        let columns = self.widths.iter().map(|longest| longest + PADDING).sum();
        title.max(columns) + 2 + 2 * self.indent
    }

    /// The same with a row for each heading, if there are headings and a single row.
    fn transposed(self) -> io::Result<Self> {
        let [row] = self.rows.as_slice() else {
            return Ok(self);
        };
        if self.headings.is_empty() {
            return Ok(self);
        }
        let mut transposed = Self::new(self.title.as_deref(), self.indent);
        for (heading, cell) in self.headings.iter().zip(row) {
            transposed.add_row(vec![heading.clone(), cell.clone()])?;
        }
        Ok(transposed)
    }

    /// The widths of the columns when they fill the table.
    fn columns(&self, width: usize) -> Vec<usize> {
        let needed: Vec<usize> = self.widths.iter().map(|longest| longest + PADDING).collect();
        let total: usize = needed.iter().sum();
        if total == 0 {
            return needed;
        }
        let mut columns: Vec<usize> = needed
            .into_iter()
            .map(|needed| scaled(needed, width, total))
            .collect();
        correct_sum(&mut columns, width);
        columns
    }
}

/// `needed · width / total`, rounded half to even.
#[expect(clippy::cast_precision_loss, reason = "widths of a screen are small")]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the quotient of small widths"
)]
fn scaled(needed: usize, width: usize, total: usize) -> usize {
    let factor = width as f64 / total as f64;
    (factor * needed as f64).round_ties_even() as usize
}

/// Corrects the sum after rounding: narrows the first columns or widens the last ones.
fn correct_sum(columns: &mut [usize], width: usize) {
    let mut total: usize = columns.iter().sum();
    while total != width {
        let (count, too_wide) = (columns.len(), total > width);
        for index in 0..count {
            if total == width {
                break;
            }
            if too_wide {
                columns[index] = columns[index].saturating_sub(1);
                total -= 1;
            } else {
                columns[count - 1 - index] += 1;
                total += 1;
            }
        }
    }
}

/// Draws the sections. If they are too wide, they are transposed.
pub(super) fn render(mut sections: Vec<Section>, style: &TableStyle, out: &mut dyn Write) -> io::Result<()> {
    if widest(&sections) > style.columns {
        sections = sections
            .into_iter()
            .map(Section::transposed)
            .collect::<io::Result<_>>()?;
    }
    let width = widest(&sections);
    TableWriter {
        out,
        style,
        indent: 0,
    }
    .put(&format!("{}\n", "-".repeat(width)))?;
    for section in &sections {
        let mut pen = TableWriter {
            out,
            style,
            indent: section.indent,
        };
        pen.section(section, width - 2 * section.indent)?;
    }
    Ok(())
}

fn widest(sections: &[Section]) -> usize {
    sections
        .iter()
        .map(Section::total_width)
        .max()
        .unwrap_or_default()
}

/// Draws the lines of one section.
struct TableWriter<'a> {
    out: &'a mut dyn Write,
    style: &'a TableStyle,
    indent: usize,
}

impl TableWriter<'_> {
    fn section(&mut self, section: &Section, width: usize) -> io::Result<()> {
        let columns = section.columns(width);
        if let Some(title) = section.title.as_deref().filter(|title| !title.is_empty()) {
            self.line(&centered(title, width, "|"))?;
            if section.headings.is_empty() && section.rows.is_empty() {
                self.line(&format!("+{}+", "-".repeat(width - 2)))?;
            }
        }
        if !section.headings.is_empty() {
            self.line(&rule(&columns))?;
            self.line(&cells(&columns, &section.headings, centered))?;
        }
        if section.rows.is_empty() || columns.is_empty() {
            return Ok(());
        }
        self.line(&rule(&columns))?;
        for row in &section.rows {
            self.line(&cells(&columns, row, |cell, width, left| {
                self.aligned(cell, width, left)
            }))?;
        }
        self.line(&rule(&columns))
    }

    /// A line, with the borders of the enclosing sections.
    fn line(&mut self, line: &str) -> io::Result<()> {
        let border = if self.style.color {
            format!("{BORDER}|{RESET}")
        } else {
            "|".into()
        };
        let border = border.repeat(self.indent);
        [border.as_str(), line, &border, "\n"]
            .into_iter()
            .try_for_each(|text| self.put(text))
    }

    /// Writes text. Colours are reset after each piece, even an empty one.
    fn put(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        if self.style.color {
            self.out.write_all(RESET.as_bytes())
        } else {
            Ok(())
        }
    }

    /// A cell with its text two blanks from the left border, if there is room.
    fn aligned(&self, text: &str, space: usize, left: &str) -> String {
        let free = space.saturating_sub(width(text) + left.len() + 1);
        let before = if free >= 2 { 2 } else { 0 };
        let after = free - before;
        let (color, reset) = if self.style.color { (CELL, RESET) } else { ("", "") };
        format!("{left}{:before$}{color}{text}{reset}{:after$}|", "", "")
    }
}

/// A cell with its text in the middle.
fn centered(text: &str, space: usize, left: &str) -> String {
    let before = (space / 2).saturating_sub(width(text) / 2 + 1);
    let after = space.saturating_sub(left.len() + before + width(text) + 1);
    format!("{left}{:before$}{text}{:after$}|", "", "")
}

/// A row of cells. The first one also has a left border.
fn cells(columns: &[usize], row: &[String], cell: impl Fn(&str, usize, &str) -> String) -> String {
    let left = std::iter::once("|").chain(std::iter::repeat(""));
    columns
        .iter()
        .zip(row)
        .zip(left)
        .map(|((width, text), left)| cell(text, *width, left))
        .collect()
}

/// `+-----+-----+`
fn rule(columns: &[usize]) -> String {
    let left = std::iter::once("+").chain(std::iter::repeat(""));
    let part = |(width, left): (&usize, &str)| {
        format!("{left}{}+", "-".repeat(width.saturating_sub(left.len() + 1)))
    };
    columns.iter().zip(left).map(part).collect()
}

/// The width of a text in columns: two for a character that is wide or ambiguous.
fn width(text: &str) -> usize {
    let widths = CodePointMapData::<EastAsianWidth>::new();
    text.chars()
        .map(|character| match widths.get(character) {
            EastAsianWidth::Wide | EastAsianWidth::Fullwidth | EastAsianWidth::Ambiguous => 2,
            _ => 1,
        })
        .sum()
}
