use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine};
use serde_json::json;

use super::{added_key, key};

#[test]
fn an_instance_has_two_security_keys_at_most() {
    each_engine(async |t| {
        added_key(&t, "AAAA").await;
        added_key(&t, "BBBB").await;

        assert_snapshot!(t.root().call("AssociateSecurityKey", key("AAAA")).await, @"
        409 ResourceConflictException
        This instance has a security key with this Key already
        ");
        assert_snapshot!(t.root().call("AssociateSecurityKey", key("CCCC")).await, @"
        402 ServiceQuotaExceededException
        There are 2 security keys in this instance, which is the most
        ");
    });
}

#[test]
fn a_security_key_is_a_public_key() {
    each_engine(async |t| {
        let input = json!({"InstanceId": MANAGED, "Key": "ssh-rsa AAAA"});

        assert_snapshot!(t.root().call("AssociateSecurityKey", input).await, @"
        400 InvalidParameterException
        Key must be a public key in PEM
        ");
    });
}
