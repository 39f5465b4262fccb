//! A directory as a file, with the columns that plans read.

use roster_plan::{Person, Sheet};
use serde_json::{Map, Value};

use crate::error::FileError;

/// People as CSV, in the order given.
///
/// # Errors
/// The text cannot be written.
pub fn csv(people: &[Person]) -> Result<String, FileError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows(people) {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// People as lines of JSON, in the order given. A field without a value is null.
pub fn jsonl(people: &[Person]) -> String {
    let mut rows = rows(people).into_iter();
    let headings = rows.next().unwrap_or_default();
    let mut text = String::new();
    for row in rows {
        let members = headings.iter().cloned().zip(row);
        let object: Map<_, _> = members
            .map(|(heading, cell)| {
                let value = if cell.is_empty() {
                    Value::Null
                } else {
                    Value::from(cell)
                };
                (heading, value)
            })
            .collect();
        text.push_str(&Value::Object(object).to_string());
        text.push('\n');
    }
    text
}

/// The headings, and a row for each person.
pub(crate) fn rows(people: &[Person]) -> Vec<Vec<String>> {
    let sheet = Sheet::of(people);
    let headings = sheet.fields.into_iter().map(|(_, heading)| heading);
    let headings = [sheet.key_heading].into_iter().chain(headings).collect();
    let rows = sheet.rows.into_iter().map(|row| {
        let cells = row.cells.into_iter().map(Option::unwrap_or_default);
        [row.key].into_iter().chain(cells).collect()
    });
    [headings].into_iter().chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use roster_plan::{
        Account, Column, DirectoryType, Instance, People, Planned, References, Rules, Values, plan, resolve,
    };

    use super::*;
    use crate::columns::sheet;
    use crate::{delimited, objects, spreadsheet, yaml};

    /// Columns whose cells can be any text.
    const TEXTS: [Column; 5] = [
        Column::FirstName,
        Column::LastName,
        Column::Email,
        Column::SecondaryEmail,
        Column::Mobile,
    ];

    fn person() -> impl Strategy<Value = Person> {
        let texts = proptest::collection::vec("[ -~äé\n\r\t;\u{301}]{0,6}", TEXTS.len());
        let names = proptest::collection::btree_set("[a-z|;=\\\\:/ ]{1,4}", 1..3);
        let tags = proptest::collection::btree_map("[a-z|;=\\\\: ]{1,4}", "[a-z|;=\\\\: ]{1,4}", 0..3);
        (texts, names, tags, 1..=5).prop_map(|(texts, names, tags, level)| {
            let user = serde_json::json!({
                "SecurityProfileIds": names, "RoutingProfileId": "r", "Tags": tags,
                "UserProficiencies": names.iter().map(|name| serde_json::json!({"AttributeName": name, "AttributeValue": "v:=|", "Level": level})).collect::<Vec<_>>(),
            });
            let mut values = Values::of_user(&user, Column::ALL, &References::default());
            for (column, text) in TEXTS.into_iter().zip(&texts) {
                values.set(&column.into(), text);
            }
            Person { values, ..Person::default() }
        })
    }

    fn planned(people: &[Person], sheet: &Sheet) -> Planned {
        let accounts: Vec<_> = people.iter().map(Account::from).collect();
        let instance = Instance {
            id: "i".to_owned(),
            arn: String::new(),
            alias: None,
            kind: DirectoryType::ConnectManaged,
            references: References::default(),
        };
        let rules = Rules {
            instance: &instance,
            delete_missing: true,
            nfc: false,
        };
        let people: People = people.iter().cloned().collect();
        plan(sheet, &accounts, resolve(sheet, &accounts, true), &people, rules)
    }

    proptest! {
        #[test]
        fn a_plan_of_an_export_has_nothing_to_do(people in proptest::collection::hash_map("[a-z]{1,4}", person(), 1..6)) {
            let people: Vec<_> = people
                .into_iter()
                .map(|(username, person)| Person { id: username.clone(), username, ..person })
                .collect();
            let nothing = Planned { unchanged: people.len(), ..Planned::default() };

            let csv = delimited::table(&csv(&people).unwrap()).unwrap();
            let jsonl = objects::table_of_lines(&jsonl(&people)).unwrap();

            let yaml = yaml::table(&yaml::yaml(&people)).unwrap();
            let xlsx = spreadsheet::table(&spreadsheet::xlsx(&people).unwrap()).unwrap();

            for table in [csv, jsonl, yaml, xlsx] {
                prop_assert_eq!(planned(&people, &sheet(table, &[]).unwrap()), nothing.clone());
            }
        }
    }
}
