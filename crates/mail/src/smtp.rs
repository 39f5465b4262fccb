//! The mail server that takes mails, by SMTP.

use std::net::IpAddr;
use std::str::FromStr;

use lettre::transport::smtp;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use roster_domain::{BoxFuture, truncate_chars};
use thiserror::Error;
use url::Url;

use crate::Sender;

/// How much of an error's text is shown.
const ERROR_CHARACTERS: usize = 120;

/// Refusals of a recipient or of a mail itself: another attempt would be refused too. Others of the class, such as a
/// wrong password or a server that takes no mail at all, may be mended.
const FINAL_REFUSALS: [&str; 4] = ["550", "551", "553", "556"];

/// Refusals of the user or password.
const REFUSALS_OF_USER: [&str; 5] = ["454", "530", "534", "535", "538"];

/// What takes mails.
pub trait MailServer: Send + Sync + 'static {
    /// Gives it a message.
    fn take<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<(), SendError>>;
}

/// A mail server did not take a mail. The text holds no personal data.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SendError {
    /// It may take it later.
    #[error("{0}")]
    Later(String),
    /// It never will.
    #[error("{0}")]
    Never(String),
}

/// Where a mail server is, and how it is reached: `smtp://` or `smtps://`, perhaps a user, host, perhaps a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpUrl {
    host: String,
    port: u16,
    user: Option<String>,
    security: Security,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Security {
    /// None: on this machine, or where the owner says so.
    Plain,
    /// STARTTLS, or no mail.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// Why a text is no URL of a mail server.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum SmtpUrlError {
    /// It is none at all.
    #[error(
        "say smtp:// or smtps://, a host, and possibly a user and a port, such as smtp://roster@mail.example.com:587"
    )]
    Malformed,
    /// It has the password.
    #[error("the password must be in the file of --smtp-password-file, not in the URL, which others can see")]
    Password,
    /// It would send the password in clear.
    #[error("a user needs TLS: leave tls=none out")]
    PlainPassword,
}

impl SmtpUrl {
    /// The user for authentication, if there is one.
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }
}

impl FromStr for SmtpUrl {
    type Err = SmtpUrlError;

    fn from_str(text: &str) -> Result<Self, SmtpUrlError> {
        let url = Url::parse(text).map_err(|_| SmtpUrlError::Malformed)?;
        if url.password().is_some() {
            return Err(SmtpUrlError::Password);
        }
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = host.ok_or(SmtpUrlError::Malformed)?;
        let is_bare = matches!(url.path(), "" | "/") && url.fragment().is_none();
        let security = match (url.scheme(), url.query()) {
            ("smtps", None) => Security::Tls,
            ("smtp", None) if is_this_machine(host) => Security::Plain,
            ("smtp", None | Some("tls=required")) => Security::StartTls,
            ("smtp", Some("tls=none")) => Security::Plain,
            _ => return Err(SmtpUrlError::Malformed),
        };
        let user = match url.username() {
            "" => None,
            user => {
                let user = percent_encoding::percent_decode_str(user).decode_utf8();
                Some(user.map_err(|_| SmtpUrlError::Malformed)?.into_owned())
            }
        };
        if !is_bare {
            return Err(SmtpUrlError::Malformed);
        }
        if user.is_some() && security == Security::Plain && !is_this_machine(host) {
            return Err(SmtpUrlError::PlainPassword);
        }
        let port = url.port().unwrap_or(match security {
            Security::Tls => 465,
            Security::StartTls => 587,
            Security::Plain => 25,
        });
        let host = host.trim_matches(['[', ']']).to_owned();
        Ok(Self {
            host,
            port,
            user,
            security,
        })
    }
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// A mail server that is reached by SMTP. Each mail has a connection of its own.
pub struct SmtpServer(AsyncSmtpTransport<Tokio1Executor>);

impl SmtpServer {
    /// A mail server. Besides the authorities of the web it trusts those of `authorities`, in PEM.
    ///
    /// # Errors
    ///
    /// If the authorities are malformed.
    pub fn new(
        url: &SmtpUrl,
        password: Option<&str>,
        authorities: Option<&[u8]>,
        sender: &Sender,
    ) -> Result<Self, SendError> {
        let tls = || tls(&url.host, authorities).map_err(|error| send_error(&error));
        let hello = ClientId::Domain(sender.0.email.domain().to_owned());
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&url.host)
            .port(url.port)
            .hello_name(hello)
            .tls(match url.security {
                Security::Plain => Tls::None,
                Security::StartTls => Tls::Required(tls()?),
                Security::Tls => Tls::Wrapper(tls()?),
            });
        if let (Some(user), Some(password)) = (&url.user, password) {
            builder = builder.credentials(Credentials::new(user.clone(), password.to_owned()));
        }
        Ok(Self(builder.build()))
    }
}

