//! Predefined attributes, and proficiencies in them.

use serde_json::{Value, json};

use crate::expectation::{DUPLICATE, Failure, IN_USE, MALFORMED, Refusal};
use crate::scenario::{Scenario, same};
use crate::stage::Stage;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        operation: "CreatePredefinedAttribute",
        rule: "A name is taken in any case",
        pinned_by: "a_name_is_taken_in_any_case_and_has_a_form",
        run: taken_name,
    },
    Scenario {
        operation: "CreatePredefinedAttribute",
        rule: "A name does not start with aws: or connect:",
        pinned_by: "names_have_letters_digits_and_some_signs",
        run: reserved_names,
    },
    Scenario {
        operation: "DeletePredefinedAttribute",
        rule: "An attribute in which users are proficient stays",
        pinned_by: "an_attribute_in_which_users_are_proficient_stays",
        run: in_use,
    },
    Scenario {
        operation: "AssociateUserProficiencies",
        rule: "A proficiency is in a value of a predefined attribute",
        pinned_by: "a_proficiency_is_in_a_value_of_a_predefined_attribute_at_a_level_from_one_to_five",
        run: unknown_values,
    },
    Scenario {
        operation: "AssociateUserProficiencies",
        rule: "A user has ten proficiencies at most",
        pinned_by: "a_user_has_ten_proficiencies_at_most",
        run: ten_at_most,
    },
    Scenario {
        operation: "AssociateUserProficiencies",
        rule: "A proficiency is listed at once, and associating it again changes its level",
        pinned_by: "a_user_gains_changes_and_loses_proficiencies",
        run: listed_at_once,
    },
    Scenario {
        operation: "DisassociateUserProficiencies",
        rule: "A proficiency that is removed is gone",
        pinned_by: "a_user_gains_changes_and_loses_proficiencies",
        run: removed,
    },
];

fn attribute(stage: &Stage<'_>, name: &str) -> Value {
    let values: Vec<String> = (0..11).map(|number| format!("Value {number}")).collect();
    stage.here(json!({"Name": name, "Values": {"StringList": values}}))
}

fn make(stage: &Stage<'_>) -> Result<(), Failure> {
    let input = attribute(stage, "Skill");
    stage.done("CreatePredefinedAttribute", input).map(drop)
}

fn proficiency(number: usize, level: u8) -> Value {
    json!({"AttributeName": "Skill", "AttributeValue": format!("Value {number}"), "Level": level})
}

fn of_user(stage: &Stage<'_>, user: &str, proficiencies: Value) -> Value {
    stage.here(json!({"UserId": user, "UserProficiencies": proficiencies}))
}

fn listed(stage: &Stage<'_>, user: &str) -> Result<Value, Failure> {
    let input = stage.here(json!({"UserId": user}));
    let mut listed = stage.succeeds("ListUserProficiencies", input)?;
    Ok(listed["UserProficiencyList"].take())
}

fn taken_name(stage: &Stage<'_>) -> Result<(), Failure> {
    make(stage)?;
    for name in ["Skill", "sKILL"] {
        stage.refused("CreatePredefinedAttribute", attribute(stage, name), DUPLICATE)?;
    }
    Ok(())
}

fn reserved_names(stage: &Stage<'_>) -> Result<(), Failure> {
    for name in ["aws:skill", "connect:skill"] {
        stage.refused("CreatePredefinedAttribute", attribute(stage, name), MALFORMED)?;
    }
    Ok(())
}

fn in_use(stage: &Stage<'_>) -> Result<(), Failure> {
    make(stage)?;
    let user = stage.make_user("ana")?;
    let learns = of_user(stage, &user, json!([proficiency(1, 1)]));
    stage.done("AssociateUserProficiencies", learns)?;
    let attribute = stage.here(json!({"Name": "Skill"}));
    stage.refused("DeletePredefinedAttribute", attribute.clone(), IN_USE)?;
    let forgets = json!([{"AttributeName": "Skill", "AttributeValue": "Value 1"}]);
    stage.done("DisassociateUserProficiencies", of_user(stage, &user, forgets))?;
    stage.succeeds("DeletePredefinedAttribute", attribute).map(drop)
}

fn unknown_values(stage: &Stage<'_>) -> Result<(), Failure> {
    make(stage)?;
    let user = stage.make_user("ana")?;
    let unknown = json!({"AttributeName": "Other", "AttributeValue": "Value 1", "Level": 1});
    for bad in [proficiency(99, 1), unknown, proficiency(1, 6)] {
        let input = of_user(stage, &user, json!([bad]));
        stage.refused("AssociateUserProficiencies", input, MALFORMED_OR_UNKNOWN)?;
    }
    Ok(())
}

/// What does not exist may be said to be not found.
const MALFORMED_OR_UNKNOWN: &[Refusal] = &[
    (400, "InvalidRequestException"),
    (400, "InvalidParameterException"),
    (404, "ResourceNotFoundException"),
];

/// Too many of a thing.
const TOO_MANY: &[Refusal] = &[
    (400, "InvalidRequestException"),
    (400, "InvalidParameterException"),
    (429, "LimitExceededException"),
];

fn ten_at_most(stage: &Stage<'_>) -> Result<(), Failure> {
    make(stage)?;
    let user = stage.make_user("ana")?;
    for number in 0..10 {
        let input = of_user(stage, &user, json!([proficiency(number, 1)]));
        stage.succeeds("AssociateUserProficiencies", input)?;
    }
    let input = of_user(stage, &user, json!([proficiency(10, 1)]));
    stage.refused("AssociateUserProficiencies", input, TOO_MANY)
}

fn listed_at_once(stage: &Stage<'_>) -> Result<(), Failure> {
    make(stage)?;
    let user = stage.make_user("ana")?;
    for level in [2, 3] {
        let input = of_user(stage, &user, json!([proficiency(1, level)]));
        stage.succeeds("AssociateUserProficiencies", input)?;
        let proficiencies = listed(stage, &user)?;
        let count = proficiencies.as_array().map_or(0, Vec::len);
        same("how many there are", &count, &1)?;
        same(
            "the level",
            &proficiencies[0]["Level"].as_f64(),
            &f64::from(level).into(),
        )?;
    }
    Ok(())
}

fn removed(stage: &Stage<'_>) -> Result<(), Failure> {
    make(stage)?;
    let user = stage.make_user("ana")?;
    let learns = of_user(stage, &user, json!([proficiency(1, 1)]));
    stage.done("AssociateUserProficiencies", learns)?;
    let forgets = json!([{"AttributeName": "Skill", "AttributeValue": "Value 1"}]);
    stage.succeeds("DisassociateUserProficiencies", of_user(stage, &user, forgets))?;
    same("the proficiencies", &listed(stage, &user)?, &json!([]))
}
