//! Which rows are refused, with what words; and which plans are held back.

use std::collections::BTreeSet;

use roster_plan::{
    Account, Change, DirectoryType, Field, KeyColumn, Limits, Next, Part, People, Person, Planned, Reason,
    Row, Rules, Sheet, Values, broken_belts, next, outcome, plan, resolve,
};

const EMAIL: &[Field] = &[Field::Email];

fn mary() -> Person {
    person("1", "mary", "Mary")
}

fn person(id: &str, username: &str, first: &str) -> Person {
    let email = format!("{username}@example.com");
    let values = [
        (Field::FirstName, first),
        (Field::LastName, "Miller"),
        (Field::Email, &email),
        (Field::Mobile, "+15555550100"),
    ];
    Person {
        id: id.to_owned(),
        username: username.to_owned(),
        values: values.into_iter().collect(),
        security_profile_ids: Vec::new(),
    }
}

/// Plans rows of keys and cells against Mary and Sam.
fn planned(fields: &[Field], rows: &[(&str, &[&str])], rules: Rules) -> Planned {
    let people = [mary(), person("2", "sam", "Sam")];
    let accounts: Vec<_> = people
        .iter()
        .map(|person| Account {
            id: person.id.clone(),
            username: person.username.clone(),
            email: None,
        })
        .collect();
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
            .map(|field| (*field, field.name().to_owned()))
            .collect(),
        rows: rows.collect(),
    };
    let people: People = people.into_iter().collect();
    plan(&sheet, &accounts, resolve(&sheet, &accounts), &people, rules)
}

const RULES: Rules = Rules {
    kind: DirectoryType::ConnectManaged,
    nfc: false,
};

