use roster_testkit::{MANAGED, SAML, each_engine};
use serde_json::json;

#[test]
fn an_attribute_is_found_in_any_case_in_its_own_instance_only() {
    each_engine(async |t| {
        let named = |instance: &str, name: &str| json!({"InstanceId": instance, "Name": name});
        t.root()
            .done("CreatePredefinedAttribute", named(MANAGED, "Language"))
            .await;

        let shown = t
            .root()
            .done("DescribePredefinedAttribute", named(MANAGED, "lANGUAGE"))
            .await;
        assert_eq!(shown["PredefinedAttribute"]["Name"], "Language");
        let elsewhere = t
            .root()
            .call("DescribePredefinedAttribute", named(SAML, "Language"))
            .await;
        assert_eq!(elsewhere.error(), Some("ResourceNotFoundException"));
    });
}
