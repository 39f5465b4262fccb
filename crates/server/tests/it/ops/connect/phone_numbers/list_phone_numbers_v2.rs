use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine};
use serde_json::{Value, json};

#[test]
fn no_instance_has_telephone_numbers() {
    each_engine(async |t| {
        let arn = format!("arn:aws:connect:us-east-1:123456789012:instance/{MANAGED}");
        for input in [
            json!({}),
            json!({"InstanceId": MANAGED}),
            json!({"TargetArn": arn}),
            json!({"PhoneNumberPrefix": "+49", "PhoneNumberCountryCodes": ["DE"], "PhoneNumberTypes": ["DID"]}),
        ] {
            let answer = t.root().done("ListPhoneNumbersV2", input).await;
            assert_eq!(answer, json!({"ListPhoneNumbersSummaryList": []}));
        }
    });
}

#[test]
fn numbers_of_what_is_not_there_are_not_found() {
    each_engine(async |t| {
        let ask = async |input: Value| t.root().call("ListPhoneNumbersV2", input).await;
        let nobody = "00000000-0000-4000-8000-000000000000";
        let group = format!("arn:aws:connect:us-east-1:123456789012:traffic-distribution-group/{nobody}");

        assert_snapshot!(ask(json!({"InstanceId": nobody})).await, @"
        404 ResourceNotFoundException
        There is no instance 00000000-0000-4000-8000-000000000000 in this account and Region
        ");
        assert_snapshot!(ask(json!({"TargetArn": group})).await, @"
        404 ResourceNotFoundException
        There is no instance arn:aws:connect:us-east-1:123456789012:traffic-distribution-group/00000000-0000-4000-8000-000000000000 in this account and Region
        ");
    });
}
