use roster_domain::Language;
use roster_testkit::{Answer, MANAGED, MARY, Roster, Setup, each_engine, each_engine_together, with};
use serde_json::{Value, json};

use super::settings;

async fn set(t: &Roster, instance: &str, changed: Value) -> Answer {
    let input = with(json!({"InstanceId": instance}), changed);
    t.root().call("roster:UpdateInstanceSettings", input).await
}

async fn set_address(t: &Roster, instance: &str, user: &str, email: &str) -> Answer {
    let info = json!({"FirstName": "Ana", "LastName": "Alvarez", "Email": email});
    let input = json!({"InstanceId": instance, "UserId": user, "IdentityInfo": info});
    t.root().call("UpdateUserIdentityInfo", input).await
}

/// The subjects of the mails to an address.
async fn subjects(t: &Roster, to: &str) -> Vec<Value> {
    let mails = t.root().all("roster:ListMails", json!({}), 10).await;
    let mails = mails.into_iter().filter(|mail| mail["To"] == json!([to]));
    mails.map(|mut mail| mail["Subject"].take()).collect()
}

#[test]
fn what_a_request_leaves_out_stays_as_it_is() {
    each_engine(async |t| {
        assert_eq!(set(&t, MANAGED, json!({"MailLanguage": "de"})).await.status, 200);

        let domains = json!({"EmailDomains": ["Example.com", "example.org"]});
        assert_eq!(set(&t, MANAGED, domains).await.status, 200);

        let expected = json!({
            "MailLanguage": "de",
            "EmailDomains": ["example.com", "example.org"],
            "ServerDefaults": [],
        });
        assert_eq!(settings(&t, MANAGED).await, expected);
    });
}

#[test]
fn a_setting_can_be_taken_back_to_the_servers() {
    let setup = Setup {
        mail_language: Language::Es,
        email_domains: Some("example.com"),
        ..Setup::default()
    };
    setup.each_engine(async |t| {
        let own = json!({"MailLanguage": "ja", "EmailDomains": []});
        assert_eq!(set(&t, MANAGED, own).await.status, 200);
        assert_eq!(settings(&t, MANAGED).await["EmailDomains"], json!([]));

        let back = json!({"ServerDefaults": ["EMAIL_DOMAINS"]});
        assert_eq!(set(&t, MANAGED, back).await.status, 200);

        let expected = json!({
            "MailLanguage": "ja",
            "EmailDomains": ["example.com"],
            "ServerDefaults": ["EMAIL_DOMAINS"],
        });
        assert_eq!(settings(&t, MANAGED).await, expected);
    });
}

#[test]
fn a_setting_cannot_be_changed_and_taken_back_at_once() {
    each_engine(async |t| {
        let both = json!({"MailLanguage": "de", "ServerDefaults": ["MAIL_LANGUAGE"]});

        let answer = set(&t, MANAGED, both).await;

        assert_eq!(answer.error(), Some("InvalidRequestException"), "{answer}");
        assert_eq!(
            answer.message(),
            "MailLanguage and ServerDefaults set the same: send one of them"
        );
        assert_eq!(settings(&t, MANAGED).await["MailLanguage"], "en");
    });
}

#[test]
fn what_is_no_language_or_domain_is_refused() {
    each_engine(async |t| {
        for nonsense in [
            json!({"MailLanguage": "nl"}),
            json!({"EmailDomains": ["example"]}),
            json!({"EmailDomains": ["mary@example.com"]}),
            json!({"EmailDomains": vec!["example.com"; 101]}),
            json!({"ServerDefaults": ["TAKEOVER_GUARD"]}),
        ] {
            let answer = set(&t, MANAGED, nonsense).await;
            assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
        }
    });
}

#[test]
fn mails_are_in_the_language_of_the_instance_or_else_in_that_of_the_server() {
    each_engine(async |t| {
        let other = t.root().make_instance("acme").await;
        let ana = t.root().make_user(&other, "ana").await;
        assert_eq!(set_address(&t, &other, &ana, "ana@example.com").await.status, 200);
        assert_eq!(set(&t, MANAGED, json!({"MailLanguage": "de"})).await.status, 200);

        set_address(&t, MANAGED, MARY, "maria@example.com").await;
        set_address(&t, &other, &ana, "anna@example.com").await;

        let german = json!("Ihre E-Mail-Adresse für demo wurde geändert");
        assert_eq!(subjects(&t, "mary@example.com").await, [german]);
        let english = json!("Your e-mail address for acme was changed");
        assert_eq!(subjects(&t, "ana@example.com").await, [english]);
    });
}

