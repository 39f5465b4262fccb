use roster_testkit::{MANAGED, SAML, each_engine};
use serde_json::{Value, json};

#[test]
fn attributes_are_listed_by_name_without_regard_to_case() {
    each_engine(async |t| {
        for name in ["skill", "Language", "area"] {
            let input = json!({"InstanceId": MANAGED, "Name": name});
            t.root().done("CreatePredefinedAttribute", input).await;
        }

        let listed = t
            .root()
            .all("ListPredefinedAttributes", json!({"InstanceId": MANAGED}), 2)
            .await;
        let names: Vec<&Value> = listed.iter().map(|attribute| &attribute["Name"]).collect();
        assert_eq!(names, ["area", "Language", "skill"]);
        let elsewhere = t
            .root()
            .all("ListPredefinedAttributes", json!({"InstanceId": SAML}), 2)
            .await;
        assert!(elsewhere.is_empty());
    });
}
