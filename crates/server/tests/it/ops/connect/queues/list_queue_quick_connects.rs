use insta::assert_snapshot;
use roster_testkit::{MARY, each_engine, with};
use serde_json::json;

use super::super::quick_connects::{quick_connect, to_flow, to_number, to_user};
use super::{basic_queue, create_sales, offered};

#[test]
fn a_queue_offers_what_it_was_created_with_under_the_present_names() {
    each_engine(async |t| {
        let [taxi, desk, menu] = [
            quick_connect(&t, "Taxi", to_number("+12065550100")).await,
            quick_connect(&t, "Desk", to_user(MARY)).await,
            quick_connect(&t, "Menu", to_flow()).await,
        ];
        let ids = [&menu, &desk, &taxi, &menu].map(|one| one["QuickConnectId"].clone());
        let made = create_sales(&t, json!({"QuickConnectIds": ids})).await.json();
        let sales = json!({"InstanceId": desk["InstanceId"], "QueueId": made["QueueId"]});

        let renamed = with(desk, json!({"Name": "Mary"}));
        t.root().done("UpdateQuickConnectName", renamed).await;

        assert_eq!(
            offered(&t, &sales).await,
            ["Menu FLOW", "Mary USER", "Taxi PHONE_NUMBER"]
        );
    });
}

#[test]
fn a_page_says_when_the_queue_last_changed() {
    each_engine(async |t| {
        let answer = t
            .root()
            .call("ListQueueQuickConnects", basic_queue(&t).await)
            .await;

        assert_snapshot!(answer, @r#"
        200
        {
          "QuickConnectSummaryList": [],
          "LastModifiedTime": 1795256130.0,
          "LastModifiedRegion": "us-east-1"
        }
        "#);
    });
}

#[test]
fn a_deleted_quick_connect_is_offered_by_no_queue() {
    each_engine(async |t| {
        let desk = quick_connect(&t, "Desk", to_user(MARY)).await;
        let taxi = quick_connect(&t, "Taxi", to_number("+12065550100")).await;
        let ids = json!({"QuickConnectIds": [desk["QuickConnectId"], taxi["QuickConnectId"]]});
        let made = create_sales(&t, ids.clone()).await.json();
        let sales = json!({"InstanceId": desk["InstanceId"], "QueueId": made["QueueId"]});
        let basic = basic_queue(&t).await;
        t.root()
            .done("AssociateQueueQuickConnects", with(basic.clone(), ids))
            .await;

        t.root().done("DeleteQuickConnect", desk).await;

        for queue in [sales, basic] {
            assert_eq!(offered(&t, &queue).await, ["Taxi PHONE_NUMBER"]);
        }
    });
}

#[test]
fn the_audit_names_the_queues_that_a_deleted_quick_connect_leaves() {
    each_engine(async |t| {
        let desk = quick_connect(&t, "Desk", to_user(MARY)).await;
        let ids = json!({"QuickConnectIds": [desk["QuickConnectId"]]});
        create_sales(&t, ids.clone()).await;
        let audited = t.audited();

        t.root().done("DeleteQuickConnect", desk).await;

        let audit = t.audit(audited);
        let changes = &audit.only().changes;
        let of_queue = changes.iter().find(|change| change.record == "queue");
        let of_queue = of_queue.unwrap_or_else(|| panic!("{changes:?}"));
        assert_eq!(of_queue.member, "QuickConnectIds");
        assert_eq!(of_queue.before.as_ref(), Some(&ids["QuickConnectIds"]));
    });
}
