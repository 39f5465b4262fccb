//! How a table looks: borders, column widths, indentation and colours.
//!
//! Sections stand one below the other, all as wide as the widest and two characters narrower for each level
//! of indentation. Columns share that width in proportion to their longest cells. A table that is wider than
//! the terminal is turned: a section with headings and a single row gets a row for each heading.

use std::io::{self, Write};

use icu_properties::CodePointMapData;
use icu_properties::props::EastAsianWidth;

use crate::output::error::unshowable;

/// Blanks and borders around a cell.
const PADDING: usize = 4;
/// The columns of a terminal that does not say.
const DEFAULT_COLUMNS: usize = 80;

const RESET: &str = "\x1b[0m";
const CELL: &str = "\x1b[1m\x1b[34m";
const BORDER: &str = "\x1b[2m\x1b[33m";

/// What a table is drawn on.
pub(crate) struct Look {
    pub color: bool,
    /// The columns that a table may have before it is turned.
    pub columns: usize,
}

impl Look {
    /// As wide as the terminal that standard output is.
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
    /// How many cells every row has, once the first is known.
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

    /// The width that the section asks for, borders and indentation included.
    fn total_width(&self) -> usize {
        // A section without a title is as wide as Python's word for none.
        let title = self.title.as_deref().map_or(4, width);
        let columns = self.widths.iter().map(|longest| longest + PADDING).sum();
        title.max(columns) + 2 + 2 * self.indent
    }

    /// A row for each heading, if there is just one row under headings.
    fn turned(self) -> io::Result<Self> {
        let [row] = self.rows.as_slice() else {
            return Ok(self);
        };
        if self.headings.is_empty() {
            return Ok(self);
        }
        let mut turned = Self::new(self.title.as_deref(), self.indent);
        for (heading, cell) in self.headings.iter().zip(row) {
            turned.add_row(vec![heading.clone(), cell.clone()])?;
        }
        Ok(turned)
    }

    /// The columns' widths when together they have to be as wide as the table.
    fn columns(&self, width: usize) -> Vec<usize> {
        let asked: Vec<usize> = self.widths.iter().map(|longest| longest + PADDING).collect();
        let total: usize = asked.iter().sum();
        if total == 0 {
            return asked;
        }
        let mut columns: Vec<usize> = asked
            .into_iter()
            .map(|asked| scaled(asked, width, total))
            .collect();
        level(&mut columns, width);
        columns
    }
}

/// `asked · width / total`, rounded to the nearest, a half to the even.
#[expect(clippy::cast_precision_loss, reason = "widths of a screen are small")]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the quotient of small widths"
)]
fn scaled(asked: usize, width: usize, total: usize) -> usize {
    let factor = width as f64 / total as f64;
    (factor * asked as f64).round_ties_even() as usize
}

/// Makes up for rounding: takes from the first columns, gives to the last.
fn level(columns: &mut [usize], width: usize) {
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

/// Draws the sections, turned if they are too wide.
pub(super) fn render(mut sections: Vec<Section>, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    if widest(&sections) > look.columns {
        sections = sections
            .into_iter()
            .map(Section::turned)
            .collect::<io::Result<_>>()?;
    }
    let width = widest(&sections);
    Pen { out, look, indent: 0 }.put(&format!("{}\n", "-".repeat(width)))?;
    for section in &sections {
        let mut pen = Pen {
            out,
            look,
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
struct Pen<'a> {
    out: &'a mut dyn Write,
    look: &'a Look,
    indent: usize,
}

impl Pen<'_> {
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

    /// A line between the borders of the sections around it.
    fn line(&mut self, line: &str) -> io::Result<()> {
        let border = if self.look.color {
            format!("{BORDER}|{RESET}")
        } else {
            "|".into()
        };
        let border = border.repeat(self.indent);
        [border.as_str(), line, &border, "\n"]
            .into_iter()
            .try_for_each(|text| self.put(text))
    }

    /// Text on its way out: colours are reset after each piece, even an empty one.
    fn put(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        if self.look.color {
            self.out.write_all(RESET.as_bytes())
        } else {
            Ok(())
        }
    }

    /// A cell with its text two blanks from the left border, if there is room for them.
    fn aligned(&self, text: &str, space: usize, left: &str) -> String {
        let free = space.saturating_sub(width(text) + left.len() + 1);
        let before = if free >= 2 { 2 } else { 0 };
        let after = free - before;
        let (color, reset) = if self.look.color { (CELL, RESET) } else { ("", "") };
        format!("{left}{:before$}{color}{text}{reset}{:after$}|", "", "")
    }
}

/// A cell with its text in the middle.
fn centered(text: &str, space: usize, left: &str) -> String {
    let before = (space / 2).saturating_sub(width(text) / 2 + 1);
    let after = space.saturating_sub(left.len() + before + width(text) + 1);
    format!("{left}{:before$}{text}{:after$}|", "", "")
}

/// A row of cells; the first has a border on its left too.
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

/// The columns that a text takes: two for a character that is wide, or may be.
fn width(text: &str) -> usize {
    let widths = CodePointMapData::<EastAsianWidth>::new();
    text.chars()
        .map(|character| match widths.get(character) {
            EastAsianWidth::Wide | EastAsianWidth::Fullwidth | EastAsianWidth::Ambiguous => 2,
            _ => 1,
        })
        .sum()
}
