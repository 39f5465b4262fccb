//! The hierarchy of users.

use serde_json::{Value, json};

use crate::expectation::{DUPLICATE, Failure, IN_USE, LEADS_NOWHERE, MALFORMED};
use crate::scenario::{NOBODY, Scenario, same};
use crate::stage::Stage;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        operation: "UpdateUserHierarchyStructure",
        rule: "Levels are replaced: one that stays keeps its id, one that is left out goes",
        pinned_by: "a_level_that_stays_keeps_its_id_and_one_that_is_left_out_goes",
        run: levels_replaced,
    },
    Scenario {
        operation: "UpdateUserHierarchyStructure",
        rule: "A level without those above it is refused",
        pinned_by: "a_level_without_those_above_it_is_refused",
        run: gap,
    },
    Scenario {
        operation: "UpdateUserHierarchyStructure",
        rule: "A level that holds groups stays",
        pinned_by: "a_level_that_holds_groups_cannot_go",
        run: level_in_use,
    },
    Scenario {
        operation: "UpdateUserHierarchyStructure",
        rule: "Names of levels have 50 characters at most",
        pinned_by: "names_of_levels_have_50_characters_at_most",
        run: long_name_of_level,
    },
    Scenario {
        operation: "CreateUserHierarchyGroup",
        rule: "Groups stand at five levels at most",
        pinned_by: "below_the_fifth_level_there_is_none",
        run: depth,
    },
    Scenario {
        operation: "CreateUserHierarchyGroup",
        rule: "A group needs its level",
        pinned_by: "a_group_needs_its_level",
        run: no_level,
    },
    Scenario {
        operation: "CreateUserHierarchyGroup",
        rule: "A parent that the instance does not have is refused",
        pinned_by: "a_parent_that_the_instance_does_not_have_is_named",
        run: unknown_parent,
    },
    Scenario {
        operation: "CreateUserHierarchyGroup",
        rule: "A taken name below the same parent is refused",
        pinned_by: "a_name_is_unique_below_its_parent",
        run: taken_name,
    },
    Scenario {
        operation: "DescribeUserHierarchyGroup",
        rule: "The path has the groups from the first level down to the group itself",
        pinned_by: "a_group_is_described_with_the_groups_above_it_by_their_names_of_now",
        run: path,
    },
    Scenario {
        operation: "DeleteUserHierarchyGroup",
        rule: "A group with groups below it stays",
        pinned_by: "a_group_is_deleted_once_those_below_it_are",
        run: group_with_groups,
    },
    Scenario {
        operation: "DeleteUserHierarchyGroup",
        rule: "A group with users stays",
        pinned_by: "a_group_with_users_cannot_be_deleted",
        run: group_with_users,
    },
    Scenario {
        operation: "UpdateUserHierarchy",
        rule: "Without a group the user is taken out of its group",
        pinned_by: "no_group_null_or_an_empty_one_takes_the_user_out",
        run: taken_out,
    },
];

const LEVELS: [&str; 5] = ["LevelOne", "LevelTwo", "LevelThree", "LevelFour", "LevelFive"];

/// The input that gives an instance so many levels.
fn levels(stage: &Stage<'_>, count: usize) -> Value {
    let levels = LEVELS.iter().take(count);
    let levels = levels.map(|level| ((*level).to_owned(), json!({"Name": level})));
    stage.here(json!({"HierarchyStructure": Value::Object(levels.collect())}))
}

fn set_levels(stage: &Stage<'_>, count: usize) -> Result<(), Failure> {
    stage
        .done("UpdateUserHierarchyStructure", levels(stage, count))
        .map(drop)
}

fn group(stage: &Stage<'_>, name: &str, parent: &Value) -> Value {
    stage.here(json!({"Name": name, "ParentGroupId": parent}))
}

fn make_group(stage: &Stage<'_>, name: &str, parent: &Value) -> Result<Value, Failure> {
    let mut made = stage.done("CreateUserHierarchyGroup", group(stage, name, parent))?;
    Ok(made["HierarchyGroupId"].take())
}

fn structure(stage: &Stage<'_>) -> Result<Value, Failure> {
    let mut shown = stage.succeeds("DescribeUserHierarchyStructure", stage.here(json!({})))?;
    Ok(shown["HierarchyStructure"].take())
}

fn levels_replaced(stage: &Stage<'_>) -> Result<(), Failure> {
    set_levels(stage, 2)?;
    let before = structure(stage)?;
    stage.succeeds("UpdateUserHierarchyStructure", levels(stage, 1))?;
    let after = structure(stage)?;
    same(
        "the first level",
        &after["LevelOne"]["Id"],
        &before["LevelOne"]["Id"],
    )?;
    same("the second level", &after["LevelTwo"], &Value::Null)
}

