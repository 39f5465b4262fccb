//! Security profiles.

use serde_json::{Value, json};

use crate::expectation::{DUPLICATE, Failure, IN_USE, MALFORMED, NOT_FOUND};
use crate::scenario::{Scenario, same};
use crate::stage::Stage;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        operation: "CreateSecurityProfile",
        rule: "A taken name is refused",
        pinned_by: "the_name_of_a_profile_is_unique_within_its_instance_and_its_case_counts",
        run: taken_name,
    },
    Scenario {
        operation: "CreateSecurityProfile",
        rule: "A name has letters, digits, spaces and some signs",
        pinned_by: "names_of_profiles_have_the_documented_form",
        run: form_of_names,
    },
    Scenario {
        operation: "CreateSecurityProfile",
        rule: "A profile is shown as it was made",
        pinned_by: "a_profile_is_shown_as_it_was_made",
        run: shown_as_made,
    },
    Scenario {
        operation: "UpdateSecurityProfile",
        rule: "Permissions are replaced as a whole",
        pinned_by: "permissions_replace_those_there_were",
        run: permissions_replaced,
    },
    Scenario {
        operation: "DeleteSecurityProfile",
        rule: "A profile that a user has stays",
        pinned_by: "a_profile_that_a_user_has_is_deleted_once_nobody_has_it",
        run: in_use,
    },
    Scenario {
        operation: "DeleteSecurityProfile",
        rule: "A deleted profile is gone",
        pinned_by: "a_profile_that_a_user_has_is_deleted_once_nobody_has_it",
        run: deleted,
    },
];

fn create(stage: &Stage<'_>, name: &str) -> Value {
    stage.here(json!({"SecurityProfileName": name}))
}

fn make(stage: &Stage<'_>, name: &str) -> Result<Value, Failure> {
    let made = stage.done("CreateSecurityProfile", create(stage, name))?;
    Ok(made["SecurityProfileId"].clone())
}

fn taken_name(stage: &Stage<'_>) -> Result<(), Failure> {
    make(stage, "Team leads")?;
    stage.refused("CreateSecurityProfile", create(stage, "Team leads"), DUPLICATE)
}

fn form_of_names(stage: &Stage<'_>) -> Result<(), Failure> {
    for bad in ["Team/leads", "Team#1", "Chefs d’équipe"] {
        stage.refused("CreateSecurityProfile", create(stage, bad), MALFORMED)?;
    }
    let good = create(stage, "Team_leads @ 1-2");
    stage.succeeds("CreateSecurityProfile", good).map(drop)
}

fn shown_as_made(stage: &Stage<'_>) -> Result<(), Failure> {
    let mut input = create(stage, "Team leads");
    input["Description"] = json!("Who leads");
    input["Tags"] = json!({"team": "blue"});
    let made = stage.succeeds("CreateSecurityProfile", input.clone())?;
    let profile = stage.here(json!({"SecurityProfileId": made["SecurityProfileId"]}));
    let shown = stage.succeeds("DescribeSecurityProfile", profile)?;
    for member in ["SecurityProfileName", "Description", "Tags"] {
        same(member, &shown["SecurityProfile"][member], &input[member])?;
    }
    Ok(())
}

fn permissions_replaced(stage: &Stage<'_>) -> Result<(), Failure> {
    let mut input = create(stage, "Team leads");
    input["Permissions"] = json!(["BasicAgentAccess", "Users.View"]);
    let made = stage.done("CreateSecurityProfile", input)?;
    let profile = stage.here(json!({"SecurityProfileId": made["SecurityProfileId"]}));
    let mut change = profile.clone();
    change["Permissions"] = json!(["Users.View"]);
    stage.succeeds("UpdateSecurityProfile", change)?;
    let listed = stage.succeeds("ListSecurityProfilePermissions", profile)?;
    same("the permissions", &listed["Permissions"], &json!(["Users.View"]))
}

fn in_use(stage: &Stage<'_>) -> Result<(), Failure> {
    let profile = make(stage, "Team leads")?;
    let mut user = stage.new_user("ana")?;
    user["SecurityProfileIds"] = json!([profile]);
    let user = stage.done("CreateUser", user)?;
    let profile = stage.here(json!({"SecurityProfileId": profile}));
    stage.refused("DeleteSecurityProfile", profile.clone(), IN_USE)?;
    stage.done("DeleteUser", stage.here(json!({"UserId": user["UserId"]})))?;
    stage.succeeds("DeleteSecurityProfile", profile).map(drop)
}

fn deleted(stage: &Stage<'_>) -> Result<(), Failure> {
    let profile = stage.here(json!({"SecurityProfileId": make(stage, "Team leads")?}));
    stage.succeeds("DeleteSecurityProfile", profile.clone())?;
    stage.refused("DescribeSecurityProfile", profile, NOT_FOUND)
}