/// Row, column, rule and suggestion of each refusal.
fn refusals(fields: &[Field], rows: &[(&str, &[&str])]) -> Vec<String> {
    let refusals = planned(fields, rows, RULES).refusals.into_iter();
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

#[test]
fn an_unknown_person_is_refused_with_a_near_name() {
    assert_eq!(
        refusals(
            EMAIL,
            &[
                ("marry", &["a@example.com"]),
                ("xyz", &["b@example.com"]),
                ("", &["c@example.com"])
            ]
        ),
        [
            "2 Login: no person of the instance has this Username: did you mean mary?",
            "3 Login: no person of the instance has this Username: create the person first, or remove the row",
            "4 Login: must not be empty: it says who the row is about: ",
        ]
    );
}

#[test]
fn a_second_row_about_a_person_is_refused_with_the_first() {
    assert_eq!(
        refusals(
            EMAIL,
            &[
                ("mary", &["a@example.com"]),
                ("mary", &["b@example.com"]),
                ("mary", &["c@example.com"])
            ]
        ),
        [
            "3 Login: row 2 is about the same person: keep one of the two rows",
            "4 Login: row 2 is about the same person: keep one of the two rows",
        ]
    );
}

#[test]
fn a_cell_that_the_service_would_refuse_is_refused_with_its_rule() {
    let fields = [Field::FirstName, Field::Email, Field::Mobile];
    assert_eq!(
        refusals(
            &fields,
            &[
                ("mary", &["", "mary @example.com", "49 30 1234567"]),
                ("sam", &["Zoe\u{308}", "", " +15555550100"])
            ]
        ),
        [
            "2 FirstName: is required on CONNECT_MANAGED instances: ",
            "2 Email: must be an e-mail address of at most 265 characters, such as mary@example.com: did you mean mary@example.com?",
            "2 Mobile: must be a telephone number in E.164 form, such as +15555550100: did you mean +49301234567?",
            "3 FirstName: must be in Unicode Normalization Form C: its accents are separate characters: write Zo\u{eb}, or compose all accents with --nfc",
            "3 Email: the primary address cannot be cleared: the service keeps it: write the new address, or remove the row",
            "3 Mobile: must not begin or end with a blank: write +15555550100",
        ]
    );
}

#[test]
fn accents_are_composed_when_that_is_asked_for() {
    let rules = Rules { nfc: true, ..RULES };
    let planned = planned(&[Field::FirstName], &[("mary", &["Zoe\u{308}"])], rules);

    assert_eq!(planned.refusals, []);
    assert_eq!(planned.changes[0].after.text(Field::FirstName), "Zo\u{eb}");
}

#[test]
fn a_partial_update_sends_the_rest_as_it_is() {
    let planned = planned(
        &[Field::FirstName, Field::Mobile],
        &[("mary", &["Maria", ""])],
        RULES,
    );

    let parameters = planned.changes[0].parameters("i", RULES.kind);
    assert_eq!(
        serde_json::Value::Object(parameters),
        serde_json::json!({
            "IdentityInfo": {"FirstName": "Maria", "LastName": "Miller", "Email": "mary@example.com"},
            "UserId": "1",
            "InstanceId": "i",
        })
    );
}

#[test]
fn what_an_external_directory_keeps_is_refused_and_not_sent() {
    let rules = Rules {
        kind: DirectoryType::ExistingDirectory,
        ..RULES
    };
    let refused = planned(&[Field::FirstName], &[("mary", &["Maria"])], rules);
    let taken = planned(&[Field::Mobile], &[("mary", &["+4930123"])], rules);

    assert_eq!(refused.refusals[0].column, "FirstName");
    let parameters = taken.changes[0].parameters("i", rules.kind);
    assert_eq!(
        parameters["IdentityInfo"],
        serde_json::json!({"Mobile": "+4930123"})
    );
}

fn address_change(number: usize) -> Change {
    let values = |email: &str| Values::from_iter([(Field::Email, email)]);
    Change {
        user_id: number.to_string(),
        username: format!("user-{number}"),
        part: Part::Identity,
        before: values("a@example.com"),
        after: values("b@Example.net"),
    }
}

/// The flags that allow so many changes of a directory of a hundred.
fn needed(changes: usize, privileged: &[&str], limits: &Limits) -> Vec<String> {
    let changes: Vec<_> = (0..changes).map(address_change).collect();
    let privileged: BTreeSet<_> = privileged.iter().map(|id| (*id).to_owned()).collect();
    let belts = broken_belts(&changes, 100, &privileged, limits).into_iter();
    belts.map(|belt| belt.allow).collect()
}

#[test]
fn a_plan_of_more_than_is_usual_names_the_flags_that_allow_it() {
    let limits = Limits::default();
    assert_eq!(needed(30, &["99"], &limits), [""; 0]);
    assert_eq!(needed(31, &[], &limits), ["--allow-changes 31%"]);
    assert_eq!(
        needed(60, &["3"], &limits),
        [
            "--allow-changes 60%",
            "--allow-addresses 60",
            "--allow-privileged"
        ]
    );

    let limits = Limits {
        changes: "60%".parse().unwrap(),
        addresses: 60,
        privileged: true,
    };
    assert_eq!(needed(60, &["3"], &limits), [""; 0]);
    for text in ["101%", "many", "-1%"] {
        assert!(text.parse::<roster_plan::Share>().is_err(), "{text}");
    }
}

#[test]
fn a_changed_domain_is_seen_whatever_its_case() {
    let change = address_change(1);
    assert_eq!(
        change.address().unwrap().domains(),
        Some(("example.com", "Example.net"))
    );
}

#[test]
fn only_a_person_who_is_as_planned_is_changed() {
    let change = address_change(1);
    let other = Values::from_iter([(Field::Email, "c@example.com")]);

    assert_eq!(next(&change, false, Some(&change.before)), Next::Call);
    assert_eq!(next(&change, true, Some(&change.before)), Next::Call);
    assert_eq!(
        next(&change, false, Some(&change.after)),
        Next::Skip(Reason::AlreadySo)
    );
    assert_eq!(next(&change, true, Some(&change.after)), Next::NoteDone);
    assert_eq!(
        next(&change, true, Some(&other)),
        Next::Skip(Reason::ChangedMeanwhile)
    );
    assert_eq!(next(&change, false, None), Next::Skip(Reason::Deleted));
}

#[test]
fn an_address_that_the_service_holds_back_is_not_done() {
    let change = address_change(1);

    assert_eq!(
        outcome(&change, Some(&change.before)),
        Next::Skip(Reason::HeldBack)
    );
    assert_eq!(outcome(&change, Some(&change.after)), Next::NoteDone);
}
