use roster_testkit::each_engine;

use super::{function, listed, origin};

#[test]
fn functions_are_listed_by_arn_and_nothing_else_is() {
    each_engine(async |t| {
        for name in ["second", "first", "third"] {
            t.root().done("AssociateLambdaFunction", function(name)).await;
        }
        t.root()
            .done("AssociateApprovedOrigin", origin("example.com"))
            .await;

        let functions = listed(&t, "ListLambdaFunctions").await;

        let expected = ["first", "second", "third"].map(|name| function(name)["FunctionArn"].take());
        assert_eq!(functions, expected);
    });
}