fn tls(host: &str, authorities: Option<&[u8]>) -> Result<TlsParameters, smtp::Error> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(pem) = authorities {
        builder = builder.add_root_certificate(Certificate::from_pem(pem)?);
    }
    builder.build_rustls()
}

impl MailServer for SmtpServer {
    fn take<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<(), SendError>> {
        Box::pin(async move {
            let sent = self.0.send_raw(message.envelope(), &message.formatted()).await;
            sent.map(|_| ()).map_err(|error| send_error(&error))
        })
    }
}

/// What an error of the transport says. The answers of servers may repeat addresses, so only their codes are shown.
fn send_error(error: &smtp::Error) -> SendError {
    let Some(code) = error.status().map(|code| code.to_string()) else {
        let text = format!("the mail server cannot be used: {error}");
        return SendError::Later(truncate_chars(&text, ERROR_CHARACTERS).to_owned());
    };
    if FINAL_REFUSALS.contains(&code.as_str()) {
        SendError::Never(format!(
            "the mail server refuses the recipient or the mail, with {code}"
        ))
    } else if REFUSALS_OF_USER.contains(&code.as_str()) {
        SendError::Later(format!(
            "the mail server refuses the user or password, with {code}"
        ))
    } else {
        SendError::Later(format!("the mail server takes no mail now, with {code}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Result<SmtpUrl, SmtpUrlError> {
        text.parse()
    }

    fn smtp(host: &str, port: u16, user: Option<&str>, security: Security) -> SmtpUrl {
        SmtpUrl {
            host: host.to_owned(),
            port,
            user: user.map(str::to_owned),
            security,
        }
    }

    #[test]
    fn a_server_elsewhere_is_reached_with_tls() {
        assert_eq!(
            url("smtp://mail.example.com"),
            Ok(smtp("mail.example.com", 587, None, Security::StartTls))
        );
        assert_eq!(
            url("smtps://roster%40example.com@mail.example.com"),
            Ok(smtp(
                "mail.example.com",
                465,
                Some("roster@example.com"),
                Security::Tls
            ))
        );
        assert_eq!(
            url("smtp://mail.example.com:2525?tls=none"),
            Ok(smtp("mail.example.com", 2525, None, Security::Plain))
        );
    }

    #[test]
    fn a_server_on_this_machine_is_reached_without_unless_that_is_required() {
        assert_eq!(
            url("smtp://localhost"),
            Ok(smtp("localhost", 25, None, Security::Plain))
        );
        assert_eq!(
            url("smtp://roster@127.0.0.1:2525"),
            Ok(smtp("127.0.0.1", 2525, Some("roster"), Security::Plain))
        );
        assert_eq!(
            url("smtp://[::1]:25?tls=required"),
            Ok(smtp("::1", 25, None, Security::StartTls))
        );
    }

    #[test]
    fn no_url_shows_a_password_or_sends_it_in_clear() {
        assert_eq!(
            url("smtp://roster:secret@mail.example.com"),
            Err(SmtpUrlError::Password)
        );
        assert_eq!(
            url("smtp://roster@mail.example.com?tls=none"),
            Err(SmtpUrlError::PlainPassword)
        );
    }

    #[test]
    fn what_is_no_url_of_a_mail_server_is_refused() {
        for text in [
            "",
            "mail.example.com",
            "https://mail.example.com",
            "smtp://",
            "smtp://mail.example.com/inbox",
            "smtp://mail.example.com?tls=maybe",
            "smtps://mail.example.com?tls=none",
            "smtp://mail.example.com#a",
        ] {
            assert_eq!(url(text), Err(SmtpUrlError::Malformed), "{text}");
        }
    }
}
