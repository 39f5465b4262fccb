//! Agent statuses.

use serde_json::{Value, json};

use crate::expectation::{DUPLICATE, Failure, LEADS_NOWHERE, Refusal};
use crate::scenario::{NOBODY, Scenario};
use crate::stage::Stage;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        operation: "CreateAgentStatus",
        rule: "A taken name is refused",
        pinned_by: "the_name_of_a_status_is_unique_within_its_instance_and_its_case_counts",
        run: taken_name,
    },
    Scenario {
        operation: "CreateAgentStatus",
        rule: "An instance has 50 agent statuses at most",
        pinned_by: "an_instance_has_50_statuses_at_most",
        run: fifty_at_most,
    },
    Scenario {
        operation: "UpdateAgentStatus",
        rule: "A status cannot take the name of another",
        pinned_by: "a_status_cannot_take_the_name_of_another",
        run: name_of_another,
    },
    Scenario {
        operation: "PutUserStatus",
        rule: "A status that is disabled, or not of the instance, is refused",
        pinned_by: "a_status_that_is_disabled_or_not_of_the_instance_is_refused",
        run: disabled_status,
    },
];

const LIMIT: &[Refusal] = &[(429, "LimitExceededException")];

fn new_status(stage: &Stage<'_>, name: &str) -> Value {
    stage.here(json!({"Name": name, "State": "ENABLED"}))
}

fn make(stage: &Stage<'_>, name: &str) -> Result<Value, Failure> {
    let mut made = stage.done("CreateAgentStatus", new_status(stage, name))?;
    Ok(made["AgentStatusId"].take())
}

fn taken_name(stage: &Stage<'_>) -> Result<(), Failure> {
    make(stage, "Lunch")?;
    stage.refused("CreateAgentStatus", new_status(stage, "Lunch"), DUPLICATE)
}

fn fifty_at_most(stage: &Stage<'_>) -> Result<(), Failure> {
    let listed = stage.done("ListAgentStatuses", stage.here(json!({})))?;
    let count = listed["AgentStatusSummaryList"].as_array().map_or(0, Vec::len);
    for number in count..50 {
        make(stage, &format!("Status {number}"))?;
    }
    stage.refused("CreateAgentStatus", new_status(stage, "One more"), LIMIT)
}

fn name_of_another(stage: &Stage<'_>) -> Result<(), Failure> {
    make(stage, "Lunch")?;
    let other = make(stage, "Break")?;
    let input = stage.here(json!({"AgentStatusId": other, "Name": "Lunch"}));
    stage.refused("UpdateAgentStatus", input, DUPLICATE)
}

fn disabled_status(stage: &Stage<'_>) -> Result<(), Failure> {
    let user = stage.make_user("ana")?;
    let mut disabled = new_status(stage, "Lunch");
    disabled["State"] = json!("DISABLED");
    let disabled = stage.done("CreateAgentStatus", disabled)?["AgentStatusId"].take();
    let nobody = json!(NOBODY);
    for bad in [disabled, nobody] {
        let input = stage.here(json!({"UserId": user, "AgentStatusId": bad}));
        stage.refused("PutUserStatus", input, LEADS_NOWHERE)?;
    }
    Ok(())
}
