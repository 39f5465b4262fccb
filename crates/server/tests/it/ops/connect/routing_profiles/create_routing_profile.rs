use insta::assert_snapshot;
use roster_testkit::{ACCOUNT, MANAGED, REGION, SAML, each_engine, with};
use serde_json::json;

use super::{
    basic_queue, config, create_sales, described, done, manual_queues, queue, queues, reference, sales,
};

#[test]
fn every_member_comes_back_as_it_was_sent() {
    each_engine(async |t| {
        let (help, shop) = (queue(&t, "Help").await, queue(&t, "Shop").await);
        let sent = json!({
            "DefaultOutboundQueueId": shop["QueueId"],
            "MediaConcurrencies": [{
                "Channel": "EMAIL", "Concurrency": 3, "CrossChannelBehavior": {"BehaviorType": "ROUTE_ANY_CHANNEL"},
            }],
            "AgentAvailabilityTimer": "TIME_SINCE_LAST_INBOUND", "Tags": {"site": "Lyon"},
        });
        let mut all = sent.clone();
        all["QueueConfigs"] = json!([config(&shop, "EMAIL", 99, 9999), config(&help, "EMAIL", 1, 0)]);
        all["ManualAssignmentQueueConfigs"] = json!([{"QueueReference": reference(&help, "EMAIL")}]);
        let sales = sales(&t, all).await;

        let described = described(&t, &sales).await;

        for (member, value) in sent.as_object().expect("members") {
            assert_eq!(&described[member], value, "{member}");
        }
        assert_eq!(described["NumberOfAssociatedQueues"], 2);
        assert_eq!(described["NumberOfAssociatedManualAssignmentQueues"], 1);
        assert_eq!(described["NumberOfAssociatedUsers"], 0);
        assert_eq!(described["IsDefault"], false);
        assert_eq!(queues(&t, &sales).await, ["Shop EMAIL 99 9999", "Help EMAIL 1 0"]);
        assert_eq!(manual_queues(&t, &sales).await, ["Help EMAIL"]);
    });
}

#[test]
fn what_is_left_out_has_a_default() {
    each_engine(async |t| {
        let described = described(&t, &sales(&t, json!({})).await).await;

        assert_eq!(described["AgentAvailabilityTimer"], "TIME_SINCE_LAST_ACTIVITY");
        let calls = json!({
            "Channel": "VOICE", "Concurrency": 1,
            "CrossChannelBehavior": {"BehaviorType": "ROUTE_CURRENT_CHANNEL_ONLY"},
        });
        assert_eq!(described["MediaConcurrencies"][0], calls);
        assert_eq!(described["NumberOfAssociatedQueues"], 0);
    });
}

