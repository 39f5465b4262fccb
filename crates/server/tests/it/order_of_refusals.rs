//! Signature, then access, then shape, then existence, then rule: who has no right learns nothing
//! (docs/decisions/0002-order-of-refusals.md).

use insta::assert_snapshot;
use roster_testkit::{Actor, Answer, MANAGED, MARY, SAML, each_engine, in_memory};
use serde_json::{Value, json};

/// Wrong in every respect that is not named.
async fn update(actor: Actor<'_>, instance: &str, info: Value) -> Answer {
    let input = json!({"InstanceId": instance, "UserId": MARY, "IdentityInfo": info});
    actor.call("UpdateUserIdentityInfo", input).await
}

#[test]
fn who_does_not_sign_learns_neither_of_shape_nor_of_existence() {
    each_engine(async |t| {
        for info in [
            json!(7),
            json!({"FirstName": 7}),
            json!({"Email": "x"}),
            json!({}),
        ] {
            for instance in [MANAGED, SAML, "x"] {
                let answer = update(t.anonymous(), instance, info.clone()).await;
                assert_eq!(answer.error(), Some("MissingAuthenticationTokenException"));
                let answer = update(t.root().forging(), instance, info.clone()).await;
                assert_eq!(answer.error(), Some("InvalidSignatureException"));
            }
        }
    });
}

#[test]
fn malformed_comes_before_bad_values_before_existence_before_rules() {
    each_engine(async |t| {
        let nowhere = "00000000-0000-4000-8000-000000000000";

        assert_snapshot!(update(t.root(), nowhere, json!({"FirstName": 7, "Email": "x"})).await, @"
        400 InvalidRequestException
        IdentityInfo.FirstName must be a string, but is a number
        ");
        assert_snapshot!(update(t.root(), nowhere, json!({"Email": "x"})).await, @"
        400 InvalidParameterException
        IdentityInfo.Email must be an e-mail address of at most 265 characters, such as mary@example.com
        ");
        assert_snapshot!(update(t.root(), nowhere, json!({})).await, @"
        404 ResourceNotFoundException
        There is no instance 00000000-0000-4000-8000-000000000000 in this account and Region
        ");
        assert_snapshot!(update(t.root(), SAML, json!({"Email": "x@example.com"})).await, @"
        404 ResourceNotFoundException
        There is no user 87654321-2222-1234-1234-111234567891 in this instance
        ");
        assert_snapshot!(update(t.root(), MANAGED, json!({})).await, @"
        400 InvalidRequestException
        IdentityInfo.FirstName is required on CONNECT_MANAGED instances; IdentityInfo.LastName is required on CONNECT_MANAGED instances
        ");
    });
}

#[test]
fn what_lies_in_another_account_looks_like_nothing_at_all() {
    each_engine(async |t| {
        let nowhere = "00000000-0000-4000-8000-000000000000";
        let good = json!({"FirstName": "Eve", "LastName": "Evil"});

        let theirs = update(t.stranger(), MANAGED, good.clone()).await;
        let nothing = update(t.stranger(), nowhere, good).await;

        assert_eq!(theirs.error(), nothing.error());
        assert_eq!(theirs.message().replace(MANAGED, nowhere), nothing.message());
    });
}

#[test]
fn an_unknown_path_is_reported_even_to_unsigned_requests() {
    in_memory(async |t| {
        let answer = t
            .anonymous()
            .send(&roster_testkit::Request::new("GET", "/nothing"))
            .await;

        assert_snapshot!(answer, @"
        404 UnknownOperationException
        Amazon Connect has no operation with this method and path
        ");
    });
}
