//! What the refusal to delete something in use says of it.

use roster_testkit::{ACCOUNT, MANAGED, MARY, REGION, Roster, each_engine};
use serde_json::{Value, json};

use crate::ops::connect::hierarchies::{make_group, set_levels};

/// The type and the id in the refusal of a request, beside what every error has.
async fn refused(t: &Roster, operation: &str, input: Value) -> [Value; 2] {
    let answer = t.root().call(operation, input).await;
    assert_eq!(answer.error(), Some("ResourceInUseException"), "{answer}");
    let mut body = answer.json();
    assert_eq!(body["message"], body["Message"]);
    [body["ResourceType"].take(), body["ResourceId"].take()]
}

/// The first of a list of the managed instance.
async fn first(t: &Roster, list: &str) -> Value {
    t.root().all(list, json!({"InstanceId": MANAGED}), 100).await[0].take()
}

fn arn(word: &str, id: &Value) -> Value {
    let id = id.as_str().expect("an id");
    json!(format!(
        "arn:aws:connect:{REGION}:{ACCOUNT}:instance/{MANAGED}/{word}/{id}"
    ))
}

#[test]
fn levels_and_groups_in_use_are_named_by_type_and_arn() {
    each_engine(async |t| {
        set_levels(&t, MANAGED, &["Country", "City"]).await;
        let country = make_group(&t, MANAGED, "France", None).await;
        make_group(&t, MANAGED, "Lyon", Some(&country)).await;
        let of_instance = json!({"InstanceId": MANAGED});
        let levels = t.root().done("DescribeUserHierarchyStructure", of_instance).await;
        let first = json!({"InstanceId": MANAGED, "HierarchyStructure": {"LevelOne": {"Name": "Country"}}});

        let level = refused(&t, "UpdateUserHierarchyStructure", first).await;
        let input = json!({"InstanceId": MANAGED, "HierarchyGroupId": country});
        let group = refused(&t, "DeleteUserHierarchyGroup", input).await;

        let city = &levels["HierarchyStructure"]["LevelTwo"];
        assert_eq!(level, [json!("HIERARCHY_LEVEL"), city["Arn"].clone()]);
        let expected = [json!("HIERARCHY_GROUP"), arn("agent-group", &json!(country))];
        assert_eq!(group, expected);
    });
}

/// The exception has no words for their types.
#[test]
fn queues_and_profiles_in_use_are_named_by_arn_alone() {
    each_engine(async |t| {
        let (queue, profile) = (
            first(&t, "ListQueues").await,
            first(&t, "ListRoutingProfiles").await,
        );
        let sales = json!({
            "InstanceId": MANAGED, "Name": "Sales", "Description": "Sells", "DefaultOutboundQueueId": queue["Id"],
            "MediaConcurrencies": [{"Channel": "VOICE", "Concurrency": 1}],
        });
        let sales = t.root().done("CreateRoutingProfile", sales).await["RoutingProfileId"].take();
        let user = json!({"InstanceId": MANAGED, "UserId": MARY, "RoutingProfileId": sales});
        t.root().done("UpdateUserRoutingProfile", user).await;
        assert_ne!(profile["Id"], sales);

        for (operation, word, label, id) in [
            ("DeleteQueue", "queue", "QueueId", &queue["Id"]),
            (
                "DeleteRoutingProfile",
                "routing-profile",
                "RoutingProfileId",
                &sales,
            ),
        ] {
            let refused = refused(&t, operation, json!({"InstanceId": MANAGED, label: id})).await;
            assert_eq!(refused, [json!(null), arn(word, id)], "{operation}");
        }
    });
}

#[test]
fn a_predefined_attribute_in_use_is_named() {
    each_engine(async |t| {
        let language =
            json!({"InstanceId": MANAGED, "Name": "Language", "Values": {"StringList": ["English"]}});
        t.root().done("CreatePredefinedAttribute", language).await;
        let english = json!({"AttributeName": "Language", "AttributeValue": "English", "Level": 3.0});
        let input = json!({"InstanceId": MANAGED, "UserId": MARY, "UserProficiencies": [english]});
        t.root().done("AssociateUserProficiencies", input).await;

        let input = json!({"InstanceId": MANAGED, "Name": "Language"});
        let refused = refused(&t, "DeletePredefinedAttribute", input).await;

        assert_eq!(refused, [json!(null), json!("Language")]);
    });
}

#[test]
fn another_exception_says_nothing_of_a_resource() {
    each_engine(async |t| {
        let hours = first(&t, "ListHoursOfOperations").await;
        let input = json!({"InstanceId": MANAGED, "HoursOfOperationId": hours["Id"]});

        let answer = t.root().call("DeleteHoursOfOperation", input).await;

        assert_eq!(answer.error(), Some("InvalidRequestException"), "{answer}");
        let mut body = answer.json();
        for member in ["__type", "message", "Message"] {
            assert!(body[member].take().is_string(), "{member}");
        }
        let members = body.as_object().expect("an object").values();
        assert!(members.clone().all(Value::is_null), "{members:?}");
    });
}