#[test]
fn queues_can_be_left_out_but_not_be_an_empty_list() {
    each_engine(async |t| {
        assert_snapshot!(create_sales(&t, json!({"QueueConfigs": []})).await, @"
        400 InvalidParameterException
        QueueConfigs must have 1 to 10 items, but has 0
        ");
        assert_eq!(create_sales(&t, json!({"QueueConfigs": null})).await.status, 200);
    });
}

#[test]
fn queues_can_be_named_by_arn() {
    each_engine(async |t| {
        let help = queue(&t, "Help").await;
        let id = help["QueueId"].as_str().expect("an id");
        let arn =
            json!({"QueueId": format!("arn:aws:connect:{REGION}:{ACCOUNT}:instance/{MANAGED}/queue/{id}")});
        let by_arn = json!({
            "DefaultOutboundQueueId": arn["QueueId"], "QueueConfigs": [config(&arn, "VOICE", 1, 0)],
        });

        let sales = sales(&t, by_arn).await;

        assert_eq!(
            described(&t, &sales).await["DefaultOutboundQueueId"],
            help["QueueId"]
        );
        assert_eq!(queues(&t, &sales).await, ["Help VOICE 1 0"]);
    });
}

#[test]
fn the_name_of_a_routing_profile_is_unique_within_its_instance() {
    each_engine(async |t| {
        sales(&t, json!({})).await;

        assert_snapshot!(create_sales(&t, json!({})).await, @"
        409 DuplicateResourceException
        There is already a routing profile with this Name
        ");
    });
}

#[test]
fn what_is_wrong_with_queues_and_channels_is_named() {
    each_engine(async |t| {
        let nobody = json!({"QueueId": "00000000-0000-4000-8000-000000000000"});
        let replaced = json!({
            "MediaConcurrencies": [{"Channel": "VOICE", "Concurrency": 2}, {"Channel": "VOICE", "Concurrency": 1}],
            "DefaultOutboundQueueId": "none",
            "QueueConfigs": [config(&nobody, "CHAT", 1, 0)],
            "ManualAssignmentQueueConfigs": [{"QueueReference": reference(&nobody, "CHAT")}],
        });

        assert_snapshot!(create_sales(&t, replaced).await, @"
        400 InvalidParameterException
        MediaConcurrencies.Concurrency must be at most 1 on the channel VOICE; MediaConcurrencies names VOICE more than once; DefaultOutboundQueueId names none, which the instance does not have; QueueConfigs names 00000000-0000-4000-8000-000000000000, which the instance does not have; ManualAssignmentQueueConfigs names 00000000-0000-4000-8000-000000000000, which the instance does not have
        ");
    });
}

#[test]
fn a_queue_is_served_once_on_a_channel_that_the_profile_has() {
    each_engine(async |t| {
        let basic = basic_queue(&t).await;
        let replaced = json!({"QueueConfigs": [
            config(&basic, "VOICE", 1, 0), config(&basic, "VOICE", 2, 0), config(&basic, "TASK", 1, 0),
        ]});

        let answer = create_sales(&t, replaced).await;

        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
        let id = basic["QueueId"].as_str().expect("an id");
        let expected = format!(
            "QueueConfigs names the queue {id} on the channel VOICE more than once; QueueConfigs names the channel TASK, which MediaConcurrencies does not have: add it there first"
        );
        assert_eq!(answer.message(), expected);
    });
}

#[test]
fn priorities_delays_concurrencies_and_texts_have_bounds() {
    each_engine(async |t| {
        let basic = basic_queue(&t).await;
        let replaced = json!({
            "Name": "n".repeat(128), "Description": "",
            "MediaConcurrencies": [{"Channel": "VOICE", "Concurrency": 0}, {"Channel": "CHAT", "Concurrency": 11}],
            "QueueConfigs": [config(&basic, "VOICE", 0, -1), config(&basic, "CHAT", 100, 10_000)],
        });

        assert_snapshot!(create_sales(&t, replaced).await, @"
        400 InvalidParameterException
        Name must have 1 to 127 characters, but has 128; Description must have 1 to 250 characters, but has 0; QueueConfigs[0].Priority must be 1 to 99, but is 0; QueueConfigs[0].Delay must be 0 to 9999, but is -1; QueueConfigs[1].Priority must be 1 to 99, but is 100; QueueConfigs[1].Delay must be 0 to 9999, but is 10000; MediaConcurrencies[0].Concurrency must be 1 to 10, but is 0; MediaConcurrencies[1].Concurrency must be 1 to 10, but is 11
        ");
    });
}

#[test]
fn a_queue_of_another_instance_is_unknown() {
    each_engine(async |t| {
        let listed = t.root().all("ListQueues", json!({"InstanceId": SAML}), 10).await;

        let answer = create_sales(&t, json!({"DefaultOutboundQueueId": listed[0]["Id"]})).await;

        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
    });
}

/// Terraform reads after each step and expects what it has sent. It replaces channels, outbound queue, texts, queues and timer
/// one after the other, and removes queues before it adds others.
#[test]
fn terraform_makes_changes_and_removes_a_queue_and_a_routing_profile() {
    each_engine(async |t| {
        let (help, shop) = (queue(&t, "Help").await, queue(&t, "Shop").await);
        for (operation, change) in [
            ("UpdateQueueMaxContacts", json!({"MaxContacts": 5})),
            (
                "UpdateQueueName",
                json!({"Name": "Aid", "Description": "For all"}),
            ),
            (
                "UpdateQueueOutboundCallerConfig",
                json!({"OutboundCallerConfig": {"OutboundCallerIdName": "Aid"}}),
            ),
            ("UpdateQueueStatus", json!({"Status": "DISABLED"})),
        ] {
            t.root().done(operation, with(help.clone(), change.clone())).await;
            let read = t.root().done("DescribeQueue", help.clone()).await["Queue"].take();
            assert_eq!(read, with(read.clone(), change));
        }
        let configs = json!({"QueueConfigs": [config(&help, "VOICE", 1, 2), config(&help, "CHAT", 1, 0)]});
        let sales = sales(&t, configs).await;
        assert_eq!(queues(&t, &sales).await, ["Aid VOICE 1 2", "Aid CHAT 1 0"]);
        let channels = json!([{
            "Channel": "TASK", "Concurrency": 10, "CrossChannelBehavior": {"BehaviorType": "ROUTE_CURRENT_CHANNEL_ONLY"},
        }]);

        for (operation, change) in [
            (
                "UpdateRoutingProfileConcurrency",
                json!({"MediaConcurrencies": channels}),
            ),
            (
                "UpdateRoutingProfileDefaultOutboundQueue",
                json!({"DefaultOutboundQueueId": shop["QueueId"]}),
            ),
            (
                "UpdateRoutingProfileName",
                json!({"Name": "Shop", "Description": "For buyers"}),
            ),
        ] {
            done(&t, operation, &sales, change.clone()).await;
            let read = described(&t, &sales).await;
            assert_eq!(read, with(read.clone(), change));
        }
        let gone = json!({"QueueReferences": [reference(&help, "VOICE"), reference(&help, "CHAT")]});
        done(&t, "DisassociateRoutingProfileQueues", &sales, gone).await;
        let come = json!({"QueueConfigs": [config(&shop, "TASK", 3, 4)]});
        done(&t, "AssociateRoutingProfileQueues", &sales, come).await;
        assert_eq!(queues(&t, &sales).await, ["Shop TASK 3 4"]);

        t.root().done("DeleteRoutingProfile", sales).await;
        for queue in [help, shop] {
            t.root().done("DeleteQueue", queue).await;
        }
    });
}
