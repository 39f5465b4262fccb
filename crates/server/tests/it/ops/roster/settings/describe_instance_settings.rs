use roster_domain::Language;
use roster_testkit::{MANAGED, Setup, each_engine};
use serde_json::json;

use super::settings;

#[test]
fn an_instance_without_settings_of_its_own_has_those_of_the_server() {
    let setup = Setup {
        mail_language: Language::Fr,
        email_domains: Some("example.com"),
        ..Setup::default()
    };
    setup.each_engine(async |t| {
        let expected = json!({
            "MailLanguage": "fr",
            "EmailDomains": ["example.com"],
            "ServerDefaults": ["MAIL_LANGUAGE", "EMAIL_DOMAINS"],
        });
        assert_eq!(settings(&t, MANAGED).await, expected);
    });
}

#[test]
fn the_settings_of_an_instance_are_for_its_account_only() {
    each_engine(async |t| {
        let input = json!({"InstanceId": MANAGED});

        let answer = t.stranger().call("roster:DescribeInstanceSettings", input).await;

        assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
    });
}
