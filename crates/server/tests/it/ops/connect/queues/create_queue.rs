use insta::assert_snapshot;
use roster_testkit::{ACCOUNT, MANAGED, REGION, each_engine};
use serde_json::json;

use super::{basic_hours, create_sales, described, queue};

#[test]
fn every_member_comes_back_as_it_was_sent() {
    each_engine(async |t| {
        let sent = json!({
            "Description": "Who buys", "MaxContacts": 0, "Tags": {"site": "Lyon"},
            "OutboundCallerConfig": {"OutboundCallerIdName": "Shop"},
        });
        let made = create_sales(&t, sent.clone()).await.json();
        let sales = json!({"InstanceId": MANAGED, "QueueId": made["QueueId"]});

        let described = described(&t, &sales).await;

        for (member, value) in sent.as_object().expect("members") {
            assert_eq!(&described[member], value, "{member}");
        }
        assert_eq!(described["Name"], "Sales");
        assert_eq!(described["Status"], "ENABLED");
        assert_eq!(described["HoursOfOperationId"], basic_hours(&t).await);
        assert_eq!(described["QueueArn"], made["QueueArn"]);
    });
}

#[test]
fn hours_can_be_named_by_arn() {
    each_engine(async |t| {
        let hours = basic_hours(&t).await;
        let id = hours.as_str().expect("an id");
        let arn = format!("arn:aws:connect:{REGION}:{ACCOUNT}:instance/{MANAGED}/operating-hours/{id}");

        let made = create_sales(&t, json!({"HoursOfOperationId": arn})).await.json();

        let sales = json!({"InstanceId": MANAGED, "QueueId": made["QueueId"]});
        assert_eq!(described(&t, &sales).await["HoursOfOperationId"], hours);
    });
}

#[test]
fn the_name_of_a_queue_is_unique_within_its_instance() {
    each_engine(async |t| {
        queue(&t, "Sales").await;

        assert_snapshot!(create_sales(&t, json!({})).await, @"
        409 DuplicateResourceException
        There is already a queue with this Name
        ");
    });
}

#[test]
fn what_the_instance_does_not_have_is_named() {
    each_engine(async |t| {
        let replaced = json!({
            "HoursOfOperationId": "00000000-0000-4000-8000-000000000000",
            "OutboundCallerConfig": {"OutboundCallerIdNumberId": "number", "OutboundFlowId": "flow"},
            "OutboundEmailConfig": {"OutboundEmailAddressId": "sender"},
            "QuickConnectIds": ["quick"],
            "EmailAddressesConfig": [{"EmailAddressId": "address"}],
        });

        assert_snapshot!(create_sales(&t, replaced).await, @"
        400 InvalidParameterException
        HoursOfOperationId names 00000000-0000-4000-8000-000000000000, which the instance does not have; OutboundCallerConfig.OutboundCallerIdNumberId names number, which the instance does not have; OutboundCallerConfig.OutboundFlowId names flow, which the instance does not have; QuickConnectIds names quick, which the instance does not have; OutboundEmailConfig.OutboundEmailAddressId names sender, which the instance does not have; EmailAddressesConfig names address, which the instance does not have
        ");
    });
}

#[test]
fn a_queue_holds_no_fewer_than_no_contacts() {
    each_engine(async |t| {
        assert_snapshot!(create_sales(&t, json!({"MaxContacts": -1})).await, @"
        400 InvalidParameterException
        MaxContacts must be 0 to 2147483647, but is -1
        ");
    });
}
