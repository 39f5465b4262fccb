use roster_testkit::{MANAGED, each_engine};
use serde_json::{Value, json};

#[test]
fn a_new_instance_has_the_usual_attributes_on() {
    each_engine(async |t| {
        let listed = t
            .root()
            .all("ListInstanceAttributes", json!({"InstanceId": MANAGED}), 7)
            .await;
        let on = listed.iter().filter(|attribute| attribute["Value"] == "true");
        let on: Vec<&Value> = on.map(|attribute| &attribute["AttributeType"]).collect();
        assert_eq!(
            on,
            [
                "INBOUND_CALLS",
                "OUTBOUND_CALLS",
                "CONTACT_LENS",
                "AUTO_RESOLVE_BEST_VOICES",
                "EARLY_MEDIA"
            ]
        );
    });
}
