//! Mails on their way from the server to a mail server.

use serde_json::{Value, json};

use crate::harness::{
    Certificate, INSTANCE, MARY, Mail, MailServer, Roster, SMTP_PASSWORD, SMTP_USER, Start, Wire,
    identity_info_of,
};

const OLD: &str = "mary@example.com";
const NEW: &str = "marym@example.org";

/// Starts a server that delivers mails to a mail server.
fn delivering(certificate: &Certificate, url: &str) -> Roster {
    let password = certificate.folder().join("password");
    std::fs::write(&password, SMTP_PASSWORD).expect("a file");
    let path = |path: &std::path::Path| path.to_str().expect("a path in UTF-8").to_owned();
    Start::with(&[
        "--demo",
        "--smtp",
        url,
        "--smtp-password-file",
        &path(&password),
        "--smtp-ca-file",
        &path(&certificate.pem()),
        "--mail-from",
        "Contact centre <no-reply@example.com>",
    ])
    .start()
}

/// Changes Mary's address, which the old and the new address are told.
fn change_address(server: &Roster) {
    let identity = json!({"FirstName": "Mary", "LastName": "Miller", "Email": NEW});
    let body = json!({"IdentityInfo": identity});
    let changed = Wire::to(server).send("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
    assert_eq!(changed.status, 200);
}

/// Fails unless the mail server gets both mails about the change as they are stored.
fn must_get_both_mails(mail_server: &mut MailServer, server: &Roster) {
    let mut mails = [mail_server.mail(), mail_server.mail()];
    mails.sort_by_key(|mail| mail["to"].to_string());
    for (mail, address) in mails.iter().zip([OLD, NEW]) {
        assert_eq!(mail["to"], json!([address]));
        assert_eq!(mail["from"], "no-reply@example.com");
        assert_eq!(
            (&mail["tls"], &mail["authenticated"]),
            (&json!(true), &json!(true))
        );
        assert_eq!(mail["defects"], json!([]));
        let is_sent = |stored: &Value| stored["To"][0] == address && stored["State"] == "SENT";
        let stored = Mail::until(server, &format!("no mail to {address} is sent"), is_sent).0;
        let headers = &mail["headers"];
        assert_eq!(headers["Subject"], stored["Subject"]);
        assert_eq!(headers["From"], "Contact centre <no-reply@example.com>");
        let id = stored["Id"].as_str().expect("an id");
        assert_eq!(headers["Message-ID"], format!("<{id}@example.com>"));
        let lines = |text: &Value| -> Vec<String> {
            let text = text.as_str().expect("a text").trim_end();
            text.lines().map(str::to_owned).collect()
        };
        assert_eq!(lines(&mail["text"]), lines(&stored["Text"]));
    }
}

#[test]
fn mails_are_delivered_over_tls_with_authentication() {
    let certificate = Certificate::new();
    for (tls, scheme, query) in [("starttls", "smtp", "?tls=required"), ("implicit", "smtps", "")] {
        let mut mail_server = MailServer::start(&certificate, tls, 0);
        let url = format!("{scheme}://{SMTP_USER}@localhost:{}{query}", mail_server.port);
        let server = delivering(&certificate, &url);

        change_address(&server);

        must_get_both_mails(&mut mail_server, &server);
    }
}

#[test]
fn mails_are_delivered_once_a_mail_server_that_was_gone_is_back() {
    let certificate = Certificate::new();
    let port = MailServer::start(&certificate, "starttls", 0).port;
    let url = format!("smtp://{SMTP_USER}@localhost:{port}?tls=required");
    let server = delivering(&certificate, &url);
    change_address(&server);
    for address in [OLD, NEW] {
        let has_failed = |mail: &Value| mail["To"][0] == address && mail["LastError"].is_string();
        let waiting = Mail::until(
            &server,
            &format!("no failure to deliver to {address}"),
            has_failed,
        )
        .0;
        assert_eq!(waiting["State"], "QUEUED");
        let error = waiting["LastError"].as_str().unwrap_or_default();
        assert!(error.starts_with("the mail server cannot be used"), "{error}");
    }

    let mut mail_server = MailServer::start(&certificate, "starttls", port);

    must_get_both_mails(&mut mail_server, &server);
}
