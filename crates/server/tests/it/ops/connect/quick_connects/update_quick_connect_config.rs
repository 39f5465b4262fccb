use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, each_engine, with};
use serde_json::json;

use super::{described, queue, quick_connect, to_flow, to_number, to_queue, to_user};

#[test]
fn a_quick_connect_leads_elsewhere() {
    each_engine(async |t| {
        let desk = quick_connect(&t, "Desk", to_user(MARY)).await;
        let sales = queue(&t, "Sales").await;
        for config in [
            to_queue(&sales),
            to_flow(),
            to_number("+12065550100"),
            to_user(MARY),
        ] {
            let before = described(&t, &desk).await;
            t.clock.advance(std::time::Duration::from_mins(1));
            let change = json!({"QuickConnectConfig": config});

            t.root()
                .done("UpdateQuickConnectConfig", with(desk.clone(), change.clone()))
                .await;

            let after = described(&t, &desk).await;
            let time = json!({"LastModifiedTime": after["LastModifiedTime"]});
            assert_ne!(after["LastModifiedTime"], before["LastModifiedTime"]);
            assert_eq!(after, with(with(before, change), time));
        }
    });
}

#[test]
fn the_audit_says_where_a_quick_connect_led_before_and_after() {
    each_engine(async |t| {
        let desk = quick_connect(&t, "Desk", to_user(MARY)).await;
        let audited = t.audited();

        let change = json!({"QuickConnectConfig": to_number("+12065550100")});
        t.root()
            .done("UpdateQuickConnectConfig", with(desk, change))
            .await;

        let audit = t.audit(audited);
        let changes = audit.only().changes.iter();
        let line = |change: &roster_domain::audit::Change| {
            let value = |value: &Option<serde_json::Value>| {
                value.as_ref().map_or("-".to_owned(), ToString::to_string)
            };
            format!(
                "{}: {} → {}",
                change.member,
                value(&change.before),
                value(&change.after)
            )
        };
        let lines: Vec<_> = changes.map(line).collect();
        assert_snapshot!(lines.join("\n"), @r#"
        QuickConnectConfig.QuickConnectType: "USER" → "PHONE_NUMBER"
        QuickConnectConfig.UserId: "87654321-2222-1234-1234-111234567891" → -
        QuickConnectConfig.ContactFlowId: "00000000-0000-4000-8000-00000000f10e" → -
        QuickConnectConfig.PhoneNumber: - → "+12065550100"
        "#);
    });
}

#[test]
fn a_queue_that_no_quick_connect_leads_to_any_more_can_be_deleted() {
    each_engine(async |t| {
        let sales = queue(&t, "Sales").await;
        let desk = quick_connect(&t, "Desk", to_queue(&sales)).await;

        let answer = t.root().call("DeleteQueue", sales.clone()).await;

        assert_eq!(answer.error(), Some("ResourceInUseException"), "{answer}");
        let id = sales["QueueId"].as_str().expect("an id");
        let expected = format!("The queue {id} is in use: quick connects lead to it");
        assert_eq!(answer.message(), expected);
        let change = json!({"InstanceId": MANAGED, "QuickConnectConfig": to_user(MARY)});
        t.root()
            .done("UpdateQuickConnectConfig", with(desk, change))
            .await;
        t.root().done("DeleteQueue", sales).await;
    });
}

#[test]
fn a_refused_config_changes_nothing() {
    each_engine(async |t| {
        let desk = quick_connect(&t, "Desk", to_user(MARY)).await;
        let before = described(&t, &desk).await;
        let config = json!({"QuickConnectType": "FLOW", "UserConfig": to_user(MARY)["UserConfig"]});

        let answer = t
            .root()
            .call(
                "UpdateQuickConnectConfig",
                with(desk.clone(), json!({"QuickConnectConfig": config})),
            )
            .await;

        assert_eq!(answer.error(), Some("InvalidRequestException"), "{answer}");
        assert_eq!(described(&t, &desk).await, before);
    });
}
