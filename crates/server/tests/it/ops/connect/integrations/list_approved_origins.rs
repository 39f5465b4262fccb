use roster_testkit::each_engine;

use super::{function, listed, origin};

#[test]
fn origins_are_listed_in_order_and_nothing_else_is() {
    each_engine(async |t| {
        for host in ["c.example.com", "a.example.com", "b.example.com:8443"] {
            t.root().done("AssociateApprovedOrigin", origin(host)).await;
        }
        t.root().done("AssociateLambdaFunction", function("lookup")).await;

        let origins = listed(&t, "ListApprovedOrigins").await;

        let expected = [
            "https://a.example.com",
            "https://b.example.com:8443",
            "https://c.example.com",
        ];
        assert_eq!(origins, expected);
    });
}
