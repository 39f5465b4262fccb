use roster_testkit::{MANAGED, each_engine, with};
use serde_json::json;

use super::{changed, queue};

#[test]
fn a_queue_gets_other_hours_which_then_stay() {
    each_engine(async |t| {
        let office = json!({"InstanceId": MANAGED, "Name": "Office", "TimeZone": "UTC", "Config": []});
        let made = t.root().done("CreateHoursOfOperation", office).await;
        let office = json!({"HoursOfOperationId": made["HoursOfOperationId"]});

        changed(
            &t,
            "UpdateQueueHoursOfOperation",
            [office.clone()],
            office.clone(),
        )
        .await;

        let kept = with(office, json!({"InstanceId": MANAGED}));
        let answer = t.root().call("DeleteHoursOfOperation", kept).await;
        assert_eq!(answer.error(), Some("InvalidRequestException"), "{answer}");
    });
}

#[test]
fn hours_that_the_instance_does_not_have_are_named() {
    each_engine(async |t| {
        let nobody = json!({"HoursOfOperationId": "00000000-0000-4000-8000-000000000000"});

        let answer = t
            .root()
            .call(
                "UpdateQueueHoursOfOperation",
                with(queue(&t, "Sales").await, nobody),
            )
            .await;

        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
        assert_eq!(
            answer.message(),
            "HoursOfOperationId names 00000000-0000-4000-8000-000000000000, which the instance does not have"
        );
    });
}
