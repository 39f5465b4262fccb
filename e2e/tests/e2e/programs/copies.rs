//! What programs do that back up an instance, or carry it to another: they read every list there is, and make in the
//! other instance what they have read, with ids mapped by name.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::on_each_engine;
use crate::harness::INSTANCE;
use crate::stage::Stage;

/// The ids of what a list has, by name.
fn by_name(stage: &mut Stage, operation: &str, member: &str, instance: &str) -> BTreeMap<String, Value> {
    let listed = stage.done(operation, &json!({"InstanceId": instance}));
    let items = listed[member].as_array().expect("a list");
    let named = |item: &Value| {
        (
            item["Name"].as_str().expect("a name").to_owned(),
            item["Id"].clone(),
        )
    };
    items.iter().map(named).collect()
}

#[test]
fn a_user_is_carried_to_another_instance_as_it_is_shown() {
    for mut stage in on_each_engine() {
        let ana = stage.new_user(INSTANCE, "ana")["UserId"].take();
        let other = stage.new_instance("copy");
        let mut user = stage.user(INSTANCE, ana.as_str().expect("an id"));
        let mut map = |operation: &str, member: &str, ids: &[Value]| -> Vec<Value> {
            let here = by_name(&mut stage, operation, member, INSTANCE);
            let there = by_name(&mut stage, operation, member, &other);
            ids.iter()
                .map(|id| {
                    let (name, _) = here.iter().find(|(_, other)| *other == id).expect("a name");
                    there[name].clone()
                })
                .collect()
        };
        let security = user["SecurityProfileIds"].as_array().expect("ids").clone();
        let security = map("ListSecurityProfiles", "SecurityProfileSummaryList", &security);
        let routing = [user["RoutingProfileId"].clone()];
        let routing = map("ListRoutingProfiles", "RoutingProfileSummaryList", &routing);
        let shown = user.as_object_mut().expect("a user");
        for member in [
            "Id",
            "Arn",
            "LastModifiedTime",
            "LastModifiedRegion",
            "DirectoryUserId",
        ] {
            shown.remove(member);
        }
        shown.insert("InstanceId".to_owned(), json!(other));
        shown.insert("Password".to_owned(), json!("Correct-Horse-7"));
        shown.insert("SecurityProfileIds".to_owned(), json!(security));
        shown.insert("RoutingProfileId".to_owned(), routing[0].clone());

        let made = stage.done("CreateUser", &user)["UserId"].take();

        let copy = stage.user(&other, made.as_str().expect("an id"));
        for member in ["Username", "IdentityInfo", "PhoneConfig", "Tags"] {
            assert_eq!(copy[member], user[member], "{member}");
        }
    }
}
