use roster_testkit::each_engine;

use super::{assert_not_found, listed, origin};

#[test]
fn an_origin_that_is_approved_no_more_is_gone() {
    each_engine(async |t| {
        for host in ["a.example.com", "b.example.com"] {
            t.root().done("AssociateApprovedOrigin", origin(host)).await;
        }
        let gone = origin("a.example.com");

        t.root().done("DisassociateApprovedOrigin", gone.clone()).await;

        assert_eq!(listed(&t, "ListApprovedOrigins").await, ["https://b.example.com"]);
        let answer = t.root().call("DisassociateApprovedOrigin", gone).await;
        assert_not_found(&answer, "approved origin https://a.example.com");
    });
}
