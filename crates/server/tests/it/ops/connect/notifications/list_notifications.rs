use roster_testkit::{MANAGED, MARY, each_engine};
use serde_json::json;

use super::{arn_of_user, described, pages, sent_later, texts};

#[test]
fn notifications_are_listed_the_newest_first_even_if_they_have_expired() {
    each_engine(async |t| {
        let to_mary = json!({"Recipients": [arn_of_user(MARY)]});
        sent_later(&t, "one", to_mary).await;
        sent_later(&t, "two", json!({})).await;
        t.clock.advance(std::time::Duration::from_hours(200));
        let three = sent_later(&t, "three", json!({})).await;

        let input = json!({"InstanceId": MANAGED});
        let listed = pages(&t, "ListNotifications", "NotificationSummaryList", &input, 2).await;

        assert_eq!(texts(&listed), ["three", "two", "one"]);
        assert_eq!(listed[0], described(&t, &three).await);
    });
}
