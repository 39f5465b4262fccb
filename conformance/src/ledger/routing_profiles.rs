//! Routing profiles.

use serde_json::{Value, json};

use crate::expectation::{DUPLICATE, Failure, IN_USE, LEADS_NOWHERE, MALFORMED};
use crate::scenario::{NOBODY, Scenario, same};
use crate::stage::Stage;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        operation: "CreateRoutingProfile",
        rule: "A taken name is refused",
        pinned_by: "the_name_of_a_routing_profile_is_unique_within_its_instance",
        run: taken_name,
    },
    Scenario {
        operation: "CreateRoutingProfile",
        rule: "Queues can be left out, and are not an empty list",
        pinned_by: "queues_can_be_left_out_but_not_be_an_empty_list",
        run: no_queues,
    },
    Scenario {
        operation: "CreateRoutingProfile",
        rule: "A user takes one call at a time",
        pinned_by: "a_channel_stands_there_once_and_a_user_takes_one_call",
        run: one_call,
    },
    Scenario {
        operation: "CreateRoutingProfile",
        rule: "A queue that the instance does not have is refused",
        pinned_by: "what_is_wrong_with_queues_and_channels_is_named",
        run: unknown_queue,
    },
    Scenario {
        operation: "DeleteRoutingProfile",
        rule: "A profile that a user has stays until the user has another",
        pinned_by: "a_routing_profile_that_a_user_has_stays_until_the_user_has_another",
        run: in_use,
    },
    Scenario {
        operation: "UpdateRoutingProfileName",
        rule: "Without a name and a description it is refused",
        pinned_by: "a_taken_name_and_nothing_at_all_are_refused",
        run: nothing_to_change,
    },
    Scenario {
        operation: "AssociateRoutingProfileQueues",
        rule: "A queue that is added is listed at once",
        pinned_by: "queues_are_added_and_those_that_are_there_are_served_otherwise",
        run: added_queue,
    },
    Scenario {
        operation: "DisassociateRoutingProfileQueues",
        rule: "A queue that is not there need not be removed",
        pinned_by: "what_is_not_there_need_not_be_removed",
        run: removed_queue,
    },
];

pub(super) fn basic_queue(stage: &Stage<'_>) -> Result<Value, Failure> {
    let queues = stage.done("ListQueues", stage.here(json!({"QueueTypes": ["STANDARD"]})))?;
    Ok(queues["QueueSummaryList"][0]["Id"].clone())
}

pub(super) fn create(stage: &Stage<'_>) -> Result<Value, Failure> {
    Ok(stage.here(json!({
        "Name": "Sales", "Description": "Who sells", "DefaultOutboundQueueId": basic_queue(stage)?,
        "MediaConcurrencies": [{"Channel": "VOICE", "Concurrency": 1}],
    })))
}

fn make(stage: &Stage<'_>) -> Result<Value, Failure> {
    let mut made = stage.done("CreateRoutingProfile", create(stage)?)?;
    Ok(stage.here(json!({"RoutingProfileId": made["RoutingProfileId"].take()})))
}

fn taken_name(stage: &Stage<'_>) -> Result<(), Failure> {
    make(stage)?;
    stage.refused("CreateRoutingProfile", create(stage)?, DUPLICATE)
}

fn no_queues(stage: &Stage<'_>) -> Result<(), Failure> {
    let mut input = create(stage)?;
    input["QueueConfigs"] = json!([]);
    stage.refused("CreateRoutingProfile", input.clone(), MALFORMED)?;
    input["QueueConfigs"] = Value::Null;
    stage.succeeds("CreateRoutingProfile", input).map(drop)
}

fn one_call(stage: &Stage<'_>) -> Result<(), Failure> {
    let mut input = create(stage)?;
    input["MediaConcurrencies"][0]["Concurrency"] = json!(2);
    stage.refused("CreateRoutingProfile", input, MALFORMED)
}

fn unknown_queue(stage: &Stage<'_>) -> Result<(), Failure> {
    let mut input = create(stage)?;
    input["DefaultOutboundQueueId"] = json!(NOBODY);
    stage.refused("CreateRoutingProfile", input, LEADS_NOWHERE)
}

fn in_use(stage: &Stage<'_>) -> Result<(), Failure> {
    let profile = make(stage)?;
    let mut input = stage.new_user("ana")?;
    let other = input["RoutingProfileId"].clone();
    input["RoutingProfileId"] = profile["RoutingProfileId"].clone();
    let user = stage.done("CreateUser", input)?;
    stage.refused("DeleteRoutingProfile", profile.clone(), IN_USE)?;
    let change = json!({"UserId": user["UserId"], "RoutingProfileId": other});
    stage.done("UpdateUserRoutingProfile", stage.here(change))?;
    stage.succeeds("DeleteRoutingProfile", profile).map(drop)
}

fn nothing_to_change(stage: &Stage<'_>) -> Result<(), Failure> {
    stage.refused("UpdateRoutingProfileName", make(stage)?, MALFORMED)
}

fn reference(stage: &Stage<'_>) -> Result<Value, Failure> {
    Ok(json!({"QueueId": basic_queue(stage)?, "Channel": "VOICE"}))
}

fn added_queue(stage: &Stage<'_>) -> Result<(), Failure> {
    let profile = make(stage)?;
    let reference = reference(stage)?;
    let mut input = profile.clone();
    input["QueueConfigs"] = json!([{"QueueReference": reference, "Priority": 2, "Delay": 3}]);
    stage.succeeds("AssociateRoutingProfileQueues", input)?;
    let listed = stage.succeeds("ListRoutingProfileQueues", profile)?;
    let queue = &listed["RoutingProfileQueueConfigSummaryList"][0];
    same("the queue", &queue["QueueId"], &reference["QueueId"])?;
    same("the priority", &queue["Priority"], &json!(2))
}

fn removed_queue(stage: &Stage<'_>) -> Result<(), Failure> {
    let mut input = make(stage)?;
    input["QueueReferences"] = json!([reference(stage)?]);
    stage
        .succeeds("DisassociateRoutingProfileQueues", input)
        .map(drop)
}
