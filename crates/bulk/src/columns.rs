//! From headings to the key and the managed fields.

use std::str::FromStr;

use roster_plan::{Column, Field, KeyColumn, Row, Sheet};

use crate::error::FileError;
use crate::table::Table;

/// What a heading of the file stands for: `Vorname=FirstName`. Without a name, the column is ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnMap {
    heading: String,
    name: String,
}

impl FromStr for ColumnMap {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (heading, name) = text
            .split_once('=')
            .ok_or("say HEADING=NAME, such as Vorname=FirstName, or HEADING= to ignore a column")?;
        Ok(Self {
            heading: heading.trim().to_owned(),
            name: name.trim().to_owned(),
        })
    }
}

/// What a column of the file is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Meaning {
    UserId,
    Username,
    Field(Field),
    Ignored,
}

impl Meaning {
    fn named(name: &str) -> Option<Self> {
        match name {
            "" => Some(Self::Ignored),
            name if name == KeyColumn::UserId.name() => Some(Self::UserId),
            name if name == KeyColumn::Username.name() => Some(Self::Username),
            name => Field::named(name).map(Self::Field),
        }
    }

    /// The name of what both are, at least in part.
    fn shared(&self, other: &Self) -> Option<String> {
        match (self, other) {
            (Self::UserId, Self::UserId) => Some(KeyColumn::UserId.name().to_owned()),
            (Self::Username, Self::Username) => Some(KeyColumn::Username.name().to_owned()),
            (Self::Field(one), Self::Field(other)) if one.covers(other) || other.covers(one) => {
                Some(other.name())
            }
            (Self::UserId | Self::Username | Self::Field(_) | Self::Ignored, _) => None,
        }
    }
}

/// The rows of a table by their meaning. The key is UserId, or else Username, or else Email.
///
/// # Errors
/// A heading is unknown or there twice, or there is no key or nothing to manage.
pub fn sheet(table: Table, maps: &[ColumnMap]) -> Result<Sheet, FileError> {
    for map in maps {
        if !table.headings.contains(&map.heading) {
            let heading = map.heading.clone();
            return Err(FileError::UnmappedColumn { heading });
        }
    }
    let columns: Vec<Meaning> = table
        .headings
        .iter()
        .map(|heading| meaning(heading, maps))
        .collect::<Result<_, _>>()?;
    for (place, column) in columns.iter().enumerate() {
        if let Some(name) = columns[..place].iter().find_map(|before| before.shared(column)) {
            return Err(FileError::ColumnTwice { name });
        }
    }
    let place = |wanted: Meaning| columns.iter().position(|column| *column == wanted);
    let username = place(Meaning::Username);
    let (key, key_place) = [
        (KeyColumn::UserId, place(Meaning::UserId)),
        (KeyColumn::Username, username),
        (KeyColumn::Email, place(Meaning::Field(Column::Email.into()))),
    ]
    .into_iter()
    .find_map(|(key, place)| place.map(|place| (key, place)))
    .ok_or(FileError::NoKey)?;
    let mut fields = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        if let Meaning::Field(field) = column
            && place != key_place
        {
            fields.push((place, field.clone()));
        }
    }
    if fields.is_empty() {
        return Err(FileError::NoField);
    }
    let row = |(number, mut cells): (usize, Vec<Option<String>>)| Row {
        number,
        username: username
            .filter(|place| *place != key_place)
            .and_then(|place| cells[place].clone()),
        key: cells[key_place].take().unwrap_or_default().trim().to_owned(),
        cells: fields.iter().map(|(place, _)| cells[*place].take()).collect(),
    };
    Ok(Sheet {
        key,
        key_heading: table.headings[key_place].clone(),
        fields: fields
            .iter()
            .map(|(place, field)| (field.clone(), table.headings[*place].clone()))
            .collect(),
        rows: table.rows.into_iter().map(row).collect(),
    })
}

