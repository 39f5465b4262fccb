use roster_testkit::{MANAGED, MARY, with};
use serde_json::{Value, json};

use super::*;

fn only_example_com() -> Setup {
    Setup {
        email_domains: Some("example.com"),
        ..Setup::default()
    }
}

#[test]
fn an_address_of_another_domain_is_refused() {
    only_example_com().each_engine(async |t| {
        let info = json!({"FirstName": "Mary", "LastName": "Miller", "Email": NEW, "SecondaryEmail": "m@example.org"});
        let input = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": info});

        let answer = t.root().call("UpdateUserIdentityInfo", input).await;

        assert_eq!((answer.status, answer.error()), (400, Some("InvalidParameterException")));
        assert_eq!(
            answer.message(),
            "IdentityInfo.Email must have a domain that is allowed here: example.com; IdentityInfo.SecondaryEmail must \
             have a domain that is allowed here: example.com"
        );
        assert_eq!(address(&t).await, OLD);
    });
}

#[test]
fn a_new_user_has_an_address_of_an_allowed_domain() {
    only_example_com().each_engine(async |t| {
        let info = json!({"FirstName": "Ana", "LastName": "Alvarez", "Email": "ana@example.org"});
        let ana = with(
            t.root().new_user(MANAGED, "ana").await,
            json!({"IdentityInfo": info}),
        );

        let answer = t.root().call("CreateUser", ana).await;

        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
    });
}

#[test]
fn a_user_with_an_address_of_another_domain_can_be_renamed() {
    let elsewhere = Setup {
        email_domains: Some("example.org"),
        ..Setup::default()
    };
    elsewhere.each_engine(async |t| {
        set_address(&t.root(), OLD).await;

        assert_eq!(address(&t).await, Value::from(OLD));
    });
}
