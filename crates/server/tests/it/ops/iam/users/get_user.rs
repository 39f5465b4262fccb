use insta::assert_snapshot;
use roster_testkit::each_engine;
use serde_json::json;

#[test]
fn a_user_is_found_whatever_the_case_of_the_name() {
    each_engine(async |t| {
        let made = t.root().done("iam:CreateUser", json!({"UserName": "Ana"})).await;

        let found = t.root().done("iam:GetUser", json!({"UserName": "ANA"})).await;

        assert_eq!(found["User"], made["User"]);
    });
}

#[test]
fn who_is_not_there_is_not_found() {
    each_engine(async |t| {
        t.stranger()
            .done("iam:CreateUser", json!({"UserName": "ana"}))
            .await;

        let answer = t.root().call("iam:GetUser", json!({"UserName": "ana"})).await;

        assert_snapshot!(answer, @"
        404 NoSuchEntity
        The user with name ana cannot be found.
        ");
    });
}

#[test]
fn a_root_must_say_which_user_it_means() {
    each_engine(async |t| {
        assert_snapshot!(t.root().call("iam:GetUser", json!({})).await, @"
        400 ValidationError
        Must specify userName when calling with non-User credentials
        ");
    });
}
