use roster_testkit::each_engine;
use serde_json::json;

use super::{added_key, key, listed};

#[test]
fn security_keys_are_listed_with_their_ids_and_times() {
    each_engine(async |t| {
        let association = added_key(&t, "AAAA").await;

        let keys = listed(&t, "ListSecurityKeys").await;

        let expected = json!({
            "AssociationId": association["AssociationId"], "Key": key("AAAA")["Key"],
            "CreationTime": keys[0]["CreationTime"],
        });
        assert_eq!(keys, [expected]);
        assert!(keys[0]["CreationTime"].is_number());
    });
}
