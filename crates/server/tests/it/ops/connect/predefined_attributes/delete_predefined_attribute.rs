use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, each_engine, with};
use serde_json::json;

#[test]
fn an_attribute_in_which_users_are_proficient_stays() {
    each_engine(async |t| {
        let language = json!({"InstanceId": MANAGED, "Name": "Language"});
        let values = json!({"Values": {"StringList": ["English"]}});
        t.root()
            .done("CreatePredefinedAttribute", with(language.clone(), values))
            .await;
        let proficient = json!({
            "InstanceId": MANAGED, "UserId": MARY,
            "UserProficiencies": [{"AttributeName": "Language", "AttributeValue": "English", "Level": 1}],
        });
        t.root()
            .done("AssociateUserProficiencies", proficient.clone())
            .await;

        assert_snapshot!(t.root().call("DeletePredefinedAttribute", language.clone()).await, @"
        409 ResourceInUseException
        The predefined attribute Language is in use: users are proficient in it
        ");

        t.root().done("DisassociateUserProficiencies", proficient).await;
        assert_snapshot!(t.root().call("DeletePredefinedAttribute", language).await, @"200");
    });
}
