//! The steps of bridges from SCIM to Connect, such as AWS's sample: a user is looked for by username, made if it is not
//! there, renamed, moved between groups (security profiles) and deleted when it is deactivated.

use serde_json::{Value, json};

use super::on_each_engine;
use crate::harness::{SAM, SAML_INSTANCE};
use crate::stage::{Stage, column, named};

/// The users that a filter such as `userName eq "sam@example.com"` finds.
fn find(stage: &mut Stage, username: &str) -> Vec<Value> {
    let condition = json!({"FieldName": "Username", "Value": username, "ComparisonType": "EXACT"});
    let input = json!({"InstanceId": SAML_INSTANCE, "SearchCriteria": {"StringCondition": condition}});
    let mut found = stage.done("SearchUsers", &input);
    found["Users"].as_array_mut().expect("users").drain(..).collect()
}

#[test]
fn a_user_is_found_made_renamed_regrouped_and_deleted() {
    for mut stage in on_each_engine() {
        assert_eq!(find(&mut stage, "sam@example.com")[0]["Id"], SAM);
        assert_eq!(find(&mut stage, "SAM@example.com")[0]["Id"], SAM);
        assert_eq!(find(&mut stage, "zoe@example.com"), [Value::Null; 0]);

        let mut input = stage.user_to_make(SAML_INSTANCE, "zoe@example.com");
        let members = input.as_object_mut().expect("an object");
        members.remove("Password");
        members.insert(
            "IdentityInfo".to_owned(),
            json!({"FirstName": "Zoë", "LastName": "Müller"}),
        );
        let id = stage.done("CreateUser", &input)["UserId"].take();
        let user = json!({"InstanceId": SAML_INSTANCE, "UserId": id});
        // A retry of the bridge.
        stage.refused("CreateUser", &input, "409 DuplicateResourceException");
        assert_eq!(find(&mut stage, "zoe@example.com")[0]["Id"], id);

        let renamed = json!({
            "InstanceId": SAML_INSTANCE, "UserId": id,
            "IdentityInfo": {"FirstName": "Zoë", "LastName": "Meyer", "SecondaryEmail": "zoe@example.com"},
        });
        stage.done("UpdateUserIdentityInfo", &renamed);
        let profiles = stage.done("ListSecurityProfiles", &json!({"InstanceId": SAML_INSTANCE}));
        let manager = named(&profiles["SecurityProfileSummaryList"], "CallCenterManager");
        stage.done(
            "UpdateUserSecurityProfiles",
            &json!({"InstanceId": SAML_INSTANCE, "UserId": id, "SecurityProfileIds": [manager]}),
        );
        let read = stage.done("DescribeUser", &user)["User"].take();
        assert_eq!(read["IdentityInfo"]["LastName"], "Meyer");
        assert_eq!(read["SecurityProfileIds"], json!([manager]));

        stage.done("DeleteUser", &user);
        assert_eq!(find(&mut stage, "zoe@example.com"), [Value::Null; 0]);
    }
}

#[test]
fn the_members_of_a_group_are_found_by_its_security_profile() {
    for mut stage in on_each_engine() {
        let profiles = stage.done("ListSecurityProfiles", &json!({"InstanceId": SAML_INSTANCE}));
        let agent = named(&profiles["SecurityProfileSummaryList"], "Agent");
        let condition = json!({"FieldName": "SecurityProfileId", "Value": agent, "ComparisonType": "EXACT"});
        let input = json!({"InstanceId": SAML_INSTANCE, "SearchCriteria": {"StringCondition": condition}});

        let found = stage.done("SearchUsers", &input);

        assert_eq!(column(&found["Users"], "Id"), [SAM]);
    }
}
