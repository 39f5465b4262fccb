use roster_testkit::each_engine;
use serde_json::json;

use super::{basic, described, hours};

#[test]
fn the_basic_hours_are_every_day_all_day() {
    each_engine(async |t| {
        let basic = described(&t, &basic(&t).await).await;

        assert_eq!(basic["Name"], "Basic Hours");
        assert_eq!(basic["TimeZone"], "America/New_York");
        let days = [
            "SUNDAY",
            "MONDAY",
            "TUESDAY",
            "WEDNESDAY",
            "THURSDAY",
            "FRIDAY",
            "SATURDAY",
        ];
        assert_eq!(basic["Config"], json!(days.map(|day| hours(day, [0, 0], [0, 0]))));
    });
}
