use insta::assert_snapshot;
use roster_testkit::each_engine;
use serde_json::json;

use super::{change_proficiencies, make_language, proficiencies, proficiency};

#[test]
fn a_user_gains_changes_and_loses_proficiencies() {
    each_engine(async |t| {
        make_language(&t).await;

        let both = [proficiency("English", 5.0), proficiency("French", 2.5)];
        assert_snapshot!(change_proficiencies(&t, "AssociateUserProficiencies", &both).await, @"200");
        assert_eq!(proficiencies(&t).await, both);

        let better = [proficiency("french", 3.0)];
        assert_snapshot!(change_proficiencies(&t, "UpdateUserProficiencies", &better).await, @"200");
        assert_eq!(
            proficiencies(&t).await,
            [proficiency("English", 5.0), proficiency("French", 3.0)]
        );

        let english = [json!({"AttributeName": "Language", "AttributeValue": "English"})];
        assert_snapshot!(change_proficiencies(&t, "DisassociateUserProficiencies", &english).await, @"200");
        assert_eq!(proficiencies(&t).await, [proficiency("French", 3.0)]);
        assert_snapshot!(change_proficiencies(&t, "DisassociateUserProficiencies", &english).await, @"
        400 InvalidParameterException
        UserProficiencies names Language: English, which the user does not have
        ");
        assert_snapshot!(change_proficiencies(&t, "UpdateUserProficiencies", &[proficiency("English", 1.0)]).await, @"
        400 InvalidParameterException
        UserProficiencies names Language: English, which the user does not have
        ");
    });
}