fn gap(stage: &Stage<'_>) -> Result<(), Failure> {
    let only_second = json!({"HierarchyStructure": {"LevelTwo": {"Name": "Site"}}});
    stage.refused("UpdateUserHierarchyStructure", stage.here(only_second), MALFORMED)
}

fn level_in_use(stage: &Stage<'_>) -> Result<(), Failure> {
    set_levels(stage, 1)?;
    make_group(stage, "North", &Value::Null)?;
    stage.refused("UpdateUserHierarchyStructure", levels(stage, 0), IN_USE)
}

fn long_name_of_level(stage: &Stage<'_>) -> Result<(), Failure> {
    let named =
        |length: usize| stage.here(json!({"HierarchyStructure": {"LevelOne": {"Name": "a".repeat(length)}}}));
    stage.refused("UpdateUserHierarchyStructure", named(51), MALFORMED)?;
    stage
        .succeeds("UpdateUserHierarchyStructure", named(50))
        .map(drop)
}

fn depth(stage: &Stage<'_>) -> Result<(), Failure> {
    set_levels(stage, LEVELS.len())?;
    let mut parent = Value::Null;
    for name in LEVELS {
        let mut made = stage.succeeds("CreateUserHierarchyGroup", group(stage, name, &parent))?;
        parent = made["HierarchyGroupId"].take();
    }
    stage.refused(
        "CreateUserHierarchyGroup",
        group(stage, "LevelSix", &parent),
        MALFORMED,
    )
}

fn no_level(stage: &Stage<'_>) -> Result<(), Failure> {
    stage.refused(
        "CreateUserHierarchyGroup",
        group(stage, "North", &Value::Null),
        MALFORMED,
    )
}

fn unknown_parent(stage: &Stage<'_>) -> Result<(), Failure> {
    set_levels(stage, 2)?;
    let nobody = json!(NOBODY);
    stage.refused(
        "CreateUserHierarchyGroup",
        group(stage, "North", &nobody),
        LEADS_NOWHERE,
    )
}

fn taken_name(stage: &Stage<'_>) -> Result<(), Failure> {
    set_levels(stage, 1)?;
    make_group(stage, "North", &Value::Null)?;
    stage.refused(
        "CreateUserHierarchyGroup",
        group(stage, "North", &Value::Null),
        DUPLICATE,
    )
}

fn path(stage: &Stage<'_>) -> Result<(), Failure> {
    set_levels(stage, 2)?;
    let north = make_group(stage, "North", &Value::Null)?;
    let lyon = make_group(stage, "Lyon", &north)?;
    let input = stage.here(json!({"HierarchyGroupId": lyon}));
    let shown = stage.succeeds("DescribeUserHierarchyGroup", input)?;
    let path = &shown["HierarchyGroup"]["HierarchyPath"];
    same("the first level", &path["LevelOne"]["Id"], &north)?;
    same("the second level", &path["LevelTwo"]["Id"], &lyon)
}

fn group_with_groups(stage: &Stage<'_>) -> Result<(), Failure> {
    set_levels(stage, 2)?;
    let north = make_group(stage, "North", &Value::Null)?;
    let lyon = make_group(stage, "Lyon", &north)?;
    let delete = |group: &Value| stage.here(json!({"HierarchyGroupId": group}));
    stage.refused("DeleteUserHierarchyGroup", delete(&north), IN_USE)?;
    stage.succeeds("DeleteUserHierarchyGroup", delete(&lyon))?;
    stage
        .succeeds("DeleteUserHierarchyGroup", delete(&north))
        .map(drop)
}

/// A group, and the id of a user in it.
fn with_user(stage: &Stage<'_>) -> Result<(Value, Value), Failure> {
    set_levels(stage, 1)?;
    let north = make_group(stage, "North", &Value::Null)?;
    let mut user = stage.new_user("ana")?;
    user["HierarchyGroupId"] = north.clone();
    Ok((north, stage.done("CreateUser", user)?["UserId"].take()))
}

fn group_with_users(stage: &Stage<'_>) -> Result<(), Failure> {
    let (group, _) = with_user(stage)?;
    let input = stage.here(json!({"HierarchyGroupId": group}));
    stage.refused("DeleteUserHierarchyGroup", input, IN_USE)
}

fn taken_out(stage: &Stage<'_>) -> Result<(), Failure> {
    let (group, user) = with_user(stage)?;
    let user = stage.here(json!({"UserId": user}));
    let current = || -> Result<Value, Failure> {
        let shown = stage.succeeds("DescribeUser", user.clone())?;
        Ok(shown["User"]["HierarchyGroupId"].clone())
    };
    same("the group", &current()?, &group)?;
    stage.succeeds("UpdateUserHierarchy", user.clone())?;
    same("the group", &current()?, &Value::Null)
}
