use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, Roster, each_engine};
use serde_json::{Value, json};

async fn update(t: &Roster, config: Value) -> roster_testkit::Answer {
    let input = json!({"InstanceId": MANAGED, "UserId": MARY, "PhoneConfig": config});
    t.root().call("UpdateUserPhoneConfig", input).await
}

#[test]
fn the_settings_are_replaced_and_what_is_left_out_is_off() {
    each_engine(async |t| {
        let desk = json!({
            "PhoneType": "DESK_PHONE", "DeskPhoneNumber": "+15555550100", "AutoAccept": true,
            "AfterContactWorkTimeLimit": 30,
        });
        assert_snapshot!(update(&t, desk.clone()).await, @"200");
        let shown = &t.root().user(MANAGED, MARY).await["PhoneConfig"];
        assert_eq!(*shown, desk);

        assert_snapshot!(update(&t, json!({"PhoneType": "SOFT_PHONE"})).await, @"200");
        let shown = &t.root().user(MANAGED, MARY).await["PhoneConfig"];
        assert_eq!(
            *shown,
            json!({"PhoneType": "SOFT_PHONE", "AutoAccept": false, "AfterContactWorkTimeLimit": 0, "DeskPhoneNumber": ""})
        );
    });
}

#[test]
fn a_desk_phone_needs_a_number_and_work_after_a_contact_ends() {
    each_engine(async |t| {
        assert_snapshot!(update(&t, json!({"PhoneType": "DESK_PHONE"})).await, @"
        400 InvalidRequestException
        PhoneConfig.DeskPhoneNumber is required with the phone type DESK_PHONE
        ");
        assert_snapshot!(
            update(&t, json!({"PhoneType": "DESK_PHONE", "DeskPhoneNumber": ""})).await,
            @"
        400 InvalidRequestException
        PhoneConfig.DeskPhoneNumber is required with the phone type DESK_PHONE
        "
        );
        assert_snapshot!(
            update(&t, json!({"PhoneType": "SOFT_PHONE", "AfterContactWorkTimeLimit": 2_000_001})).await,
            @"
        400 InvalidParameterException
        PhoneConfig.AfterContactWorkTimeLimit must be 0 to 2000000, but is 2000001
        "
        );
        let far_too_long =
            json!({"PhoneType": "SOFT_PHONE", "AfterContactWorkTimeLimit": 99_999_999_999_i64});
        assert_snapshot!(update(&t, far_too_long).await, @"
        400 InvalidParameterException
        PhoneConfig.AfterContactWorkTimeLimit must be 0 to 2000000, but is 99999999999
        ");
    });
}
