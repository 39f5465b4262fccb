use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine};
use serde_json::json;

use super::{create_office, described, hours, office};

#[test]
fn every_member_comes_back_as_it_was_sent() {
    each_engine(async |t| {
        let sent = json!({
            "Name": "Night", "Description": "For the night", "TimeZone": "Etc/GMT+5", "Tags": {"site": "Lyon"},
            "Config": [hours("FRIDAY", [21, 0], [0, 0]), hours("SATURDAY", [0, 0], [4, 45])],
        });
        let made = create_office(&t, sent.clone()).await.json();
        let night = json!({"InstanceId": MANAGED, "HoursOfOperationId": made["HoursOfOperationId"]});

        let described = described(&t, &night).await;

        for (member, value) in sent.as_object().expect("members") {
            assert_eq!(&described[member], value, "{member}");
        }
        assert_eq!(described["HoursOfOperationArn"], made["HoursOfOperationArn"]);
    });
}

#[test]
fn the_name_of_hours_is_unique_within_their_instance() {
    each_engine(async |t| {
        office(&t).await;

        assert_snapshot!(create_office(&t, json!({})).await, @"
        409 DuplicateResourceException
        There are already hours of operation with this Name
        ");
        let elsewhere = t.root().make_instance("elsewhere").await;
        assert_eq!(
            create_office(&t, json!({"InstanceId": elsewhere})).await.status,
            200
        );
    });
}

#[test]
fn hours_end_after_they_start_in_a_time_zone() {
    each_engine(async |t| {
        let reversed = json!({
            "TimeZone": "Berlin time",
            "Config": [hours("MONDAY", [18, 0], [8, 0]), hours("TUESDAY", [8, 0], [8, 0])],
        });

        assert_snapshot!(create_office(&t, reversed).await, @r#"
        400 InvalidParameterException
        TimeZone must be the name of a time zone, such as Europe/Berlin, but is "Berlin time"; Config must end after it starts on MONDAY: 00:00 as the end is the end of the day, and hours past midnight belong to the next day; Config must end after it starts on TUESDAY: 00:00 as the end is the end of the day, and hours past midnight belong to the next day
        "#);
    });
}

#[test]
fn times_are_those_of_a_clock() {
    each_engine(async |t| {
        let answer = create_office(&t, json!({"Config": [hours("MONDAY", [8, 60], [24, 0])]})).await;

        assert_snapshot!(answer, @"
        400 InvalidParameterException
        Config[0].StartTime.Minutes must be 0 to 59, but is 60; Config[0].EndTime.Hours must be 0 to 23, but is 24
        ");
    });
}
