use roster_testkit::{MANAGED, MARY, OTHER_ACCOUNT, SAML, each_engine, in_memory};
use serde_json::{Value, json};

use super::{in_account, of_instance, stored};

fn ids(mails: &[Value]) -> Vec<&str> {
    mails
        .iter()
        .map(|mail| mail["Id"].as_str().expect("an id"))
        .collect()
}

#[test]
fn mails_are_listed_with_the_newest_last_page_by_page() {
    each_engine(async |t| {
        let mut expected = Vec::new();
        for instance in [MANAGED, SAML, MANAGED, SAML] {
            expected.push(of_instance(&t, instance).await);
        }

        for size in 1..=5 {
            let listed = t.root().all("roster:ListMails", json!({}), size).await;
            assert_eq!(ids(&listed), expected, "{size}");
        }
        let of_saml = json!({"InstanceId": SAML});
        let listed = t.root().all("roster:ListMails", of_saml, 1).await;
        assert_eq!(ids(&listed), [&*expected[1], &*expected[3]]);
    });
}

#[test]
fn a_mail_says_to_whom_it_goes_what_it_is_about_and_how_far_it_has_come() {
    each_engine(async |t| {
        let id = stored(&t).await;

        let listed = t.root().all("roster:ListMails", json!({}), 10).await;

        let expected = json!([{
            "Id": id,
            "InstanceId": MANAGED,
            "UserId": MARY,
            "To": ["mary@example.com"],
            "Kind": "PasswordChanged",
            "CreatedAt": 1_795_256_131.0,
            "State": "CAPTURED",
            "StateChangedAt": 1_795_256_131.0,
        }]);
        assert_eq!(json!(listed), expected);
    });
}

#[test]
fn the_mails_of_a_changed_address_are_shown_with_their_texts() {
    each_engine(async |t| {
        let info = json!({"FirstName": "Mary", "LastName": "Major", "Email": "maria@example.net"});
        let update = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": info});
        t.root().done("UpdateUserIdentityInfo", update).await;

        let listed = t.root().all("roster:ListMails", json!({}), 10).await;

        assert_eq!(listed.len(), 2);
        let to = |address: &str| {
            let mut mails = listed.iter();
            mails.find(|mail| mail["To"] == json!([address])).expect(address)
        };
        let (old, new) = (to("mary@example.com"), to("maria@example.net"));
        for mail in [old, new] {
            assert_eq!(mail["Kind"], "EmailChanged");
            assert_eq!(mail["Subject"], "Your e-mail address for demo was changed");
            for form in ["Text", "Html"] {
                let text = mail[form].as_str().expect(form);
                assert_eq!(text.contains("undo-email-change"), mail == old, "{text}");
            }
        }
        let shown = t
            .root()
            .done("roster:GetMail", json!({"MailId": old["Id"]}))
            .await;
        assert_eq!(&shown["Mail"], old);
    });
}

#[test]
fn reading_mails_is_audited_without_texts_links_and_addresses() {
    each_engine(async |t| {
        let info = json!({"FirstName": "Mary", "LastName": "Major", "Email": "maria@example.net"});
        let update = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": info});
        t.root().done("UpdateUserIdentityInfo", update).await;
        let audited = t.audited();

        let listed = t.root().all("roster:ListMails", json!({}), 1).await;
        let shown = json!({"MailId": listed[0]["Id"]});
        t.root().done("roster:GetMail", shown.clone()).await;

        let audit = t.audit(audited);
        let operations: Vec<_> = audit
            .iter()
            .filter_map(|record| record.operation.as_deref())
            .collect();
        assert_eq!(operations, ["ListMails", "ListMails", "GetMail"]);
        let last = serde_json::to_value(&audit[2]).expect("JSON");
        assert_eq!(last["Parameters"], shown);
        let audit = serde_json::to_string(&audit.0).expect("JSON");
        for secret in ["token=", "@example", "undo", "Your e-mail address"] {
            assert!(!audit.contains(secret), "{secret}: {audit}");
        }
    });
}

#[test]
fn a_mail_is_not_shown_if_the_look_cannot_be_audited() {
    in_memory(async |t| {
        let id = stored(&t).await;
        t.fill_disk(true);

        let listed = t.root().call("roster:ListMails", json!({})).await;
        let shown = t.root().call("roster:GetMail", json!({"MailId": id})).await;

        for answer in [listed, shown] {
            assert!(answer.status >= 500, "{answer}");
            assert!(!answer.to_string().contains("mary@example.com"), "{answer}");
        }
    });
}

#[test]
fn no_mail_of_another_account_is_listed() {
    each_engine(async |t| {
        in_account(&t, OTHER_ACCOUNT, MANAGED).await;

        let listed = t.root().all("roster:ListMails", json!({}), 10).await;

        assert_eq!(listed, Vec::<Value>::new());
    });
}
