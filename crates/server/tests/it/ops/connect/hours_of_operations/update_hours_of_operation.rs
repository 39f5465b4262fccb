use insta::assert_snapshot;
use roster_testkit::{each_engine, with};
use serde_json::json;

use super::{described, hours, office};

#[test]
fn only_what_is_sent_changes() {
    each_engine(async |t| {
        let office = office(&t).await;
        for change in [
            json!({"Name": "Bureau"}),
            json!({"Description": "For Lyon"}),
            json!({"TimeZone": "Europe/Paris"}),
            json!({"Config": [hours("SUNDAY", [9, 0], [17, 0])]}),
            json!({"Config": []}),
        ] {
            let before = described(&t, &office).await;
            t.clock.advance(std::time::Duration::from_mins(1));

            t.root()
                .done("UpdateHoursOfOperation", with(office.clone(), change.clone()))
                .await;

            let after = described(&t, &office).await;
            let time = json!({"LastModifiedTime": after["LastModifiedTime"]});
            assert_eq!(after, with(with(before.clone(), change), time));
            assert_ne!(after["LastModifiedTime"], before["LastModifiedTime"]);
        }
    });
}

#[test]
fn an_empty_description_removes_it() {
    each_engine(async |t| {
        let office = office(&t).await;
        for description in ["For Lyon", ""] {
            let change = with(office.clone(), json!({"Description": description}));
            t.root().done("UpdateHoursOfOperation", change).await;
        }

        assert_eq!(described(&t, &office).await["Description"], json!(null));
    });
}

#[test]
fn a_taken_name_is_refused() {
    each_engine(async |t| {
        let office = office(&t).await;

        let taken = t
            .root()
            .call(
                "UpdateHoursOfOperation",
                with(office.clone(), json!({"Name": "Basic Hours"})),
            )
            .await;

        assert_eq!(taken.error(), Some("DuplicateResourceException"), "{taken}");
        let same = with(office, json!({"Name": "Office"}));
        t.root().done("UpdateHoursOfOperation", same).await;
    });
}

#[test]
fn wrong_times_are_refused() {
    each_engine(async |t| {
        let change = json!({"TimeZone": "", "Config": [hours("MONDAY", [8, 0], [7, 59])]});

        let answer = t
            .root()
            .call("UpdateHoursOfOperation", with(office(&t).await, change))
            .await;

        assert_snapshot!(answer, @r#"
        400 InvalidParameterException
        TimeZone must be the name of a time zone, such as Europe/Berlin, but is ""; Config must end after it starts on MONDAY: 00:00 as the end is the end of the day, and hours past midnight belong to the next day
        "#);
    });
}
