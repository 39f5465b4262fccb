use insta::assert_snapshot;
use roster_testkit::each_engine;
use serde_json::json;

#[test]
fn there_is_no_telephone_number() {
    each_engine(async |t| {
        let show = async |id: &str| {
            let input = json!({"PhoneNumberId": id});
            t.root().call("DescribePhoneNumber", input).await
        };
        let arn = "arn:aws:connect:us-east-1:123456789012:phone-number/00000000-0000-4000-8000-000000000000";

        assert_snapshot!(show("00000000-0000-4000-8000-000000000000").await, @"
        404 ResourceNotFoundException
        There is no telephone number 00000000-0000-4000-8000-000000000000 in this account and Region
        ");
        assert_snapshot!(show(arn).await, @"
        404 ResourceNotFoundException
        There is no telephone number arn:aws:connect:us-east-1:123456789012:phone-number/00000000-0000-4000-8000-000000000000 in this account and Region
        ");
        assert_snapshot!(show("+15555550100").await, @r#"
        400 InvalidParameterException
        PhoneNumberId must be an id or an ARN, but is "+15555550100"
        "#);
    });
}
