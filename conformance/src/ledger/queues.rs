//! Queues and hours of operation.

use serde_json::{Value, json};

use super::routing_profiles;
use crate::expectation::{DUPLICATE, Failure, IN_USE, LEADS_NOWHERE, MALFORMED, Refusal};
use crate::scenario::{NOBODY, Scenario, same};
use crate::stage::Stage;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        operation: "CreateQueue",
        rule: "A taken name is refused",
        pinned_by: "the_name_of_a_queue_is_unique_within_its_instance",
        run: taken_name,
    },
    Scenario {
        operation: "CreateQueue",
        rule: "Hours that the instance does not have are refused",
        pinned_by: "what_the_instance_does_not_have_is_named",
        run: unknown_hours,
    },
    Scenario {
        operation: "UpdateQueueMaxContacts",
        rule: "Without a number the limit goes",
        pinned_by: "no_number_removes_the_limit",
        run: no_limit,
    },
    Scenario {
        operation: "DeleteQueue",
        rule: "A queue that a routing profile uses stays",
        pinned_by: "a_queue_that_a_routing_profile_uses_stays",
        run: queue_in_use,
    },
    Scenario {
        operation: "CreateHoursOfOperation",
        rule: "A taken name is refused",
        pinned_by: "the_name_of_hours_is_unique_within_their_instance",
        run: taken_name_of_hours,
    },
    Scenario {
        operation: "CreateHoursOfOperation",
        rule: "Hours end after they start",
        pinned_by: "hours_end_after_they_start_in_a_time_zone",
        run: end_before_start,
    },
    Scenario {
        operation: "DeleteHoursOfOperation",
        rule: "Hours that a queue has stay",
        pinned_by: "hours_that_a_queue_has_stay",
        run: hours_in_use,
    },
    Scenario {
        operation: "UpdateHoursOfOperation",
        rule: "Only what is sent changes",
        pinned_by: "only_what_is_sent_changes",
        run: only_what_is_sent,
    },
];

/// `DeleteHoursOfOperation` declares no exception of its own for what is in use.
const HOURS_IN_USE: &[Refusal] = &[
    (409, "ResourceInUseException"),
    (400, "InvalidRequestException"),
    (400, "InvalidParameterException"),
];

fn new_hours(stage: &Stage<'_>) -> Value {
    let time = |hours: i32| json!({"Hours": hours, "Minutes": 0});
    stage.here(json!({
        "Name": "Office", "Description": "By day", "TimeZone": "UTC",
        "Config": [{"Day": "MONDAY", "StartTime": time(9), "EndTime": time(17)}],
    }))
}

fn make_hours(stage: &Stage<'_>) -> Result<Value, Failure> {
    let made = stage.done("CreateHoursOfOperation", new_hours(stage))?;
    Ok(stage.here(json!({"HoursOfOperationId": made["HoursOfOperationId"]})))
}

fn new_queue(stage: &Stage<'_>) -> Result<Value, Failure> {
    let hours = stage.done("ListHoursOfOperations", stage.here(json!({})))?;
    let hours = &hours["HoursOfOperationSummaryList"][0]["Id"];
    Ok(stage.here(json!({"Name": "Help", "HoursOfOperationId": hours, "MaxContacts": 5})))
}

fn make_queue(stage: &Stage<'_>) -> Result<Value, Failure> {
    let made = stage.done("CreateQueue", new_queue(stage)?)?;
    Ok(stage.here(json!({"QueueId": made["QueueId"]})))
}

fn taken_name(stage: &Stage<'_>) -> Result<(), Failure> {
    make_queue(stage)?;
    stage.refused("CreateQueue", new_queue(stage)?, DUPLICATE)
}

fn unknown_hours(stage: &Stage<'_>) -> Result<(), Failure> {
    let mut input = new_queue(stage)?;
    input["HoursOfOperationId"] = json!(NOBODY);
    stage.refused("CreateQueue", input, LEADS_NOWHERE)
}

fn no_limit(stage: &Stage<'_>) -> Result<(), Failure> {
    let queue = make_queue(stage)?;
    let limit = || -> Result<Value, Failure> {
        let shown = stage.succeeds("DescribeQueue", queue.clone())?;
        Ok(shown["Queue"]["MaxContacts"].clone())
    };
    same("the limit", &limit()?, &json!(5))?;
    stage.succeeds("UpdateQueueMaxContacts", queue.clone())?;
    same("the limit", &limit()?, &Value::Null)
}

fn queue_in_use(stage: &Stage<'_>) -> Result<(), Failure> {
    let queue = make_queue(stage)?;
    let mut profile = routing_profiles::create(stage)?;
    profile["DefaultOutboundQueueId"] = queue["QueueId"].clone();
    let made = stage.done("CreateRoutingProfile", profile)?;
    stage.refused("DeleteQueue", queue.clone(), IN_USE)?;
    let profile = json!({"RoutingProfileId": made["RoutingProfileId"]});
    stage.done("DeleteRoutingProfile", stage.here(profile))?;
    stage.succeeds("DeleteQueue", queue).map(drop)
}

fn taken_name_of_hours(stage: &Stage<'_>) -> Result<(), Failure> {
    make_hours(stage)?;
    stage.refused("CreateHoursOfOperation", new_hours(stage), DUPLICATE)
}

fn end_before_start(stage: &Stage<'_>) -> Result<(), Failure> {
    let mut input = new_hours(stage);
    input["Config"][0]["EndTime"]["Hours"] = json!(8);
    stage.refused("CreateHoursOfOperation", input, MALFORMED)
}

fn hours_in_use(stage: &Stage<'_>) -> Result<(), Failure> {
    let hours = make_hours(stage)?;
    let mut queue = new_queue(stage)?;
    queue["HoursOfOperationId"] = hours["HoursOfOperationId"].clone();
    let made = stage.done("CreateQueue", queue)?;
    stage.refused("DeleteHoursOfOperation", hours.clone(), HOURS_IN_USE)?;
    stage.done("DeleteQueue", stage.here(json!({"QueueId": made["QueueId"]})))?;
    stage.succeeds("DeleteHoursOfOperation", hours).map(drop)
}

fn only_what_is_sent(stage: &Stage<'_>) -> Result<(), Failure> {
    let hours = make_hours(stage)?;
    let mut change = hours.clone();
    change["Name"] = json!("Shop");
    stage.succeeds("UpdateHoursOfOperation", change)?;
    let shown = stage.succeeds("DescribeHoursOfOperation", hours)?;
    let (shown, made) = (&shown["HoursOfOperation"], new_hours(stage));
    same("Name", &shown["Name"], &json!("Shop"))?;
    for member in ["Description", "TimeZone", "Config"] {
        same(member, &shown[member], &made[member])?;
    }
    Ok(())
}
