use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine, with};
use serde_json::json;

#[test]
fn an_attribute_is_made_shown_changed_and_deleted() {
    each_engine(async |t| {
        let language = json!({"InstanceId": MANAGED, "Name": "Language"});
        let values = json!({"Values": {"StringList": ["English"]}, "Purposes": ["ROUTING"]});

        assert_snapshot!(
            t.root().call("CreatePredefinedAttribute", with(language.clone(), values)).await,
            @"200"
        );
        assert_snapshot!(
            serde_json::to_string(&t.root().done("DescribePredefinedAttribute", language.clone()).await).unwrap(),
            @r#"{"PredefinedAttribute":{"Name":"Language","Values":{"StringList":["English"]},"Purposes":["ROUTING"],"AttributeConfiguration":{"EnableValueValidationOnAssociation":false,"IsReadOnly":false},"LastModifiedTime":1795256130.0,"LastModifiedRegion":"us-east-1"}}"#
        );

        let changed = json!({
            "Values": {"StringList": ["English", "French"]},
            "AttributeConfiguration": {"EnableValueValidationOnAssociation": true},
        });
        assert_snapshot!(
            t.root().call("UpdatePredefinedAttribute", with(language.clone(), changed)).await,
            @"200"
        );
        assert_snapshot!(
            serde_json::to_string(&t.root().done("DescribePredefinedAttribute", language.clone()).await).unwrap(),
            @r#"{"PredefinedAttribute":{"Name":"Language","Values":{"StringList":["English","French"]},"Purposes":["ROUTING"],"AttributeConfiguration":{"EnableValueValidationOnAssociation":true,"IsReadOnly":false},"LastModifiedTime":1795256130.0,"LastModifiedRegion":"us-east-1"}}"#
        );
        let listed = t
            .root()
            .all("ListPredefinedAttributes", json!({"InstanceId": MANAGED}), 10)
            .await;
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0]["Name"], "Language");

        assert_snapshot!(t.root().call("DeletePredefinedAttribute", language.clone()).await, @"200");
        assert_snapshot!(t.root().call("DescribePredefinedAttribute", language).await, @"
        404 ResourceNotFoundException
        There is no predefined attribute Language in this instance
        ");
    });
}
