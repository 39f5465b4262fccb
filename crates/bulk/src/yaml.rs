//! YAML: a list of mappings, each a row, as an export writes them.

use roster_plan::Person;
use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde_json::{Map, Value};

use crate::error::FileError;
use crate::exporting::rows;
use crate::objects;
use crate::table::Table;

/// The table of a list of mappings. Rows are counted from 1.
pub(crate) fn table(text: &str) -> Result<Table, FileError> {
    let documents = Yaml::load_from_str(text)?;
    let items = documents
        .first()
        .and_then(Yaml::as_vec)
        .ok_or(FileError::NotAList)?;
    let objects = items.iter().zip(1..).map(|(item, row)| {
        let mapping = item.as_mapping().ok_or(FileError::NotAMapping { row })?;
        let members = mapping.iter().map(|(heading, value)| {
            let heading = heading.as_str().ok_or(FileError::NotAMapping { row })?;
            Ok((heading.to_owned(), value_of(value)))
        });
        Ok((row, members.collect::<Result<Map<_, _>, FileError>>()?))
    });
    objects::of_objects(objects.collect::<Result<Vec<_>, FileError>>()?.into_iter())
}

/// A value as JSON has it. What JSON has no scalar for is a list, which no cell can be.
fn value_of(value: &Yaml<'_>) -> Value {
    match value {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(flag)) => Value::Bool(*flag),
        Yaml::Value(Scalar::Integer(number)) => Value::from(*number),
        Yaml::Value(Scalar::FloatingPoint(number)) => Value::from(**number),
        Yaml::Value(Scalar::String(text)) => Value::from(&**text),
        _ => Value::Array(Vec::new()),
    }
}

/// People as YAML, in the order given. A field without a value is null. Every text is quoted, as JSON quotes it and YAML
/// reads it: without quotes, a number would lose its plus and `no` would be false.
pub fn yaml(people: &[Person]) -> String {
    let mut rows = rows(people).into_iter();
    let headings = rows.next().unwrap_or_default();
    let mut text = String::new();
    for row in rows {
        for (place, (heading, cell)) in headings.iter().zip(row).enumerate() {
            text.push_str(if place == 0 { "- " } else { "  " });
            text.push_str(heading);
            text.push_str(": ");
            if cell.is_empty() {
                text.push_str("null");
            } else {
                text.push_str(&Value::from(cell).to_string());
            }
            text.push('\n');
        }
    }
    if text.is_empty() {
        text.push_str("[]\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mappings_are_rows_and_what_is_none_is_named() {
        let table = table("- Username: mary\n  AutoAccept: true\n- Username: sam\n  Mobile: null\n").unwrap();
        assert_eq!(table.headings, ["Username", "AutoAccept", "Mobile"]);
        let row = |cells: [Option<&str>; 3]| cells.map(|cell| cell.map(str::to_owned)).to_vec();
        assert_eq!(
            table.rows,
            [
                (1, row([Some("mary"), Some("true"), None])),
                (2, row([Some("sam"), None, Some("")])),
            ]
        );

        let refusal = |text| super::table(text).unwrap_err().to_string();
        assert_eq!(refusal("Username: mary\n"), "it is no list of mappings");
        assert_eq!(refusal("- mary\n"), "row 1 is no mapping of columns to values");
        assert!(refusal("- Username: [a]\n").starts_with("row 1, Username: the value must be a text"));
    }
}
