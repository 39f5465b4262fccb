//! Workbooks of spreadsheet programs, in the format XLSX.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use roster_plan::Person;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::error::FileError;
use crate::exporting::rows;
use crate::table::Table;

/// The table of the first sheet of a workbook.
pub(crate) fn table(bytes: &[u8]) -> Result<Table, FileError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let range = workbook.worksheet_range_at(0).ok_or(FileError::Empty)??;
    let first = range.start().map_or(0, |(row, _)| row as usize);
    let mut lines = range.rows().enumerate();
    let (_, headings) = lines.next().ok_or(FileError::Empty)?;
    let headings: Vec<String> = headings
        .iter()
        .map(|cell| Ok(text(cell, first + 1, "")?.trim().to_owned()))
        .collect::<Result<_, FileError>>()?;
    let mut table = Table {
        headings,
        rows: Vec::new(),
    };
    for (place, cells) in lines {
        let row = first + place + 1;
        // Spreadsheet programs keep rows whose cells were emptied.
        if cells.iter().all(|cell| *cell == Data::Empty) {
            continue;
        }
        let cells = table.headings.iter().zip(cells);
        let cells = cells.map(|(heading, cell)| Ok(Some(text(cell, row, heading)?)));
        let cells = cells.collect::<Result<_, FileError>>()?;
        table.rows.push((row, cells));
    }
    without_columns_of_nothing(&mut table);
    Ok(table)
}

/// The text of a cell. Numbers are written without a format: `30`, not `30.00`.
fn text(cell: &Data, row: usize, heading: &str) -> Result<String, FileError> {
    let refused = |found: String| FileError::Cell {
        row,
        heading: heading.to_owned(),
        found,
    };
    match cell {
        Data::Empty => Ok(String::new()),
        Data::String(text) => Ok(text.clone()),
        Data::Int(number) => Ok(number.to_string()),
        Data::Float(number) => Ok(number.to_string()),
        Data::Bool(flag) => Ok(flag.to_string()),
        Data::Error(error) => Err(refused(format!("the error {error}"))),
        _ => Err(refused("a date or a time".to_owned())),
    }
}

/// Removes columns that have neither a heading nor a cell, as a spreadsheet program leaves them at the end.
fn without_columns_of_nothing(table: &mut Table) {
    let has_cell = |place: usize| {
        let mut rows = table.rows.iter();
        rows.any(|(_, cells)| cells[place].as_ref().is_some_and(|cell| !cell.is_empty()))
    };
    let is_kept: Vec<bool> = table
        .headings
        .iter()
        .enumerate()
        .map(|(place, heading)| !heading.is_empty() || has_cell(place))
        .collect();
    let keep = |cells: &mut Vec<Option<String>>| {
        let mut is_kept = is_kept.iter();
        cells.retain(|_| is_kept.next().copied().unwrap_or_default());
    };
    for (_, cells) in &mut table.rows {
        keep(cells);
    }
    let mut is_kept = is_kept.iter();
    table
        .headings
        .retain(|_| is_kept.next().copied().unwrap_or_default());
}

/// People as a workbook, in the order given. All cells are texts, so that telephone numbers keep their plus.
///
/// # Errors
/// There are more rows, or longer cells, than a workbook can have.
pub fn xlsx(people: &[Person]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same people are the same file, whenever it is written.
    let origin = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&origin));
    let text = Format::new().set_num_format("@");
    let heading = text.clone().set_bold();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows(people)) {
        let format = if row == 0 { &heading } else { &text };
        for (column, cell) in (0..).zip(cells) {
            if row == 0 {
                sheet.set_column_format(column, &text)?;
            }
            sheet.write_string_with_format(row, column, cell, format)?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.autofit();
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet) -> Result<(), XlsxError>) -> Vec<u8> {
        let mut workbook = Workbook::new();
        fill(workbook.add_worksheet()).unwrap();
        workbook.save_to_buffer().unwrap()
    }

    fn cells(texts: &[&str]) -> Vec<Option<String>> {
        texts.iter().map(|text| Some((*text).to_owned())).collect()
    }

    #[test]
    fn cells_are_read_as_texts_and_rows_are_counted_as_the_program_does() {
        let bytes = workbook(|sheet| {
            for (column, heading) in (0..).zip(["Username", "Mobile", "AutoAccept", ""]) {
                sheet.write_string(1, column, heading)?;
            }
            sheet.write_string(3, 0, "jörg")?;
            sheet.write_number(3, 1, 4_930_123_456_789.0)?;
            sheet.write_boolean(3, 2, true)?;
            Ok(())
        });

        let table = table(&bytes).unwrap();

        assert_eq!(table.headings, ["Username", "Mobile", "AutoAccept"]);
        assert_eq!(table.rows, [(4, cells(&["jörg", "4930123456789", "true"]))]);
    }

    #[test]
    fn dates_are_refused_with_row_and_column() {
        let bytes = workbook(|sheet| {
            sheet.write_string(0, 0, "Username")?;
            sheet.write_string(0, 1, "tag:Since")?;
            sheet.write_string(1, 0, "mary")?;
            let date = Format::new().set_num_format("yyyy-mm-dd");
            sheet.write_number_with_format(1, 1, 45_000, &date)?;
            Ok(())
        });

        assert_eq!(
            table(&bytes).unwrap_err().to_string(),
            "row 2, tag:Since: the cell must be a text, a number or a truth value, not a date or a time: format the column as text and write the value again"
        );
        assert!(table(b"Username,Mobile\n").is_err());
    }
}
