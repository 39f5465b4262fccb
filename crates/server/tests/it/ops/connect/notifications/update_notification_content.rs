use insta::assert_snapshot;
use roster_testkit::{each_engine, with};
use serde_json::json;

use super::{described, sent};

#[test]
fn the_texts_are_replaced_in_all_languages() {
    each_engine(async |t| {
        let notification = sent(&t, json!({"Content": {"en_US": "Hello", "de_DE": "Hallo"}})).await;
        let before = described(&t, &notification).await;
        t.clock.advance(std::time::Duration::from_mins(1));
        let content = json!({"Content": {"fr_FR": "Salut"}});

        t.root()
            .done(
                "UpdateNotificationContent",
                with(notification.clone(), content.clone()),
            )
            .await;

        let after = described(&t, &notification).await;
        let time = json!({"LastModifiedTime": after["LastModifiedTime"]});
        assert_ne!(after["LastModifiedTime"], before["LastModifiedTime"]);
        assert_eq!(after, with(with(before, content), time));
    });
}

#[test]
fn a_text_that_is_too_long_is_refused() {
    each_engine(async |t| {
        let long = json!({"Content": {"fr_FR": "é".repeat(501)}});
        let input = with(sent(&t, json!({})).await, long);

        assert_snapshot!(t.root().call("UpdateNotificationContent", input).await, @"
        400 InvalidParameterException
        Content may have 500 characters at most, but has 501
        ");
    });
}
