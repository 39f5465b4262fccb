//! A directory as a file, with the columns that plans read.

use roster_plan::{Field, KeyColumn, Person};
use serde_json::{Map, Value};

use crate::error::FileError;

/// People as CSV, in the order given.
///
/// # Errors
/// The text cannot be written.
pub fn csv(people: &[Person]) -> Result<String, FileError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let headings = Field::ALL.map(Field::name);
    writer.write_record([KeyColumn::Username.name()].into_iter().chain(headings))?;
    for person in people {
        let cells = Field::ALL.map(|field| person.values.text(field));
        writer.write_record([&*person.username].into_iter().chain(cells))?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// People as lines of JSON, in the order given. A field without a value is null.
pub fn jsonl(people: &[Person]) -> String {
    let mut text = String::new();
    for person in people {
        let mut object = Map::new();
        object.insert(
            KeyColumn::Username.name().to_owned(),
            person.username.as_str().into(),
        );
        for field in Field::ALL {
            object.insert(
                field.name().to_owned(),
                person.values.value(field).map_or(Value::Null, Value::from),
            );
        }
        text.push_str(&Value::Object(object).to_string());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use roster_plan::{Account, DirectoryType, People, Planned, Rules, Sheet, plan, resolve};

    use super::*;
    use crate::columns::sheet;
    use crate::{delimited, objects};

    fn person() -> impl Strategy<Value = Person> {
        let texts = proptest::collection::vec("[ -~äé\n\r\t;\u{301}]{0,6}", Field::ALL.len());
        ("[a-z]{1,4}", texts).prop_map(|(username, texts)| Person {
            id: username.clone(),
            username,
            values: Field::ALL
                .into_iter()
                .zip(texts.iter().map(String::as_str))
                .collect(),
            security_profile_ids: Vec::new(),
        })
    }

    fn planned(people: &[Person], sheet: &Sheet) -> Planned {
        let account = |person: &Person| Account {
            id: person.id.clone(),
            username: person.username.clone(),
            email: None,
        };
        let accounts: Vec<_> = people.iter().map(account).collect();
        let rules = Rules {
            kind: DirectoryType::ConnectManaged,
            nfc: false,
        };
        let people: People = people.iter().cloned().collect();
        plan(sheet, &accounts, resolve(sheet, &accounts), &people, rules)
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

            prop_assert_eq!(planned(&people, &sheet(csv, &[]).unwrap()), nothing.clone());
            prop_assert_eq!(planned(&people, &sheet(jsonl, &[]).unwrap()), nothing);
        }
    }
}
