use roster_testkit::each_engine;
use serde_json::json;

use super::{change_proficiencies, make_language, proficiencies, proficiency};

#[test]
fn of_several_proficiencies_one_that_the_user_lacks_keeps_all() {
    each_engine(async |t| {
        make_language(&t).await;
        let english = [proficiency("English", 5.0)];
        change_proficiencies(&t, "AssociateUserProficiencies", &english).await;

        let both =
            ["English", "French"].map(|value| json!({"AttributeName": "Language", "AttributeValue": value}));
        let answer = change_proficiencies(&t, "DisassociateUserProficiencies", &both).await;

        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
        assert_eq!(proficiencies(&t).await, english);
    });
}
