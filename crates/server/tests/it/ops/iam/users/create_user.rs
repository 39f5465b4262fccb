use insta::assert_snapshot;
use roster_domain::Partition;
use roster_testkit::each_engine;
use serde_json::json;

#[test]
fn a_user_is_made() {
    each_engine(async |t| {
        let audited = t.audited();
        let input = json!({
            "UserName": "Ana.Alvarez@example.com", "Path": "/help-desk/",
            "Tags": [{"Key": "team", "Value": "blue"}],
        });

        let answer = t.root().call("iam:CreateUser", input).await;

        assert_snapshot!(answer, @"
        200
        CreateUserResponse:
          CreateUserResult:
            User:
              Path: /help-desk/
              UserName: Ana.Alvarez@example.com
              UserId: AIDACEIQAAAAAAAAAAA4
              Arn: arn:aws:iam::123456789012:user/help-desk/Ana.Alvarez@example.com
              CreateDate: 2026-11-21T10:15:30Z
              Tags:
                member:
                  Key: team
                  Value: blue
        ");
        assert_snapshot!(t.audit(audited), @r#"
        CreateUser by arn:aws:iam::123456789012:root
          iam_user Account: - → "123456789012"
          iam_user Id: - → "AIDACEIQAAAAAAAAAAA4"
          iam_user Name: - → "Ana.Alvarez@example.com"
          iam_user Path: - → "/help-desk/"
          iam_user CreateDate: - → 1795256130.0
          iam_user Tags: - → [{"Key":"team","Value":"blue"}]
        "#);
    });
}

#[test]
fn a_name_is_taken_whatever_its_case() {
    each_engine(async |t| {
        t.root().done("iam:CreateUser", json!({"UserName": "Ana"})).await;

        let answer = t.root().call("iam:CreateUser", json!({"UserName": "aNA"})).await;

        assert_snapshot!(answer, @"
        409 EntityAlreadyExists
        User with name aNA already exists.
        ");
    });
}

#[test]
fn another_account_has_names_of_its_own() {
    each_engine(async |t| {
        t.root().done("iam:CreateUser", json!({"UserName": "ana"})).await;

        let made = t
            .stranger()
            .done("iam:CreateUser", json!({"UserName": "ana"}))
            .await;

        assert_eq!(made["User"]["Arn"], "arn:aws:iam::210987654321:user/ana");
    });
}

#[test]
fn iam_is_the_same_in_every_region() {
    each_engine(async |t| {
        t.root().done("iam:CreateUser", json!({"UserName": "ana"})).await;
        for region in Partition::Aws.regions() {
            let abroad = t.root().in_region(region);

            let found = abroad.done("iam:GetUser", json!({"UserName": "ana"})).await;

            assert_eq!(
                found["User"]["Arn"], "arn:aws:iam::123456789012:user/ana",
                "{region}"
            );
        }
    });
}

#[test]
fn tags_that_differ_in_case_only_are_refused() {
    each_engine(async |t| {
        let tags = json!([{"Key": "team", "Value": "a"}, {"Key": "Team", "Value": "b"}]);

        let answer = t
            .root()
            .call("iam:CreateUser", json!({"UserName": "ana", "Tags": tags}))
            .await;

        assert_snapshot!(answer, @"
        400 InvalidInput
        Duplicate tag keys found. Please note that Tag keys are case insensitive.
        ");
    });
}
