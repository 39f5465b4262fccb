use roster_testkit::{SAML, each_engine, with};
use serde_json::json;

use super::{added_key, assert_not_found, listed};

#[test]
fn a_security_key_goes_by_the_id_of_its_association() {
    each_engine(async |t| {
        let association = added_key(&t, "AAAA").await;
        let id = association["AssociationId"].as_str().expect("an id");
        let elsewhere = with(association.clone(), json!({"InstanceId": SAML}));
        let answer = t.root().call("DisassociateSecurityKey", elsewhere).await;
        assert_not_found(&answer, &format!("security key {id}"));
        let nonsense = with(association.clone(), json!({"AssociationId": "first"}));
        let answer = t.root().call("DisassociateSecurityKey", nonsense).await;
        assert_not_found(&answer, "security key first");

        t.root()
            .done("DisassociateSecurityKey", association.clone())
            .await;

        assert!(listed(&t, "ListSecurityKeys").await.is_empty());
        let answer = t
            .root()
            .call("DisassociateSecurityKey", association.clone())
            .await;
        assert_not_found(&answer, &format!("security key {id}"));
    });
}
