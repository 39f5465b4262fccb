//! The steps of the acceptance tests of Terraform's provider: a resource is made, read back at once, compared with what
//! was asked for, changed one argument at a time, read again, deleted, and looked for once more.

use serde_json::{Value, json};

use super::on_each_engine;
use crate::harness::INSTANCE;
use crate::stage::{Stage, column, named};

/// The members of an input that stand for the resource: the instance, and its id by the member's name.
fn of(member: &str, id: &Value) -> Value {
    json!({"InstanceId": INSTANCE, member: id})
}

fn with(one: &Value, other: &Value) -> Value {
    let mut both = one.clone();
    let members = both.as_object_mut().expect("an object");
    members.extend(other.as_object().expect("an object").clone());
    both
}

/// Makes tags and reads them, as the provider does beside every resource.
fn changes_tags(stage: &mut Stage, arn: &Value) {
    stage.done(
        "TagResource",
        &json!({"resourceArn": arn, "tags": {"Name": "Test", "Key2": "Value2b"}}),
    );
    stage.done("UntagResource", &json!({"resourceArn": arn, "tagKeys": ["Name"]}));
    let tags = stage.done("ListTagsForResource", &json!({"resourceArn": arn}));
    assert_eq!(tags["tags"]["Key2"], "Value2b");
    assert_eq!(tags["tags"]["Name"], Value::Null);
}

fn is_gone(stage: &mut Stage, describe: &str, resource: &Value) {
    stage.refused(describe, resource, "404 ResourceNotFoundException");
}

#[test]
fn an_instance_is_made_read_attribute_by_attribute_and_deleted() {
    for mut stage in on_each_engine() {
        let made = stage.done(
        "CreateInstance",
        &json!({
            "ClientToken": "terraform-1", "IdentityManagementType": "CONNECT_MANAGED", "InstanceAlias": "resource-test-terraform",
            "InboundCallsEnabled": true, "OutboundCallsEnabled": true, "Tags": {"Environment": "Test"},
        }),
    );
        let instance = json!({"InstanceId": made["Id"]});

        let shown = stage.done("DescribeInstance", &instance)["Instance"].take();
        assert_eq!(shown["InstanceStatus"], "ACTIVE");
        assert_eq!(shown["Arn"], made["Arn"]);
        assert_eq!(shown["Tags"], json!({"Environment": "Test"}));
        for attribute in [
            "INBOUND_CALLS",
            "OUTBOUND_CALLS",
            "CONTACTFLOW_LOGS",
            "CONTACT_LENS",
            "AUTO_RESOLVE_BEST_VOICES",
            "EARLY_MEDIA",
            "MULTI_PARTY_CONFERENCE",
        ] {
            let named = with(&instance, &json!({"AttributeType": attribute}));
            let before = stage.done("DescribeInstanceAttribute", &named)["Attribute"]["Value"].take();
            let after = if before == "true" { "false" } else { "true" };
            stage.done("UpdateInstanceAttribute", &with(&named, &json!({"Value": after})));
            let read = stage.done("DescribeInstanceAttribute", &named);
            assert_eq!(
                read["Attribute"],
                json!({"AttributeType": attribute, "Value": after})
            );
        }
        changes_tags(&mut stage, &made["Arn"]);
        stage.done("DeleteInstance", &instance);
        is_gone(&mut stage, "DescribeInstance", &instance);
    }
}

