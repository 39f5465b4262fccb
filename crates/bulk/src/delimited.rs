//! CSV as spreadsheet programs write it: with commas, semicolons or tabs, and quoted newlines.

use csv::ReaderBuilder;

use crate::error::FileError;
use crate::table::Table;

/// What may separate cells. The first of those that the headings have most often does.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The table of a text.
pub(crate) fn table(text: &str) -> Result<Table, FileError> {
    let (said, text) = without_separator_line(text);
    let lines = lines(text)?;
    let delimiter = said.unwrap_or_else(|| delimiter(text));
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let headings = records.next().ok_or(FileError::Empty)??;
    let headings: Vec<String> = headings.iter().map(|heading| heading.trim().to_owned()).collect();
    let mut rows = Vec::new();
    for (place, record) in records.enumerate() {
        let record = record?;
        let row = lines.get(place + 1).copied().unwrap_or(place + 2);
        // What a spreadsheet program leaves of rows that were emptied.
        if record.iter().all(str::is_empty) {
            continue;
        }
        let cells = record.len();
        if cells < headings.len() || record.iter().skip(headings.len()).any(|cell| !cell.is_empty()) {
            return Err(FileError::Ragged {
                row,
                cells,
                headings: headings.len(),
            });
        }
        let cells = record.iter().take(headings.len());
        rows.push((row, cells.map(|cell| Some(cell.to_owned())).collect()));
    }
    Ok(Table { headings, rows })
}

/// The delimiter that a first line such as `sep=;` names, as one spreadsheet program writes it, and the rest.
fn without_separator_line(text: &str) -> (Option<u8>, &str) {
    let named = text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n'));
    match named.map(|(delimiter, rest)| (delimiter.trim_end_matches('\r').as_bytes(), rest)) {
        Some(([delimiter], rest)) if DELIMITERS.contains(delimiter) => (Some(*delimiter), rest),
        Some(_) | None => (None, text),
    }
}

fn delimiter(text: &str) -> u8 {
    let mut counts = DELIMITERS.map(|_| 0_usize);
    let mut is_quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                if let Some(place) = DELIMITERS.iter().position(|delimiter| *delimiter == byte) {
                    counts[place] += 1;
                }
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let place = counts.iter().position(|count| *count == most).unwrap_or_default();
    DELIMITERS[place]
}

/// The numbers of the rows that are not blank, as a spreadsheet counts: a quoted newline does not end a row.
fn lines(text: &str) -> Result<Vec<usize>, FileError> {
    let mut numbers = Vec::new();
    let (mut row, mut is_quoted, mut is_blank) = (1, false, true);
    let mut opened = 1;
    for byte in text.bytes() {
        match byte {
            b'\n' if !is_quoted => {
                if !is_blank {
                    numbers.push(row);
                }
                row += 1;
                is_blank = true;
            }
            b'\r' => {}
            b'"' => {
                is_quoted = !is_quoted;
                opened = row;
                is_blank = false;
            }
            _ => is_blank = false,
        }
    }
    if is_quoted {
        return Err(FileError::OpenQuote { row: opened });
    }
    if !is_blank {
        numbers.push(row);
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(usize, Vec<Option<String>>)> {
        table(text).unwrap().rows
    }

    fn row(number: usize, cells: &[&str]) -> (usize, Vec<Option<String>>) {
        (
            number,
            cells.iter().map(|cell| Some((*cell).to_owned())).collect(),
        )
    }

    #[test]
    fn the_delimiter_is_found_in_the_headings() {
        for text in [
            "Username,Email\nmary,a;b\n",
            "Username;Email\r\nmary;a;b\r\n"
                .replace("a;b", "\"a;b\"")
                .as_str(),
            "Username\tEmail\nmary\ta;b",
            "sep=;\r\nUsername;Email\r\nmary;\"a;b\"\r\n",
            "\"Username\",\"Email\"\nmary,a;b\n",
        ] {
            let table = table(text).unwrap();
            assert_eq!(table.headings, ["Username", "Email"], "{text}");
            assert_eq!(table.rows, [row(2, &["mary", "a;b"])], "{text}");
        }
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_does() {
        let text = "Username,LastName\nmary,\"Mil\nler\"\n\n,\nsam,\"San\"\"tos\"\n";
        assert_eq!(
            rows(text),
            [row(2, &["mary", "Mil\nler"]), row(5, &["sam", "San\"tos"])]
        );
    }

    #[test]
    fn a_row_with_a_missing_cell_is_refused() {
        let refusal = table("Username,FirstName,Email\nmary,Mary\n")
            .unwrap_err()
            .to_string();
        assert_eq!(
            refusal,
            "row 2 has 2 cells and 3 headings: a missing cell would clear a value, so write every cell"
        );
        assert!(table("Username,Email\nmary,a@example.com,x\n").is_err());
        assert_eq!(
            rows("Username,Email\nmary,a@example.com,,\n"),
            [row(2, &["mary", "a@example.com"])]
        );
    }

    #[test]
    fn a_quote_that_is_not_closed_is_refused_with_its_row() {
        let refusal = table("Username,Email\nmary,a\nsam,\"b\nx,y\n")
            .unwrap_err()
            .to_string();
        assert_eq!(refusal, "row 3: a cell begins with a quote that is not closed");
        assert!(matches!(table(""), Err(FileError::Empty)));
    }
}
