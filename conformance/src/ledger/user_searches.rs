//! Searches of users.

use serde_json::{Value, json};

use crate::expectation::Failure;
use crate::scenario::{Scenario, same};
use crate::stage::Stage;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        operation: "SearchUsers",
        rule: "Texts are found at the start, anywhere or as a whole, and case does not count",
        pinned_by: "texts_are_found_at_the_start_anywhere_or_as_a_whole_and_case_does_not_count",
        run: comparisons,
    },
    Scenario {
        operation: "SearchUsers",
        rule: "Conditions are joined by and, and by or",
        pinned_by: "a_search_has_a_hundred_conditions_at_most_ten_deep_and_of_512_characters",
        run: joined_conditions,
    },
    Scenario {
        operation: "SearchUsers",
        rule: "A search shows neither addresses nor numbers",
        pinned_by: "a_search_shows_neither_addresses_nor_numbers",
        run: no_addresses,
    },
    Scenario {
        operation: "SearchUsers",
        rule: "A search finds a tag as long as it is there",
        pinned_by: "a_search_finds_a_tag_as_long_as_it_is_there",
        run: tags,
    },
    Scenario {
        operation: "SearchUsers",
        rule: "Users are found by their group, with or without the groups below it",
        pinned_by: "users_are_found_by_their_hierarchy_group_with_or_without_the_groups_below_it",
        run: groups,
    },
];

/// The usernames that a search finds, in order.
fn found(stage: &Stage<'_>, search: Value) -> Result<Vec<String>, Failure> {
    let output = stage.succeeds("SearchUsers", stage.here(search))?;
    let users = output["Users"].as_array().into_iter().flatten();
    let names = users.filter_map(|user| user["Username"].as_str());
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    names.sort();
    Ok(names)
}

fn username(value: &str, comparison: &str) -> Value {
    json!({"StringCondition": {"FieldName": "Username", "Value": value, "ComparisonType": comparison}})
}

fn by(criteria: &Value) -> Value {
    json!({"SearchCriteria": criteria})
}

fn make(stage: &Stage<'_>, names: &[&str]) -> Result<Vec<String>, Failure> {
    names.iter().map(|name| stage.make_user(name)).collect()
}

fn comparisons(stage: &Stage<'_>) -> Result<(), Failure> {
    make(stage, &["ana", "anabel", "susana"])?;
    for (value, comparison, expected) in [
        ("ANA", "STARTS_WITH", &["ana", "anabel"][..]),
        ("Ana", "CONTAINS", &["ana", "anabel", "susana"]),
        ("aNa", "EXACT", &["ana"]),
        ("nobody", "EXACT", &[]),
    ] {
        let names = found(stage, by(&username(value, comparison)))?;
        same(
            &format!("{comparison} {value}"),
            &names,
            &expected.iter().map(ToString::to_string).collect(),
        )?;
    }
    Ok(())
}

fn joined_conditions(stage: &Stage<'_>) -> Result<(), Failure> {
    make(stage, &["ana", "ben", "anabel"])?;
    let either = json!({"OrConditions": [username("ben", "EXACT"), username("ana", "EXACT")]});
    let both = json!({"AndConditions": [username("ana", "STARTS_WITH"), username("bel", "CONTAINS")]});
    same(
        "or",
        &found(stage, by(&either))?,
        &vec!["ana".to_owned(), "ben".to_owned()],
    )?;
    same("and", &found(stage, by(&both))?, &vec!["anabel".to_owned()])
}

fn no_addresses(stage: &Stage<'_>) -> Result<(), Failure> {
    make(stage, &["ana"])?;
    let output = stage.succeeds("SearchUsers", stage.here(by(&username("ana", "EXACT"))))?;
    let identity = &output["Users"][0]["IdentityInfo"];
    same("the first name", &identity["FirstName"], &json!("Mary"))?;
    let shows = ["Email", "SecondaryEmail", "Mobile"].map(|member| identity[member].clone());
    same("what is hidden", &shows, &[Value::Null, Value::Null, Value::Null])
}

fn tags(stage: &Stage<'_>) -> Result<(), Failure> {
    let mut input = stage.new_user("ana")?;
    input["Tags"] = json!({"team": "blue"});
    let arn = stage.done("CreateUser", input)?["UserArn"].take();
    make(stage, &["ben"])?;
    let search = json!({"SearchFilter": {"TagFilter": {
        "TagCondition": {"TagKey": "team", "TagValue": "blue"},
    }}});
    same(
        "what is found",
        &found(stage, search.clone())?,
        &vec!["ana".to_owned()],
    )?;
    stage.done("UntagResource", json!({"resourceArn": arn, "tagKeys": ["team"]}))?;
    same("what is found", &found(stage, search)?, &Vec::new())
}

fn groups(stage: &Stage<'_>) -> Result<(), Failure> {
    let levels = json!({"HierarchyStructure": {
        "LevelOne": {"Name": "Region"}, "LevelTwo": {"Name": "Site"},
    }});
    stage.done("UpdateUserHierarchyStructure", stage.here(levels))?;
    let make_group = |name: &str, parent: &Value| {
        let input = stage.here(json!({"Name": name, "ParentGroupId": parent}));
        stage.done("CreateUserHierarchyGroup", input)
    };
    let north = make_group("North", &Value::Null)?["HierarchyGroupId"].take();
    let lyon = make_group("Lyon", &north)?["HierarchyGroupId"].take();
    for (name, group) in [("ana", &north), ("ben", &lyon)] {
        let mut input = stage.new_user(name)?;
        input["HierarchyGroupId"] = group.clone();
        stage.done("CreateUser", input)?;
    }
    for (matching, expected) in [("EXACT", &["ana"][..]), ("WITH_CHILD_GROUPS", &["ana", "ben"])] {
        let condition = json!({"Value": north, "HierarchyGroupMatchType": matching});
        let names = found(stage, by(&json!({"HierarchyGroupCondition": condition})))?;
        same(
            matching,
            &names,
            &expected.iter().map(ToString::to_string).collect(),
        )?;
    }
    Ok(())
}
