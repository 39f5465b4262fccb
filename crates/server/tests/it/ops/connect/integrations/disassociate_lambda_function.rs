use roster_testkit::each_engine;

use super::{assert_not_found, function, listed};

#[test]
fn a_function_that_was_taken_away_is_gone() {
    each_engine(async |t| {
        t.root().done("AssociateLambdaFunction", function("lookup")).await;

        t.root()
            .done("DisassociateLambdaFunction", function("lookup"))
            .await;

        assert!(listed(&t, "ListLambdaFunctions").await.is_empty());
        let answer = t
            .root()
            .call("DisassociateLambdaFunction", function("lookup"))
            .await;
        let arn = function("lookup")["FunctionArn"].take();
        assert_not_found(
            &answer,
            &format!("Lambda function {}", arn.as_str().expect("an ARN")),
        );
    });
}
