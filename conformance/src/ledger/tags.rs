//! Tags.

use serde_json::{Map, Value, json};

use crate::expectation::{Failure, LEADS_NOWHERE, Refusal};
use crate::scenario::{NOBODY, Scenario, same};
use crate::stage::Stage;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        operation: "TagResource",
        rule: "Tags of an instance come, change and go",
        pinned_by: "tags_come_change_and_go_on_all_that_has_them",
        run: of_instance,
    },
    Scenario {
        operation: "TagResource",
        rule: "Tags of a user come, change and go",
        pinned_by: "tags_come_change_and_go_on_all_that_has_them",
        run: of_user,
    },
    Scenario {
        operation: "TagResource",
        rule: "A resource has fifty tags at most",
        pinned_by: "a_resource_has_fifty_tags_at_most",
        run: fifty_at_most,
    },
    Scenario {
        operation: "TagResource",
        rule: "What is not there is refused",
        pinned_by: "what_has_no_tags_or_is_elsewhere_is_refused",
        run: not_there,
    },
    Scenario {
        operation: "UntagResource",
        rule: "Keys that are not there are passed over",
        pinned_by: "tags_come_change_and_go_on_all_that_has_them",
        run: unknown_keys,
    },
];

/// Too many of a thing.
const TOO_MANY: &[Refusal] = &[
    (400, "InvalidRequestException"),
    (400, "InvalidParameterException"),
];

fn instance(stage: &Stage<'_>) -> Result<Value, Failure> {
    let mut shown = stage.done("DescribeInstance", stage.here(json!({})))?;
    Ok(shown["Instance"]["Arn"].take())
}

fn tags(stage: &Stage<'_>, arn: &Value) -> Result<Value, Failure> {
    let mut listed = stage.succeeds("ListTagsForResource", json!({"resourceArn": arn}))?;
    Ok(listed["tags"].take())
}

fn come_change_and_go(stage: &Stage<'_>, arn: &Value) -> Result<(), Failure> {
    let tag = |tags: Value| stage.succeeds("TagResource", json!({"resourceArn": arn, "tags": tags}));
    tag(json!({"team": "blue", "site": "lyon"}))?;
    tag(json!({"team": "red"}))?;
    same(
        "the tags",
        &tags(stage, arn)?,
        &json!({"team": "red", "site": "lyon"}),
    )?;
    stage.succeeds("UntagResource", json!({"resourceArn": arn, "tagKeys": ["site"]}))?;
    same("the tags", &tags(stage, arn)?, &json!({"team": "red"}))
}

fn of_instance(stage: &Stage<'_>) -> Result<(), Failure> {
    come_change_and_go(stage, &instance(stage)?)
}

fn of_user(stage: &Stage<'_>) -> Result<(), Failure> {
    let made = stage.done("CreateUser", stage.new_user("ana")?)?;
    come_change_and_go(stage, &made["UserArn"])
}

fn fifty_at_most(stage: &Stage<'_>) -> Result<(), Failure> {
    let arn = instance(stage)?;
    let numbered = |numbers: std::ops::Range<usize>| {
        let tags = numbers.map(|number| (format!("key {number}"), json!("value")));
        json!({"resourceArn": arn, "tags": Value::Object(tags.collect::<Map<_, _>>())})
    };
    stage.succeeds("TagResource", numbered(0..50))?;
    stage.refused("TagResource", numbered(50..51), TOO_MANY)
}

fn not_there(stage: &Stage<'_>) -> Result<(), Failure> {
    let arn = instance(stage)?;
    let arn = format!("{}/agent/{NOBODY}", arn.as_str().unwrap_or_default());
    let input = json!({"resourceArn": arn, "tags": {"team": "blue"}});
    stage.refused("TagResource", input, LEADS_NOWHERE)
}

fn unknown_keys(stage: &Stage<'_>) -> Result<(), Failure> {
    let arn = instance(stage)?;
    let input = json!({"resourceArn": arn, "tagKeys": ["nothing"]});
    stage.succeeds("UntagResource", input).map(drop)
}