fn meaning(heading: &str, maps: &[ColumnMap]) -> Result<Meaning, FileError> {
    let map = maps.iter().find(|map| map.heading == heading);
    let name = map.map_or(heading, |map| &*map.name);
    let found = Meaning::named(name).filter(|meaning| map.is_some() || *meaning != Meaning::Ignored);
    found.ok_or_else(|| FileError::UnknownColumn {
        heading: heading.to_owned(),
        suggestion: suggestion(heading, name),
    })
}

fn suggestion(heading: &str, name: &str) -> String {
    let bare = |text: &str| text.replace([' ', '_', '-'], "").to_lowercase();
    let names = Column::ALL.iter().map(|column| column.name());
    let keys = KeyColumn::ALL.map(KeyColumn::name);
    let near = names.chain(keys).find(|known| bare(known) == bare(name));
    match near {
        Some(near) => format!("did you mean {near}?"),
        None => format!(
            "say what it is, such as --map '{heading}=FirstName', or ignore it with --map '{heading}='"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(headings: &[&str], cells: &[&str]) -> Table {
        Table {
            headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
            rows: vec![(2, cells.iter().map(|cell| Some((*cell).to_owned())).collect())],
        }
    }

    fn refusal(headings: &[&str], maps: &[&str]) -> String {
        let maps: Vec<_> = maps.iter().map(|map| map.parse().unwrap()).collect();
        sheet(table(headings, headings), &maps).unwrap_err().to_string()
    }

    #[test]
    fn headings_are_mapped_and_ignored_by_name() {
        let table = table(&["Vorname", "Login", "Abteilung"], &["Mary", " mary ", "x"]);
        let maps = ["Vorname=FirstName", "Login = Username", "Abteilung="].map(|map| map.parse().unwrap());

        let sheet = sheet(table, &maps).unwrap();

        assert_eq!((sheet.key, &*sheet.key_heading), (KeyColumn::Username, "Login"));
        assert_eq!(sheet.fields, [(Column::FirstName.into(), "Vorname".to_owned())]);
        assert_eq!(
            (&*sheet.rows[0].key, &sheet.rows[0].cells[..]),
            ("mary", &[Some("Mary".to_owned())][..])
        );
    }

    #[test]
    fn an_address_beside_a_username_is_managed_and_otherwise_the_key() {
        let both = sheet(table(&["Username", "Email"], &["mary", "m@example.com"]), &[]).unwrap();
        let key = sheet(table(&["Email", "Mobile"], &["m@example.com", ""]), &[]).unwrap();

        assert_eq!(both.fields[0].0, Column::Email.into());
        assert_eq!((key.key, key.fields.len()), (KeyColumn::Email, 1));
    }

    #[test]
    fn an_id_is_the_key_and_the_username_beside_it_is_kept_for_comparison() {
        let sheet = sheet(table(&["Username", "UserId", "Mobile"], &["mary", "1", ""]), &[]).unwrap();
        assert_eq!(
            (sheet.key, sheet.rows[0].username.as_deref()),
            (KeyColumn::UserId, Some("mary"))
        );
    }

    #[test]
    fn headings_that_mean_nothing_are_refused_with_a_suggestion() {
        assert_eq!(
            refusal(&["Username", "first name"], &[]),
            "column first name is unknown: did you mean FirstName?"
        );
        assert_eq!(
            refusal(&["Username", "Vorname"], &[]),
            "column Vorname is unknown: say what it is, such as --map 'Vorname=FirstName', or ignore it with --map 'Vorname='"
        );
        assert_eq!(
            refusal(&["Username", "Email", "Email"], &[]),
            "two columns are Email: keep one of them"
        );
        assert_eq!(
            refusal(&["Username", "tag:Team", "Tags"], &[]),
            "two columns are Tags: keep one of them"
        );
        assert!(refusal(&["Mobile"], &[]).starts_with("no column says who"));
        assert!(refusal(&["Username"], &[]).starts_with("the file has no column to change"));
        assert_eq!(
            refusal(&["Username", "Email"], &["Vorname=FirstName"]),
            "the file has no column Vorname, which --map names"
        );
    }
}
