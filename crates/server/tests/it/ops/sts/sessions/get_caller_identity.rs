use insta::assert_snapshot;
use roster_testkit::in_memory;
use serde_json::json;

#[test]
fn the_root_of_an_account_gets_its_identity() {
    in_memory(async |t| {
        let answer = t.root().call("sts:GetCallerIdentity", json!({})).await;

        assert_snapshot!(answer, @"
        200
        GetCallerIdentityResponse:
          GetCallerIdentityResult:
            UserId: 123456789012
            Account: 123456789012
            Arn: arn:aws:iam::123456789012:root
        ");
    });
}
