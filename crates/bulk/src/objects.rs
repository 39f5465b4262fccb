//! JSON: an array of objects, or an object a line. A member that an object lacks is untouched, and null clears it.

use serde_json::{Map, Value};

use crate::error::FileError;
use crate::table::Table;

/// The table of an array of objects. Rows are counted from 1.
pub(crate) fn table(text: &str) -> Result<Table, FileError> {
    let objects: Vec<Map<String, Value>> = serde_json::from_str(text)?;
    of_objects(
        objects
            .into_iter()
            .enumerate()
            .map(|(place, object)| (place + 1, object)),
    )
}

/// The table of lines with an object each. Rows are lines.
pub(crate) fn table_of_lines(text: &str) -> Result<Table, FileError> {
    let mut objects = Vec::new();
    for (place, line) in text.lines().enumerate() {
        if !line.trim().is_empty() {
            let object = serde_json::from_str(line).map_err(|reason| FileError::JsonLine {
                line: place + 1,
                reason,
            })?;
            objects.push((place + 1, object));
        }
    }
    of_objects(objects.into_iter())
}

/// The headings are all members, in the order in which they come first.
pub(crate) fn of_objects(
    objects: impl Iterator<Item = (usize, Map<String, Value>)>,
) -> Result<Table, FileError> {
    let mut table = Table::default();
    for (row, object) in objects {
        let mut cells = vec![None; table.headings.len()];
        for (heading, value) in object {
            let text = match value {
                Value::Null => String::new(),
                Value::String(text) => text,
                Value::Bool(flag) => flag.to_string(),
                Value::Number(number) => number.to_string(),
                other @ (Value::Array(_) | Value::Object(_)) => {
                    let found = other.to_string();
                    return Err(FileError::NotText { row, heading, found });
                }
            };
            match table.headings.iter().position(|known| *known == heading) {
                Some(place) => cells[place] = Some(text),
                None => {
                    table.headings.push(heading);
                    cells.push(Some(text));
                }
            }
        }
        table.rows.push((row, cells));
    }
    if table.headings.is_empty() {
        return Err(FileError::Empty);
    }
    let columns = table.headings.len();
    for (_, cells) in &mut table.rows {
        cells.resize(columns, None);
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(texts: &[Option<&str>]) -> Vec<Option<String>> {
        texts.iter().map(|text| text.map(str::to_owned)).collect()
    }

    #[test]
    fn objects_are_rows_and_a_missing_member_is_no_cell() {
        let lines =
            "{\"Username\": \"mary\", \"Mobile\": null}\n\n{\"Username\": \"sam\", \"FirstName\": \"Sam\"}\n";
        let lines = table_of_lines(lines).unwrap();

        assert_eq!(lines.headings, ["Username", "Mobile", "FirstName"]);
        assert_eq!(
            lines.rows,
            [
                (1, cells(&[Some("mary"), Some(""), None])),
                (3, cells(&[Some("sam"), None, Some("Sam")])),
            ]
        );
        let array = table("[{\"Username\": \"mary\"}]").unwrap();
        assert_eq!(array.rows, [(1, cells(&[Some("mary")]))]);
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        let refusal = |text| table_of_lines(text).unwrap_err().to_string();
        assert_eq!(
            refusal("{\"Username\": \"mary\"}\n{\"Mobile\": [4930123456]}"),
            "row 2, Mobile: the value must be a text, a number, true, false or null, not [4930123456]"
        );
        assert!(refusal("{\"Username\": \"mary\"}\n[1]").starts_with("line 2 is no JSON object: "));
        assert!(
            table("{}")
                .unwrap_err()
                .to_string()
                .starts_with("it is no JSON array of objects: ")
        );
        assert!(matches!(table("[]"), Err(FileError::Empty)));
    }
}
