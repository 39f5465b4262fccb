use insta::assert_snapshot;
use roster_testkit::MANAGED;
use roster_testkit::each_engine;
use serde_json::json;

use super::{change_proficiencies, make_language, proficiencies, proficiency};

#[test]
fn a_proficiency_is_in_a_value_of_a_predefined_attribute_at_a_level_from_one_to_five() {
    each_engine(async |t| {
        make_language(&t).await;

        let unknown = [
            json!({"AttributeName": "Skill", "AttributeValue": "Singing", "Level": 1}),
            proficiency("Latin", 1.0),
        ];
        assert_snapshot!(change_proficiencies(&t, "AssociateUserProficiencies", &unknown).await, @"
        400 InvalidParameterException
        UserProficiencies names the predefined attribute Skill, which the instance does not have; UserProficiencies names the value Latin of the predefined attribute Language, which the instance does not have
        ");
        for level in [0.5, 5.5] {
            let answer =
                change_proficiencies(&t, "AssociateUserProficiencies", &[proficiency("French", level)]).await;
            assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
            let says = format!("UserProficiencies[0].Level must be 1 to 5, but is {level}");
            assert_eq!(answer.message(), says);
        }
        assert!(proficiencies(&t).await.is_empty());
    });
}

#[test]
fn a_user_has_ten_proficiencies_at_most() {
    each_engine(async |t| {
        let values: Vec<_> = (0..11).map(|number| format!("v{number}")).collect();
        let input = json!({"InstanceId": MANAGED, "Name": "Language", "Values": {"StringList": values}});
        t.root().done("CreatePredefinedAttribute", input).await;
        let all: Vec<_> = values.iter().map(|value| proficiency(value, 1.0)).collect();

        assert_snapshot!(change_proficiencies(&t, "AssociateUserProficiencies", &all).await, @"
        400 InvalidParameterException
        UserProficiencies would make 11 proficiencies of the user, of which there may be 10 at most
        ");
        assert_snapshot!(change_proficiencies(&t, "AssociateUserProficiencies", &all[..10]).await, @"200");
        assert_snapshot!(change_proficiencies(&t, "AssociateUserProficiencies", &all[10..]).await, @"
        400 InvalidParameterException
        UserProficiencies would make 11 proficiencies of the user, of which there may be 10 at most
        ");
        assert_eq!(proficiencies(&t).await.len(), 10);
    });
}