#[test]
fn a_domain_is_refused_on_one_instance_and_allowed_on_another() {
    each_engine(async |t| {
        let other = t.root().make_instance("acme").await;
        let ana = t.root().make_user(&other, "ana").await;
        let domains = json!({"EmailDomains": ["example.com"]});
        assert_eq!(set(&t, MANAGED, domains).await.status, 200);

        let refused = set_address(&t, MANAGED, MARY, "mary@example.net").await;
        let allowed = set_address(&t, &other, &ana, "ana@example.net").await;

        assert_eq!(refused.error(), Some("InvalidParameterException"));
        assert_eq!(
            refused.message(),
            "IdentityInfo.Email must have a domain that is allowed here: example.com"
        );
        assert_eq!(allowed.status, 200, "{allowed}");
        let bo = with(
            t.root().new_user(MANAGED, "bo").await,
            json!({"IdentityInfo": {"FirstName": "Bo", "LastName": "Berg", "Email": "bo@example.net"}}),
        );
        let new = t.root().call("CreateUser", bo).await;
        assert_eq!(new.error(), Some("InvalidParameterException"), "{new}");
    });
}

#[test]
fn a_change_of_a_setting_holds_on_every_server_at_once() {
    each_engine_together(async |servers| {
        let (first, last) = (&servers[0], &servers[servers.len() - 1]);
        for round in 0..3 {
            let address = format!("mary{round}@example.net");
            let domains = json!({"EmailDomains": ["example.com"]});
            assert_eq!(set(first, MANAGED, domains).await.status, 200);
            assert_eq!(set_address(last, MANAGED, MARY, &address).await.status, 400);

            let back = json!({"ServerDefaults": ["EMAIL_DOMAINS"]});
            assert_eq!(set(first, MANAGED, back).await.status, 200);
            assert_eq!(set_address(last, MANAGED, MARY, &address).await.status, 200);
        }
    });
}

#[test]
fn the_audit_shows_which_settings_changed() {
    each_engine(async |t| {
        let audited = t.audited();
        let own = json!({"MailLanguage": "de", "EmailDomains": ["example.com"]});
        assert_eq!(set(&t, MANAGED, own).await.status, 200);

        let audit = t.audit(audited);

        let changes = &audit.only().changes;
        let mut changes: Vec<_> = changes
            .iter()
            .map(|change| (&*change.member, &change.after))
            .collect();
        changes.sort_by_key(|(member, _)| *member);
        let expected = [
            ("Settings.EmailDomains", &Some(json!(["example.com"]))),
            ("Settings.MailLanguage", &Some(json!("de"))),
        ];
        assert_eq!(changes, expected);
    });
}

#[test]
fn the_settings_go_with_the_instance() {
    each_engine(async |t| {
        let other = t.root().make_instance("acme").await;
        assert_eq!(set(&t, &other, json!({"MailLanguage": "de"})).await.status, 200);

        let input = json!({"InstanceId": other});
        t.root().done("DeleteInstance", input.clone()).await;

        let answer = t.root().call("roster:DescribeInstanceSettings", input).await;
        assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
        let again = t.root().make_instance("acme").await;
        assert_eq!(settings(&t, &again).await["MailLanguage"], "en");
    });
}

#[test]
fn a_new_instance_with_the_same_client_token_is_the_one_with_its_settings() {
    each_engine(async |t| {
        let input = json!({
            "ClientToken": "t", "IdentityManagementType": "CONNECT_MANAGED", "InstanceAlias": "acme",
            "InboundCallsEnabled": true, "OutboundCallsEnabled": true,
        });
        let made = t.root().done("CreateInstance", input.clone()).await;
        let id = made["Id"].as_str().expect("an id");
        assert_eq!(set(&t, id, json!({"MailLanguage": "de"})).await.status, 200);

        let again = t.root().done("CreateInstance", input).await;

        assert_eq!(again["Id"], made["Id"]);
        assert_eq!(settings(&t, id).await["MailLanguage"], "de");
    });
}
