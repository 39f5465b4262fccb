//! Mails to aiosmtpd, a mail server in Python. `cargo xtask test` installs it; without it, as without PostgreSQL, there
//! is less to test.

mod server;

use roster_domain::account_mail::{AccountMail, AccountMailKind};
use roster_domain::records::{Mail, MailState};
use roster_domain::{AccountRegion, Id, Language};
use roster_mail::{Addressee, MailServer, SendError, Sender, SmtpServer, Templates, message};
use roster_model::shapes::Timestamp;

use server::{Authority, Server, python};

const ID: &str = "87654321-2222-1234-1234-111234567891";
const NOW: Timestamp = Timestamp {
    milliseconds: 1_795_256_130_250,
};
const LINK: &str = "https://connect.example/console/demo/reset-password?token=abc";

fn sender() -> Sender {
    "Röster <roster@example.com>".parse().expect("a sender")
}

/// Sends a mail to Mary.
async fn send(server: &SmtpServer, language: Language) -> Result<(), SendError> {
    let id = |text| Id::parse(text).expect("an id");
    let mail = Mail {
        id: id(ID),
        account_region: AccountRegion::of_region("123456789012", "us-east-1").expect("a Region"),
        instance_id: id(ID),
        user_id: id(ID),
        kind: AccountMailKind::PasswordReset,
        to: "mary@münchen.example".to_owned(),
        created: NOW,
        state: MailState::Queued,
        state_time: NOW,
        content: String::new(),
    };
    let addressee = Addressee {
        name: "Mary Müller",
        username: "mary",
        instance: "demo",
    };
    let account_mail = AccountMail::PasswordReset {
        link: LINK.to_owned(),
    };
    let content = Templates::built_in()
        .render(language, addressee, &account_mail, NOW)
        .expect("a mail");
    server
        .take(&message(&sender(), &mail, &content).expect("a message"))
        .await
}

/// The server of a URL; the authority of [`Authority`] is trusted, if there is one.
fn smtp(url: &str, password: Option<&str>, authority: Option<&Authority>) -> SmtpServer {
    let url = url.parse().expect("a URL");
    let authority = authority.map(|authority| authority.pem.as_bytes());
    SmtpServer::new(&url, password, authority, &sender()).expect("a server")
}

fn later(code: &str) -> String {
    match code {
        "535" => format!("the mail server refuses the user or password, with {code}"),
        _ => format!("the mail server takes no mail now, with {code}"),
    }
}

#[tokio::test]
async fn a_mail_arrives_over_starttls_with_authentication() {
    let python = python();
    let authority = Authority::new();
    let options = ["--tls", "starttls", "--user", "roster", "--password", "s3cret"];
    let mut server = Server::start(&python, Some(&authority), &options).await;
    let url = format!("smtp://roster@localhost:{}?tls=required", server.port);

    let sent = send(&smtp(&url, Some("s3cret"), Some(&authority)), Language::En).await;

    assert_eq!(sent, Ok(()));
    let mail = server.mail().await;
    assert_eq!(mail["tls"], true);
    assert_eq!(mail["authenticated"], true);
    assert_eq!(mail["from"], "roster@example.com");
    assert_eq!(mail["to"], serde_json::json!(["mary@xn--mnchen-3ya.example"]));
    assert_eq!(mail["defects"], serde_json::json!([]));
    let headers = &mail["headers"];
    assert_eq!(headers["From"], "Röster <roster@example.com>");
    assert_eq!(headers["Subject"], "Choose a new password for demo");
    assert_eq!(headers["Message-ID"], format!("<{ID}@example.com>"));
    assert_eq!(headers["Auto-Submitted"], "auto-generated");
    let text = mail["text"].as_str().expect("text");
    assert!(
        text.starts_with("Hello Mary Müller,") && text.contains(LINK),
        "{text}"
    );
    assert!(
        mail["html"]
            .as_str()
            .expect("HTML")
            .contains("<p>Hello Mary Müller,</p>")
    );
}

