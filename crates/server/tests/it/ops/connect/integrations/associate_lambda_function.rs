use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine};
use serde_json::json;

use super::function;

#[test]
fn a_function_is_associated_once() {
    each_engine(async |t| {
        t.root().done("AssociateLambdaFunction", function("lookup")).await;

        assert_snapshot!(t.root().call("AssociateLambdaFunction", function("lookup")).await, @"
        409 ResourceConflictException
        This instance has a Lambda function with this FunctionArn already
        ");
    });
}

#[test]
fn a_function_has_an_arn_of_lambda() {
    each_engine(async |t| {
        let input = json!({"InstanceId": MANAGED, "FunctionArn": "arn:aws:s3:::lookup"});

        assert_snapshot!(t.root().call("AssociateLambdaFunction", input).await, @"
        400 InvalidParameterException
        FunctionArn must be the ARN of a function of Lambda
        ");
    });
}
