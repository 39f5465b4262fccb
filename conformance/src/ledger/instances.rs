//! Instances.

use serde_json::{Value, json};

use crate::expectation::{Failure, MALFORMED, NOT_FOUND};
use crate::scenario::{Scenario, same};
use crate::stage::{Stage, text};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        operation: "CreateInstance",
        rule: "An alias is required on CONNECT_MANAGED",
        pinned_by: "the_type_decides_between_alias_and_directory",
        run: alias_required,
    },
    Scenario {
        operation: "CreateInstance",
        rule: "A taken alias is refused, whatever its case",
        pinned_by: "an_alias_is_unique_ignoring_case_over_all_accounts_and_regions",
        run: taken_alias,
    },
    Scenario {
        operation: "CreateInstance",
        rule: "The same client token makes the same instance",
        pinned_by: "the_same_client_token_makes_the_same_instance",
        run: client_token,
    },
    Scenario {
        operation: "CreateInstance",
        rule: "A new instance has security profiles, a routing profile, a queue, hours and agent statuses",
        pinned_by: "a_new_instance_holds_what_connects_do",
        run: furniture,
    },
    Scenario {
        operation: "DeleteInstance",
        rule: "A deleted instance is gone",
        pinned_by: "a_deleted_instance_is_gone_with_all_it_held",
        run: deleted,
    },
    Scenario {
        operation: "UpdateInstanceAttribute",
        rule: "An attribute is read as it was set",
        pinned_by: "every_attribute_can_be_read_and_set",
        run: attribute,
    },
    Scenario {
        operation: "UpdateInstanceAttribute",
        rule: "A value is true or false",
        pinned_by: "a_value_is_true_or_false",
        run: attribute_value,
    },
];

fn new_instance(alias: &str) -> Value {
    json!({
        "IdentityManagementType": "CONNECT_MANAGED", "InstanceAlias": alias,
        "InboundCallsEnabled": true, "OutboundCallsEnabled": true,
    })
}

/// An alias of an instance that is not there yet.
fn alias(stage: &Stage<'_>) -> String {
    let id = stage.instance();
    format!("alias-{}", &id[..id.len().min(8)])
}

fn alias_required(stage: &Stage<'_>) -> Result<(), Failure> {
    let mut input = new_instance("x");
    input["InstanceAlias"] = Value::Null;
    stage.refused("CreateInstance", input, MALFORMED)
}

fn taken_alias(stage: &Stage<'_>) -> Result<(), Failure> {
    let alias = alias(stage);
    stage.done("CreateInstance", new_instance(&alias))?;
    stage.refused(
        "CreateInstance",
        new_instance(&alias.to_uppercase()),
        &[
            (400, "InvalidRequestException"),
            (409, "DuplicateResourceException"),
        ],
    )
}

fn client_token(stage: &Stage<'_>) -> Result<(), Failure> {
    let mut input = new_instance(&alias(stage));
    input["ClientToken"] = json!(format!("token-{}", stage.instance()));
    let first = stage.done("CreateInstance", input.clone())?;
    let second = stage.succeeds("CreateInstance", input)?;
    same("the second id", &second["Id"], &first["Id"])
}

fn furniture(stage: &Stage<'_>) -> Result<(), Failure> {
    for (list, items) in [
        ("ListSecurityProfiles", "SecurityProfileSummaryList"),
        ("ListRoutingProfiles", "RoutingProfileSummaryList"),
        ("ListQueues", "QueueSummaryList"),
        ("ListHoursOfOperations", "HoursOfOperationSummaryList"),
        ("ListAgentStatuses", "AgentStatusSummaryList"),
    ] {
        let listed = stage.succeeds(list, stage.here(json!({})))?;
        let has_some = listed[items].as_array().is_some_and(|items| !items.is_empty());
        same(&format!("whether {list} lists something"), &has_some, &true)?;
    }
    Ok(())
}

fn deleted(stage: &Stage<'_>) -> Result<(), Failure> {
    let made = stage.done("CreateInstance", new_instance(&alias(stage)))?;
    let id = json!({"InstanceId": text(&made, "Id")?});
    stage.succeeds("DeleteInstance", id.clone())?;
    stage.refused("DescribeInstance", id, NOT_FOUND)
}

fn attribute(stage: &Stage<'_>) -> Result<(), Failure> {
    let attribute = stage.here(json!({"AttributeType": "CONTACTFLOW_LOGS"}));
    for value in ["true", "false"] {
        let mut input = attribute.clone();
        input["Value"] = json!(value);
        stage.succeeds("UpdateInstanceAttribute", input)?;
        let shown = stage.succeeds("DescribeInstanceAttribute", attribute.clone())?;
        same("the value", &shown["Attribute"]["Value"], &json!(value))?;
    }
    Ok(())
}

fn attribute_value(stage: &Stage<'_>) -> Result<(), Failure> {
    let input = json!({"AttributeType": "CONTACTFLOW_LOGS", "Value": "maybe"});
    stage.refused("UpdateInstanceAttribute", stage.here(input), MALFORMED)
}
