use roster_testkit::{MARY, each_engine, with};
use serde_json::{Value, json};

use super::{arn_of_profile, arn_of_user, associate, associated, workspace};

#[test]
fn associations_end_one_by_one() {
    each_engine(async |t| {
        let desk = workspace(&t, "Desk").await;
        let (mary, profile) = (arn_of_user(&t, MARY).await, arn_of_profile(&t).await);
        associate(&t, &desk, &[&mary, &profile]).await;
        let end = async |arns: &[&Value]| {
            let input = with(desk.clone(), json!({"ResourceArns": arns}));
            t.root().done("DisassociateWorkspace", input).await
        };

        let answer = end(&[&mary]).await;

        let successful = json!([{"ResourceArn": mary}]);
        assert_eq!(answer, json!({"SuccessfulList": successful, "FailedList": []}));
        assert_eq!(associated(&t, json!({})).await, ["Basic Routing Profile"]);
        let answer = end(&[&mary, &profile]).await;
        assert_eq!(answer["SuccessfulList"], json!([{"ResourceArn": profile}]));
        let failed = json!([{
            "ResourceArn": mary, "ErrorCode": "404",
            "ErrorMessage": "It is not associated with the workspace",
        }]);
        assert_eq!(answer["FailedList"], failed);
        assert!(associated(&t, json!({})).await.is_empty());
    });
}
