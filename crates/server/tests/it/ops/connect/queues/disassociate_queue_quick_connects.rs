use roster_testkit::{MARY, each_engine, with};
use serde_json::json;

use super::super::quick_connects::{quick_connect, to_flow, to_number, to_user};
use super::{create_sales, offered};

const OPERATION: &str = "DisassociateQueueQuickConnects";

#[test]
fn quick_connects_are_removed_as_far_as_they_are_there() {
    each_engine(async |t| {
        let [desk, taxi, menu] = [
            quick_connect(&t, "Desk", to_user(MARY)).await,
            quick_connect(&t, "Taxi", to_number("+12065550100")).await,
            quick_connect(&t, "Menu", to_flow()).await,
        ];
        let ids = json!({"QuickConnectIds": [desk["QuickConnectId"], taxi["QuickConnectId"]]});
        let made = create_sales(&t, ids).await.json();
        let sales = json!({"InstanceId": desk["InstanceId"], "QueueId": made["QueueId"]});

        let ids = json!({"QuickConnectIds": [menu["QuickConnectId"], desk["QuickConnectId"]]});
        t.root().done(OPERATION, with(sales.clone(), ids)).await;

        assert_eq!(offered(&t, &sales).await, ["Taxi PHONE_NUMBER"]);
        let listed = t
            .root()
            .all(
                "ListQuickConnects",
                json!({"InstanceId": sales["InstanceId"]}),
                10,
            )
            .await;
        assert_eq!(listed.len(), 3, "none is deleted");
    });
}

#[test]
fn what_the_instance_does_not_have_cannot_be_removed() {
    each_engine(async |t| {
        let sales = super::queue(&t, "Sales").await;
        let ids = json!({"QuickConnectIds": ["desk"]});

        let answer = t.root().call(OPERATION, with(sales, ids)).await;

        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
        assert_eq!(
            answer.message(),
            "QuickConnectIds names desk, which the instance does not have"
        );
    });
}