#[tokio::test]
async fn a_mail_arrives_over_tls_from_the_first_byte_in_any_script() {
    let python = python();
    let authority = Authority::new();
    let mut server = Server::start(&python, Some(&authority), &["--tls", "implicit"]).await;
    let url = format!("smtps://localhost:{}", server.port);

    let sent = send(&smtp(&url, None, Some(&authority)), Language::Ja).await;

    assert_eq!(sent, Ok(()));
    let mail = server.mail().await;
    assert_eq!(mail["tls"], true);
    assert_eq!(mail["headers"]["Subject"], "demo の新しいパスワードの設定");
    assert!(
        mail["text"].as_str().expect("text").starts_with("Mary Müller 様"),
        "{mail}"
    );
}

#[tokio::test]
async fn a_mail_arrives_on_this_machine_without_tls() {
    let python = python();
    let mut server = Server::start(&python, None, &[]).await;

    let sent = send(
        &smtp(&format!("smtp://localhost:{}", server.port), None, None),
        Language::En,
    )
    .await;

    assert_eq!(sent, Ok(()));
    assert_eq!(server.mail().await["tls"], false);
}

#[tokio::test]
async fn a_wrong_password_is_tried_again_later() {
    let python = python();
    let authority = Authority::new();
    let options = ["--tls", "starttls", "--user", "roster", "--password", "s3cret"];
    let server = Server::start(&python, Some(&authority), &options).await;
    let url = format!("smtp://roster@localhost:{}?tls=required", server.port);

    let sent = send(&smtp(&url, Some("wrong"), Some(&authority)), Language::En).await;

    assert_eq!(sent, Err(SendError::Later(later("535"))));
}

#[tokio::test]
async fn no_mail_goes_to_a_server_with_the_certificate_of_a_stranger() {
    let python = python();
    let authority = Authority::new();
    for (tls, scheme, query) in [("starttls", "smtp", "?tls=required"), ("implicit", "smtps", "")] {
        let mut server = Server::start(&python, Some(&authority), &["--tls", tls]).await;
        let url = format!("{scheme}://localhost:{}{query}", server.port);

        for trusted in [None, Some(&Authority::new())] {
            let sent = send(&smtp(&url, None, trusted), Language::En).await;
            assert!(matches!(sent, Err(SendError::Later(_))), "{sent:?}");
        }

        assert_eq!(server.stopped().await, "");
    }
}

#[tokio::test]
async fn no_mail_goes_in_clear_where_tls_is_required() {
    let python = python();
    let mut server = Server::start(&python, None, &[]).await;
    let url = format!("smtp://localhost:{}?tls=required", server.port);

    let sent = send(&smtp(&url, None, None), Language::En).await;

    assert!(matches!(sent, Err(SendError::Later(_))), "{sent:?}");
    assert_eq!(server.stopped().await, "");
}

#[tokio::test]
async fn a_refused_recipient_is_final_and_a_busy_server_is_not() {
    let python = python();
    let refused = "the mail server refuses the recipient or the mail, with 550".to_owned();
    for (options, expected) in [
        (["--answer-recipient", "550"], SendError::Never(refused.clone())),
        (["--answer-recipient", "450"], SendError::Later(later("450"))),
        (["--answer-data", "550"], SendError::Never(refused)),
        (["--answer-data", "451"], SendError::Later(later("451"))),
        (["--answer-data", "554"], SendError::Later(later("554"))),
    ] {
        let server = Server::start(&python, None, &options).await;
        let smtp = smtp(&format!("smtp://localhost:{}", server.port), None, None);

        assert_eq!(send(&smtp, Language::En).await, Err(expected), "{options:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_gone_is_tried_again_later() {
    let python = python();
    let mut server = Server::start(&python, None, &[]).await;
    let smtp = smtp(&format!("smtp://localhost:{}", server.port), None, None);
    assert_eq!(send(&smtp, Language::En).await, Ok(()));

    server.mail().await;
    server.stopped().await;

    let sent = send(&smtp, Language::En).await;
    assert!(matches!(sent, Err(SendError::Later(_))), "{sent:?}");
}
