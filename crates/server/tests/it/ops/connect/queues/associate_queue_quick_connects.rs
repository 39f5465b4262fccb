use roster_testkit::{MARY, each_engine, with};
use serde_json::json;

use super::super::quick_connects::{quick_connect, to_number, to_user};
use super::{described, offered, queue};

const OPERATION: &str = "AssociateQueueQuickConnects";

#[test]
fn quick_connects_are_added_once_each() {
    each_engine(async |t| {
        let sales = queue(&t, "Sales").await;
        let [desk, taxi] = [
            quick_connect(&t, "Desk", to_user(MARY)).await,
            quick_connect(&t, "Taxi", to_number("+12065550100")).await,
        ];
        let before = described(&t, &sales).await;
        t.clock.advance(std::time::Duration::from_mins(1));

        for ids in [
            json!([taxi["QuickConnectId"], taxi["QuickConnectId"]]),
            json!([desk["QuickConnectId"], taxi["QuickConnectId"]]),
        ] {
            let input = with(sales.clone(), json!({"QuickConnectIds": ids}));
            t.root().done(OPERATION, input).await;
        }

        assert_eq!(offered(&t, &sales).await, ["Taxi PHONE_NUMBER", "Desk USER"]);
        let after = described(&t, &sales).await;
        let time = json!({"LastModifiedTime": after["LastModifiedTime"]});
        assert_ne!(after["LastModifiedTime"], before["LastModifiedTime"]);
        assert_eq!(after, with(before, time));
    });
}

#[test]
fn what_the_instance_does_not_have_is_named_and_nothing_is_added() {
    each_engine(async |t| {
        let sales = queue(&t, "Sales").await;
        let desk = quick_connect(&t, "Desk", to_user(MARY)).await;
        let ids = json!([desk["QuickConnectId"], "00000000-0000-4000-8000-000000000000"]);

        let answer = t
            .root()
            .call(OPERATION, with(sales.clone(), json!({"QuickConnectIds": ids})))
            .await;

        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
        assert_eq!(
            answer.message(),
            "QuickConnectIds names 00000000-0000-4000-8000-000000000000, which the instance does not have"
        );
        assert!(offered(&t, &sales).await.is_empty());
    });
}

#[test]
fn one_to_fifty_quick_connects_are_named_at_once() {
    each_engine(async |t| {
        let sales = queue(&t, "Sales").await;
        let desk = quick_connect(&t, "Desk", to_user(MARY)).await;
        for (count, refused) in [(0, true), (50, false), (51, true)] {
            let input = with(
                sales.clone(),
                json!({"QuickConnectIds": vec![&desk["QuickConnectId"]; count]}),
            );

            let answer = t.root().call(OPERATION, input).await;

            let expected = refused.then_some("InvalidParameterException");
            assert_eq!(answer.error(), expected, "{count}: {answer}");
        }
    });
}