#[test]
fn a_user_is_made_changed_argument_by_argument_and_deleted() {
    for mut stage in on_each_engine() {
        let mut input = stage.user_to_make(INSTANCE, "resource-test-terraform-1234567890123456789");
        input["PhoneConfig"] =
            json!({"PhoneType": "SOFT_PHONE", "AfterContactWorkTimeLimit": 0, "AutoAccept": false});
        input["Tags"] = json!({"Name": "Test User"});
        let made = stage.done("CreateUser", &input);
        let user = of("UserId", &made["UserId"]);

        let read = stage.done("DescribeUser", &user)["User"].take();
        for member in [
            "Username",
            "IdentityInfo",
            "SecurityProfileIds",
            "RoutingProfileId",
            "Tags",
        ] {
            assert_eq!(read[member], input[member], "{member}");
        }
        assert_eq!(read["PhoneConfig"]["AutoAccept"], false);
        assert_eq!(read["Arn"], made["UserArn"]);

        let group = hierarchy(&mut stage);
        let profiles = stage.done("ListSecurityProfiles", &json!({"InstanceId": INSTANCE}));
        let profiles: Vec<_> = column(&profiles["SecurityProfileSummaryList"], "Id")
            .into_iter()
            .take(2)
            .map(str::to_owned)
            .collect();
        let (profile, _) = routing_profile(&mut stage);
        let desk = json!({"PhoneType": "DESK_PHONE", "DeskPhoneNumber": "+112345678912", "AfterContactWorkTimeLimit": 1, "AutoAccept": true});
        let identity = json!({"FirstName": "example", "LastName": "example2", "Email": "test@example.com"});
        for (operation, member, value) in [
            ("UpdateUserIdentityInfo", "IdentityInfo", identity),
            ("UpdateUserPhoneConfig", "PhoneConfig", desk),
            ("UpdateUserHierarchy", "HierarchyGroupId", group),
            ("UpdateUserRoutingProfile", "RoutingProfileId", profile),
            (
                "UpdateUserSecurityProfiles",
                "SecurityProfileIds",
                json!(profiles),
            ),
        ] {
            stage.done(operation, &with(&user, &json!({member: value})));
            let read = stage.done("DescribeUser", &user)["User"][member].take();
            assert_eq!(read, value, "{operation}");
        }
        stage.done("UpdateUserHierarchy", &user);
        assert_eq!(
            stage.done("DescribeUser", &user)["User"]["HierarchyGroupId"],
            Value::Null
        );
        changes_tags(&mut stage, &made["UserArn"]);
        stage.done("DeleteUser", &user);
        is_gone(&mut stage, "DescribeUser", &user);
    }
}

/// The id of a group in a hierarchy of two levels.
fn hierarchy(stage: &mut Stage) -> Value {
    let levels = json!({"LevelOne": {"Name": "levelone"}, "LevelTwo": {"Name": "leveltwo"}});
    stage.done(
        "UpdateUserHierarchyStructure",
        &json!({"InstanceId": INSTANCE, "HierarchyStructure": levels}),
    );
    stage.done(
        "CreateUserHierarchyGroup",
        &json!({"InstanceId": INSTANCE, "Name": "one"}),
    )["HierarchyGroupId"]
        .take()
}

#[test]
fn a_hierarchy_is_made_level_by_level_and_its_groups_below_each_other() {
    for mut stage in on_each_engine() {
        let parent = hierarchy(&mut stage);
        let structure = stage.done("DescribeUserHierarchyStructure", &json!({"InstanceId": INSTANCE}));
        assert_eq!(structure["HierarchyStructure"]["LevelTwo"]["Name"], "leveltwo");
        let made = stage.done(
        "CreateUserHierarchyGroup",
        &json!({"InstanceId": INSTANCE, "Name": "two", "ParentGroupId": parent, "Tags": {"Name": "Test"}}),
    );
        let group = of("HierarchyGroupId", &made["HierarchyGroupId"]);

        let read = stage.done("DescribeUserHierarchyGroup", &group)["HierarchyGroup"].take();
        assert_eq!(read["HierarchyPath"]["LevelOne"]["Id"], parent);
        assert_eq!(read["HierarchyPath"]["LevelTwo"]["Name"], "two");
        stage.done(
            "UpdateUserHierarchyGroupName",
            &with(&group, &json!({"Name": "renamed"})),
        );
        let read = stage.done("DescribeUserHierarchyGroup", &group);
        assert_eq!(read["HierarchyGroup"]["Name"], "renamed");
        changes_tags(&mut stage, &made["HierarchyGroupArn"]);
        stage.done("DeleteUserHierarchyGroup", &group);
        is_gone(&mut stage, "DescribeUserHierarchyGroup", &group);
    }
}

#[test]
fn a_security_profile_is_made_its_permissions_replaced_and_deleted() {
    for mut stage in on_each_engine() {
        let made = stage.done(
        "CreateSecurityProfile",
        &json!({"InstanceId": INSTANCE, "SecurityProfileName": "terraform", "Description": "Created", "Permissions": ["BasicAgentAccess"]}),
    );
        let profile = of("SecurityProfileId", &made["SecurityProfileId"]);
        let permissions = |stage: &mut Stage| {
            let mut all = stage.done("ListSecurityProfilePermissions", &profile)["Permissions"].take();
            all.as_array_mut()
                .expect("a list")
                .sort_by_key(ToString::to_string);
            all
        };

        assert_eq!(permissions(&mut stage), json!(["BasicAgentAccess"]));
        let change =
            json!({"Description": "Updated", "Permissions": ["OutboundCallAccess", "BasicAgentAccess"]});
        stage.done("UpdateSecurityProfile", &with(&profile, &change));
        assert_eq!(
            permissions(&mut stage),
            json!(["BasicAgentAccess", "OutboundCallAccess"])
        );
        let read = stage.done("DescribeSecurityProfile", &profile)["SecurityProfile"].take();
        assert_eq!(
            (&read["Description"], &read["SecurityProfileName"]),
            (&json!("Updated"), &json!("terraform"))
        );
        changes_tags(&mut stage, &made["SecurityProfileArn"]);
        stage.done("DeleteSecurityProfile", &profile);
        is_gone(&mut stage, "DescribeSecurityProfile", &profile);
    }
}

