use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine, with};
use serde_json::json;

#[test]
fn a_name_is_taken_in_any_case_and_has_a_form() {
    each_engine(async |t| {
        let named = |name: &str| json!({"InstanceId": MANAGED, "Name": name});
        t.root()
            .done("CreatePredefinedAttribute", named("Language"))
            .await;

        assert_snapshot!(t.root().call("CreatePredefinedAttribute", named("LANGUAGE")).await, @"
        409 DuplicateResourceException
        There is already a predefined attribute with this Name; case does not count
        ");
        assert_snapshot!(t.root().call("CreatePredefinedAttribute", named("connect:Language")).await, @"
        400 InvalidParameterException
        Name must be letters, digits, spaces and any of _ . : / = + - @ ', not starting with aws: or connect:
        ");
        let semicolon = with(named("Skill"), json!({"Values": {"StringList": ["a;b"]}}));
        assert_snapshot!(t.root().call("CreatePredefinedAttribute", semicolon).await, @"
        400 InvalidParameterException
        Values.StringList must be letters, digits, spaces and any of _ . : / = + - @ ', not starting with aws: or connect:
        ");
    });
}
