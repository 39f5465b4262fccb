//! An instance with Mary and Sam, and plans of rows about them.

use roster_plan::{
    Account, Column, DirectoryType, Field, Instance, KeyColumn, People, Person, Planned, References,
    Referent, Row, Rules, Sheet, Target, plan, resolve,
};
use serde_json::{Value, json};

/// A user in every column.
pub(crate) fn mary() -> Person {
    person("1", "mary", "Mary")
}

pub(crate) fn person(id: &str, username: &str, first: &str) -> Person {
    let user = json!({
        "Id": id,
        "Username": username,
        "IdentityInfo": {
            "FirstName": first, "LastName": "Miller", "Email": format!("{username}@example.com"), "Mobile": "+15555550100",
        },
        "SecurityProfileIds": ["s1"],
        "RoutingProfileId": "r1",
        "HierarchyGroupId": "g2",
        "PhoneConfig": {"PhoneType": "SOFT_PHONE"},
        "Tags": {"Team": "A"},
        "UserProficiencies": [{"AttributeName": "Language", "AttributeValue": "German", "Level": 4.0}],
    });
    Person::of_user(&user, Column::ALL, &instance().references)
}

pub(crate) fn instance() -> Instance {
    let referents = |pairs: &[(&str, &str)]| {
        let pairs = pairs.iter().map(|(id, path)| Referent {
            id: (*id).to_owned(),
            path: path.split('/').map(str::to_owned).collect(),
        });
        pairs.collect::<Vec<_>>()
    };
    let mut references = References::default();
    references.add(
        Target::SecurityProfile,
        referents(&[("s1", "Agent"), ("s2", "Admin"), ("s3", "QualityAnalyst")]),
    );
    references.add(
        Target::RoutingProfile,
        referents(&[("r1", "Basic"), ("r2", "Night")]),
    );
    references.add(
        Target::HierarchyGroup,
        referents(&[
            ("g1", "EU"),
            ("g2", "EU/Sales"),
            ("g3", "US/Sales"),
            ("g4", "US/Support"),
        ]),
    );
    let values = ["German", "French"].map(str::to_owned).to_vec();
    references.add_attributes([("Language".to_owned(), values)].into());
    Instance {
        id: "i".to_owned(),
        arn: "arn:aws:connect:us-east-1:123456789012:instance/i".to_owned(),
        alias: None,
        kind: DirectoryType::ConnectManaged,
        references,
    }
}

/// Plans rows of keys and cells against Mary and Sam.
pub(crate) fn planned(fields: &[&str], rows: &[(&str, &[&str])]) -> Planned {
    planned_by(fields, rows, &instance(), false)
}

pub(crate) fn planned_by(
    fields: &[&str],
    rows: &[(&str, &[&str])],
    instance: &Instance,
    nfc: bool,
) -> Planned {
    let (sheet, accounts, people) = sheet_and_people(fields, rows);
    let rules = Rules {
        instance,
        delete_missing: false,
        nfc,
    };
    plan(
        &sheet,
        &accounts,
        resolve(&sheet, &accounts, false),
        &people,
        rules,
    )
}

/// A file of these rows, and the directory of Mary and Sam.
pub(crate) fn sheet_and_people(fields: &[&str], rows: &[(&str, &[&str])]) -> (Sheet, Vec<Account>, People) {
    let people = [mary(), person("2", "sam", "Sam")];
    let accounts: Vec<_> = people.iter().map(Account::from).collect();
    let rows = rows.iter().enumerate().map(|(place, (key, cells))| Row {
        number: place + 2,
        key: (*key).to_owned(),
        username: None,
        cells: cells.iter().map(|cell| Some((*cell).to_owned())).collect(),
    });
    let sheet = Sheet {
        key: KeyColumn::Username,
        key_heading: "Login".to_owned(),
        fields: fields
            .iter()
            .map(|name| (Field::named(name).unwrap(), (*name).to_owned()))
            .collect(),
        rows: rows.collect(),
    };
    (sheet, accounts, people.into_iter().collect())
}

/// The parameters of each call that a row about Mary leads to, after the name of the operation.
pub(crate) fn calls(fields: &[&str], cells: &[&str]) -> Vec<(&'static str, Value)> {
    let planned = planned(fields, &[("mary", cells)]);
    assert_eq!(planned.refusals, []);
    let changes = planned.changes.iter();
    changes
        .map(|change| {
            (
                change.part.operation().name,
                change.parameters(&instance()).into(),
            )
        })
        .collect()
}

/// Row, column, rule and suggestion of each refusal.
pub(crate) fn refusals(fields: &[&str], rows: &[(&str, &[&str])]) -> Vec<String> {
    let refusals = planned(fields, rows).refusals.into_iter();
    refusals
        .map(|refusal| {
            let suggestion = refusal.suggestion.unwrap_or_default();
            format!(
                "{} {}: {}: {suggestion}",
                refusal.row, refusal.column, refusal.rule
            )
        })
        .collect()
}

/// The plan of rows about people who may not be there.
pub(crate) fn planned_with_creation(fields: &[&str], rows: &[(&str, &[&str])]) -> Planned {
    let (sheet, accounts, people) = sheet_and_people(fields, rows);
    let instance = instance();
    let rules = Rules {
        instance: &instance,
        delete_missing: false,
        nfc: false,
    };
    let resolution = resolve(&sheet, &accounts, true);
    plan(&sheet, &accounts, resolution, &people, rules)
}
