use insta::assert_snapshot;
use roster_testkit::{MARY, each_engine, with};
use serde_json::json;

use super::{described, quick_connect, to_number, to_user};

#[test]
fn a_quick_connect_gets_a_name_and_a_description_one_after_the_other() {
    each_engine(async |t| {
        let desk = quick_connect(&t, "Desk", to_user(MARY)).await;
        for change in [json!({"Name": "Mary"}), json!({"Description": "Who helps"})] {
            let before = described(&t, &desk).await;
            t.clock.advance(std::time::Duration::from_mins(1));

            t.root()
                .done("UpdateQuickConnectName", with(desk.clone(), change.clone()))
                .await;

            let after = described(&t, &desk).await;
            let time = json!({"LastModifiedTime": after["LastModifiedTime"]});
            assert_ne!(after["LastModifiedTime"], before["LastModifiedTime"]);
            assert_eq!(after, with(with(before, change), time));
        }
    });
}

#[test]
fn an_empty_description_removes_it() {
    each_engine(async |t| {
        let desk = quick_connect(&t, "Desk", to_user(MARY)).await;
        for description in ["Who helps", ""] {
            let change = with(desk.clone(), json!({"Description": description}));
            t.root().done("UpdateQuickConnectName", change).await;
        }

        assert_eq!(described(&t, &desk).await["Description"], json!(null));
    });
}

/// The operation declares no `DuplicateResourceException`.
#[test]
fn a_taken_name_and_nothing_at_all_are_refused() {
    each_engine(async |t| {
        let desk = quick_connect(&t, "Desk", to_user(MARY)).await;
        quick_connect(&t, "Taxi", to_number("+12065550100")).await;

        let taken = with(desk.clone(), json!({"Name": "Taxi"}));
        assert_snapshot!(t.root().call("UpdateQuickConnectName", taken).await, @"
        400 InvalidRequestException
        There is already a quick connect with this Name
        ");
        assert_snapshot!(t.root().call("UpdateQuickConnectName", desk).await, @"
        400 InvalidRequestException
        Name or Description is required
        ");
    });
}
