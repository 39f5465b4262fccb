use roster_testkit::{each_engine, with};
use serde_json::json;

use super::{basic_hours, basic_queue, queue};

#[test]
fn a_deleted_queue_is_gone() {
    each_engine(async |t| {
        let sales = queue(&t, "Sales").await;

        t.root().done("DeleteQueue", sales.clone()).await;

        let answer = t.root().call("DescribeQueue", sales).await;
        assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
        queue(&t, "Sales").await;
    });
}

#[test]
fn a_queue_that_a_routing_profile_uses_stays() {
    each_engine(async |t| {
        let basic = basic_queue(&t).await;

        let answer = t.root().call("DeleteQueue", basic.clone()).await;

        assert_eq!(answer.error(), Some("ResourceInUseException"), "{answer}");
        let id = basic["QueueId"].as_str().expect("an id");
        let expected = format!("The queue {id} is in use: routing profiles use it");
        assert_eq!(answer.message(), expected);
        t.root().done("DescribeQueue", basic).await;
    });
}

#[test]
fn the_basic_queue_and_hours_go_once_nothing_uses_them() {
    each_engine(async |t| {
        let (basic, sales, hours) = (
            basic_queue(&t).await,
            queue(&t, "Sales").await,
            basic_hours(&t).await,
        );
        let of_instance = json!({"InstanceId": basic["InstanceId"]});
        let mut profile = t.root().all("ListRoutingProfiles", of_instance.clone(), 10).await;
        let profile = with(
            of_instance.clone(),
            json!({"RoutingProfileId": profile[0]["Id"].take()}),
        );
        let references =
            ["VOICE", "CHAT", "TASK"].map(|channel| json!({"QueueId": basic["QueueId"], "Channel": channel}));
        let removed = with(profile.clone(), json!({"QueueReferences": references}));
        t.root().done("DisassociateRoutingProfileQueues", removed).await;
        let outbound = with(profile, json!({"DefaultOutboundQueueId": sales["QueueId"]}));
        t.root()
            .done("UpdateRoutingProfileDefaultOutboundQueue", outbound)
            .await;

        t.root().done("DeleteQueue", basic).await;

        let always = json!({"Name": "Always", "TimeZone": "UTC", "Config": []});
        let always = t
            .root()
            .done("CreateHoursOfOperation", with(of_instance.clone(), always))
            .await;
        let other = json!({"HoursOfOperationId": always["HoursOfOperationId"]});
        t.root()
            .done("UpdateQueueHoursOfOperation", with(sales, other))
            .await;
        let hours = with(of_instance, json!({"HoursOfOperationId": hours}));
        t.root().done("DeleteHoursOfOperation", hours).await;
    });
}
