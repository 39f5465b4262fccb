use insta::assert_snapshot;
use roster_testkit::{MANAGED, SAML, each_engine, with};
use serde_json::json;

use super::{listed, origin};

#[test]
fn an_origin_is_approved_once_in_each_instance() {
    each_engine(async |t| {
        let approve = async |input| t.root().call("AssociateApprovedOrigin", input).await;
        let wiki = origin("wiki.example.com");
        assert_eq!(approve(wiki.clone()).await.status, 200);
        let elsewhere = with(wiki.clone(), json!({"InstanceId": SAML}));
        assert_eq!(approve(elsewhere).await.status, 200);

        assert_snapshot!(approve(wiki).await, @"
        409 ResourceConflictException
        This instance has an approved origin with this Origin already
        ");
        assert_eq!(
            listed(&t, "ListApprovedOrigins").await,
            ["https://wiki.example.com"]
        );
    });
}

#[test]
fn an_origin_is_a_scheme_with_a_host() {
    each_engine(async |t| {
        let input = json!({"InstanceId": MANAGED, "Origin": "https://example.com/desk"});

        assert_snapshot!(t.root().call("AssociateApprovedOrigin", input).await, @"
        400 InvalidParameterException
        Origin must be an origin, such as https://www.example.com or http://localhost:8080, without a path or anything else
        ");
    });
}