/// Hours of operation as the acceptance tests have them.
fn hours(stage: &mut Stage) -> Value {
    let day = |day: &str, hours: u32| json!({"Day": day, "StartTime": {"Hours": 8, "Minutes": 0}, "EndTime": {"Hours": hours, "Minutes": 0}});
    stage.done(
        "CreateHoursOfOperation",
        &json!({
            "InstanceId": INSTANCE, "Name": "terraform hours", "Description": "Created", "TimeZone": "EST",
            "Config": [day("MONDAY", 23), day("TUESDAY", 17)],
        }),
    )
}

#[test]
fn hours_of_operation_are_made_changed_and_deleted() {
    for mut stage in on_each_engine() {
        let made = hours(&mut stage);
        let hours = of("HoursOfOperationId", &made["HoursOfOperationId"]);
        let wednesday = json!([{"Day": "WEDNESDAY", "StartTime": {"Hours": 0, "Minutes": 0}, "EndTime": {"Hours": 0, "Minutes": 0}}]);

        stage.done(
            "UpdateHoursOfOperation",
            &with(
                &hours,
                &json!({"Name": "renamed", "TimeZone": "US/Pacific", "Config": wednesday}),
            ),
        );

        let read = stage.done("DescribeHoursOfOperation", &hours)["HoursOfOperation"].take();
        assert_eq!(
            (&read["Name"], &read["TimeZone"], &read["Config"]),
            (&json!("renamed"), &json!("US/Pacific"), &wednesday)
        );
        changes_tags(&mut stage, &made["HoursOfOperationArn"]);
        stage.done("DeleteHoursOfOperation", &hours);
        is_gone(&mut stage, "DescribeHoursOfOperation", &hours);
    }
}

/// A quick connect to a telephone, which the provider makes most.
fn quick_connect(stage: &mut Stage, name: &str) -> Value {
    let config = json!({"QuickConnectType": "PHONE_NUMBER", "PhoneConfig": {"PhoneNumber": "+12345678912"}});
    stage.done(
        "CreateQuickConnect",
        &json!({"InstanceId": INSTANCE, "Name": name, "Description": "Created", "QuickConnectConfig": config}),
    )
}

#[test]
fn a_quick_connect_is_made_renamed_redirected_and_deleted() {
    for mut stage in on_each_engine() {
        let made = quick_connect(&mut stage, "terraform");
        let quick_connect = of("QuickConnectId", &made["QuickConnectId"]);

        stage.done(
            "UpdateQuickConnectName",
            &with(
                &quick_connect,
                &json!({"Name": "renamed", "Description": "Updated"}),
            ),
        );
        let config =
            json!({"QuickConnectType": "PHONE_NUMBER", "PhoneConfig": {"PhoneNumber": "+12345678913"}});
        stage.done(
            "UpdateQuickConnectConfig",
            &with(&quick_connect, &json!({"QuickConnectConfig": config})),
        );

        let read = stage.done("DescribeQuickConnect", &quick_connect)["QuickConnect"].take();
        assert_eq!(
            (&read["Name"], &read["QuickConnectConfig"]),
            (&json!("renamed"), &config)
        );
        changes_tags(&mut stage, &made["QuickConnectARN"]);
        stage.done("DeleteQuickConnect", &quick_connect);
        is_gone(&mut stage, "DescribeQuickConnect", &quick_connect);
    }
}

