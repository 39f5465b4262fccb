use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, each_engine};
use serde_json::json;

use super::{described, quick_connect, to_number, to_user};

#[test]
fn a_quick_connect_is_shown_with_where_it_leads() {
    each_engine(async |t| {
        let taxi = quick_connect(&t, "Taxi", to_number("+12065550100")).await;

        assert_snapshot!(t.root().call("DescribeQuickConnect", taxi).await, @r#"
        200
        {
          "QuickConnect": {
            "QuickConnectARN": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/transfer-destination/11111111-1111-4111-8000-00000000001c",
            "QuickConnectId": "11111111-1111-4111-8000-00000000001c",
            "Name": "Taxi",
            "QuickConnectConfig": {
              "QuickConnectType": "PHONE_NUMBER",
              "PhoneConfig": {
                "PhoneNumber": "+12065550100"
              }
            },
            "LastModifiedTime": 1795256130.0,
            "LastModifiedRegion": "us-east-1"
          }
        }
        "#);
    });
}

/// Source: the documentation of `DeleteUser` and `DeleteQuickConnect`.
#[test]
fn a_quick_connect_to_a_deleted_user_stays_until_it_is_deleted() {
    each_engine(async |t| {
        let ana = t.root().make_user(MANAGED, "ana").await;
        let desk = quick_connect(&t, "Desk", to_user(&ana)).await;

        t.root()
            .done("DeleteUser", json!({"InstanceId": MANAGED, "UserId": ana}))
            .await;

        assert_eq!(described(&t, &desk).await["QuickConnectConfig"], to_user(&ana));
        let again = roster_testkit::with(desk.clone(), json!({"QuickConnectConfig": to_user(&ana)}));
        let answer = t.root().call("UpdateQuickConnectConfig", again).await;
        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
        let other = roster_testkit::with(desk.clone(), json!({"QuickConnectConfig": to_user(MARY)}));
        t.root().done("UpdateQuickConnectConfig", other).await;
        t.root().done("DeleteQuickConnect", desk).await;
    });
}
