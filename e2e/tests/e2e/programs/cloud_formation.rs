//! The calls of the handler of CloudFormation's resource `AWS::Connect::User`, which names everything by ARN.

use serde_json::{Value, json};

use super::on_each_engine;
use crate::harness::{ARN, INSTANCE};

#[test]
fn a_user_is_made_changed_and_deleted_by_arns_alone() {
    for mut stage in on_each_engine() {
        let instance = format!("{ARN}{INSTANCE}");
        let arn =
            |word: &str, id: &Value| json!(format!("{instance}/{word}/{}", id.as_str().expect("an id")));
        let languages = json!({
            "InstanceId": instance, "Name": "Language", "Values": {"StringList": ["English", "French"]},
        });
        stage.done("CreatePredefinedAttribute", &languages);
        let mut input = stage.user_to_make(INSTANCE, "stack-user");
        input["InstanceId"] = json!(instance);
        input["RoutingProfileId"] = arn("routing-profile", &input["RoutingProfileId"]);
        input["SecurityProfileIds"] = json!([arn("security-profile", &input["SecurityProfileIds"][0])]);
        input["Tags"] = json!({"stack": "agents"});

        let user = stage.done("CreateUser", &input)["UserArn"].take();
        let named = json!({"InstanceId": instance, "UserId": user});
        let of_user = |more: Value| {
            let mut input = named.clone();
            let members = input.as_object_mut().expect("an object");
            members.extend(more.as_object().expect("an object").clone());
            input
        };
        let french = json!({"AttributeName": "Language", "AttributeValue": "French", "Level": 3.0});
        stage.done(
            "AssociateUserProficiencies",
            &of_user(json!({"UserProficiencies": [french]})),
        );

        let read = stage.done("DescribeUser", &named)["User"].take();
        assert_eq!(
            (&read["Arn"], &read["Tags"]),
            (&user, &json!({"stack": "agents"}))
        );
        let proficiencies = stage.done("ListUserProficiencies", &named);
        assert_eq!(proficiencies["UserProficiencyList"], json!([french]));

        let identity = json!({"FirstName": "Ana", "LastName": "Costa", "Mobile": "+12065550100"});
        for (operation, member, value) in [
            ("UpdateUserIdentityInfo", "IdentityInfo", identity),
            (
                "UpdateUserPhoneConfig",
                "PhoneConfig",
                json!({"PhoneType": "SOFT_PHONE"}),
            ),
            (
                "UpdateUserRoutingProfile",
                "RoutingProfileId",
                input["RoutingProfileId"].clone(),
            ),
            (
                "UpdateUserSecurityProfiles",
                "SecurityProfileIds",
                input["SecurityProfileIds"].clone(),
            ),
        ] {
            stage.done(operation, &of_user(json!({member: value})));
        }
        let read = stage.done("DescribeUser", &named)["User"].take();
        assert_eq!(
            read["IdentityInfo"],
            json!({"FirstName": "Ana", "LastName": "Costa", "Mobile": "+12065550100"})
        );
        let gone = json!({"AttributeName": "Language", "AttributeValue": "French"});
        stage.done(
            "DisassociateUserProficiencies",
            &of_user(json!({"UserProficiencies": [gone]})),
        );
        stage.done("DeleteUser", &named);
        stage.refused("DescribeUser", &named, "404 ResourceNotFoundException");
    }
}

#[test]
fn what_fails_after_the_user_is_made_leaves_the_user() {
    for mut stage in on_each_engine() {
        let input = stage.user_to_make(INSTANCE, "half-made");
        let user = stage.done("CreateUser", &input)["UserId"].take();
        let unknown = json!({"AttributeName": "Language", "AttributeValue": "Latin", "Level": 5.0});

        stage.refused(
            "AssociateUserProficiencies",
            &json!({"InstanceId": INSTANCE, "UserId": user, "UserProficiencies": [unknown]}),
            "400 InvalidParameterException",
        );

        let id = user.as_str().expect("an id").to_owned();
        assert_eq!(stage.user(INSTANCE, &id)["Username"], "half-made");
        stage.refused("CreateUser", &input, "409 DuplicateResourceException");
    }
}