#[test]
fn a_queue_is_made_changed_argument_by_argument_and_deleted() {
    for mut stage in on_each_engine() {
        let hours = hours(&mut stage)["HoursOfOperationId"].take();
        let first = quick_connect(&mut stage, "first")["QuickConnectId"].take();
        let second = quick_connect(&mut stage, "second")["QuickConnectId"].take();
        let made = stage.done(
        "CreateQueue",
        &json!({
            "InstanceId": INSTANCE, "Name": "terraform", "Description": "Created", "HoursOfOperationId": hours,
            "QuickConnectIds": [first], "Tags": {"Name": "Test Queue"},
        }),
    );
        let queue = of("QueueId", &made["QueueId"]);
        let others = stage.done("ListHoursOfOperations", &json!({"InstanceId": INSTANCE}));
        let basic = named(&others["HoursOfOperationSummaryList"], "Basic Hours");

        for (operation, member, value) in [
            ("UpdateQueueName", "Name", json!("renamed")),
            ("UpdateQueueHoursOfOperation", "HoursOfOperationId", json!(basic)),
            ("UpdateQueueMaxContacts", "MaxContacts", json!(4)),
            (
                "UpdateQueueOutboundCallerConfig",
                "OutboundCallerConfig",
                json!({"OutboundCallerIdName": "exampleOutboundCallerIdName"}),
            ),
            ("UpdateQueueStatus", "Status", json!("DISABLED")),
        ] {
            stage.done(operation, &with(&queue, &json!({member: value})));
            assert_eq!(
                stage.done("DescribeQueue", &queue)["Queue"][member],
                value,
                "{operation}"
            );
        }
        stage.done(
            "AssociateQueueQuickConnects",
            &with(&queue, &json!({"QuickConnectIds": [second]})),
        );
        stage.done(
            "DisassociateQueueQuickConnects",
            &with(&queue, &json!({"QuickConnectIds": [first]})),
        );
        let listed = stage.done("ListQueueQuickConnects", &queue);
        assert_eq!(
            json!(column(&listed["QuickConnectSummaryList"], "Id")),
            json!([second])
        );
        changes_tags(&mut stage, &made["QueueArn"]);
        stage.done("DeleteQueue", &queue);
        is_gone(&mut stage, "DescribeQueue", &queue);
    }
}

/// A routing profile with a queue: its id, and that of the queue.
fn routing_profile(stage: &mut Stage) -> (Value, Value) {
    let queues = stage.done("ListQueues", &json!({"InstanceId": INSTANCE}));
    let queue = json!(named(&queues["QueueSummaryList"], "BasicQueue"));
    let made = stage.done(
        "CreateRoutingProfile",
        &json!({
            "InstanceId": INSTANCE, "Name": "terraform", "Description": "Created", "DefaultOutboundQueueId": queue,
            "MediaConcurrencies": [{"Channel": "VOICE", "Concurrency": 1}],
            "QueueConfigs": [{"QueueReference": {"QueueId": queue, "Channel": "VOICE"}, "Priority": 2, "Delay": 1}],
        }),
    );
    (made["RoutingProfileId"].clone(), queue)
}

#[test]
fn a_routing_profile_is_made_its_queues_and_channels_replaced_and_deleted() {
    for mut stage in on_each_engine() {
        let (id, queue) = routing_profile(&mut stage);
        let profile = of("RoutingProfileId", &id);

        stage.done(
            "UpdateRoutingProfileName",
            &with(&profile, &json!({"Name": "renamed", "Description": "Updated"})),
        );
        let channels = json!([{"Channel": "VOICE", "Concurrency": 1}, {"Channel": "CHAT", "Concurrency": 2}]);
        stage.done(
            "UpdateRoutingProfileConcurrency",
            &with(&profile, &json!({"MediaConcurrencies": channels})),
        );
        let voice = json!({"QueueId": queue, "Channel": "VOICE"});
        let chat =
            json!({"QueueReference": {"QueueId": queue, "Channel": "CHAT"}, "Priority": 1, "Delay": 1});
        stage.done(
            "AssociateRoutingProfileQueues",
            &with(&profile, &json!({"QueueConfigs": [chat]})),
        );
        stage.done(
            "DisassociateRoutingProfileQueues",
            &with(&profile, &json!({"QueueReferences": [voice]})),
        );

        let read = stage.done("DescribeRoutingProfile", &profile)["RoutingProfile"].take();
        assert_eq!(
            (&read["Name"], &read["Description"]),
            (&json!("renamed"), &json!("Updated"))
        );
        assert_eq!(
            read["MediaConcurrencies"].as_array().map(Vec::len),
            Some(2),
            "{read}"
        );
        let queues = stage.done("ListRoutingProfileQueues", &profile);
        assert_eq!(
            column(&queues["RoutingProfileQueueConfigSummaryList"], "Channel"),
            ["CHAT"]
        );
        let arn = read["RoutingProfileArn"].clone();
        changes_tags(&mut stage, &arn);
        stage.done("DeleteRoutingProfile", &profile);
        is_gone(&mut stage, "DescribeRoutingProfile", &profile);
    }
}
