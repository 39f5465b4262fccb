//! The arguments of `roster serve` about mail, and those of `roster mail`.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::FalseyValueParser;
use clap::{ArgAction, Args, Subcommand};
use roster_domain::Language;
use roster_mail::{Sender, SmtpUrl};

use super::{Administration, seconds};

/// How mails are made and delivered.
#[derive(Args, Debug)]
pub(crate) struct Delivery {
    /// Mail server for mails: smtp:// (with STARTTLS, unless it is on this machine) or smtps://, possibly with a
    /// user and a port, such as smtp://roster@mail.example.com:587; without it mails are only kept, for
    /// `roster mail list`
    #[arg(long, env = "ROSTER_SMTP", value_name = "URL", requires = "mail_from")]
    pub(crate) smtp: Option<SmtpUrl>,

    /// File with the password of the user of --smtp
    #[arg(
        long,
        env = "ROSTER_SMTP_PASSWORD_FILE",
        value_name = "FILE",
        requires = "smtp"
    )]
    pub(crate) smtp_password_file: Option<PathBuf>,

    /// File of certificate authorities, in PEM, to trust for the mail server besides those of the web
    #[arg(long, env = "ROSTER_SMTP_CA_FILE", value_name = "FILE", requires = "smtp")]
    pub(crate) smtp_ca_file: Option<PathBuf>,

    /// Time-out for the mail server to take a mail, in seconds
    #[arg(long, env = "ROSTER_SMTP_TIMEOUT", value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(crate) smtp_timeout: Duration,

    /// Maximum number of mails per second from this server
    #[arg(long, env = "ROSTER_SMTP_RATE", value_name = "RATE", default_value = "10", value_parser = rate)]
    pub(crate) smtp_rate: f64,

    /// Sender of mails, possibly with a name, such as 'Roster <roster@example.com>'
    #[arg(long, env = "ROSTER_MAIL_FROM", value_name = "ADDRESS")]
    pub(crate) mail_from: Option<Sender>,

    /// Language of mails, for instances that have none of their own: en, de, es, fr or ja
    #[arg(long, env = "ROSTER_MAIL_LANGUAGE", value_name = "LANGUAGE", default_value = "en", value_parser = language)]
    pub(crate) mail_language: Language,

    /// How long mails are kept, in days; mails that are still to be delivered are kept for longer
    #[arg(long, env = "ROSTER_MAIL_RETENTION", value_name = "DAYS", default_value = "90", value_parser = days)]
    pub(crate) mail_retention: Duration,

    /// Send new users a mail with a link for choosing a password
    #[arg(long, env = "ROSTER_WELCOME_MAIL", action = ArgAction::SetTrue, value_parser = FalseyValueParser::new())]
    pub(crate) welcome_mail: bool,

    /// Send users a mail when they sign in from an unknown place
    #[arg(long, env = "ROSTER_NEW_SIGN_IN_MAIL", action = ArgAction::SetTrue, value_parser = FalseyValueParser::new())]
    pub(crate) new_sign_in_mail: bool,

    /// Folder of templates of mails, in place of those that Roster brings
    #[arg(long, env = "ROSTER_MAIL_TEMPLATES", value_name = "DIR")]
    pub(crate) mail_templates: Option<PathBuf>,
}

/// Eight mails wait for their turn at most, and a turn comes within minutes.
fn rate(text: &str) -> Result<f64, &'static str> {
    let rate: Option<f64> = text.parse().ok();
    rate.filter(|rate| (0.05..=1000.0).contains(rate))
        .ok_or("say how many mails a second, from 0.05 to 1000")
}

fn days(text: &str) -> Result<Duration, &'static str> {
    let days: Option<u64> = text.parse().ok();
    let days = days.filter(|days| (1..=36_500).contains(days));
    days.map(|days| Duration::from_hours(24 * days))
        .ok_or("say how many days, from 1 to 36500")
}

/// A language of mails, by its code.
pub(super) fn language(code: &str) -> Result<Language, &'static str> {
    Language::of_code(code).ok_or("say en, de, es, fr or ja")
}

#[derive(Debug, Subcommand)]
pub(crate) enum Mail {
    /// List mails, the newest last
    List(MailList),
    /// Show a mail with its text, which may hold a link that still works
    Show {
        #[command(flatten)]
        administration: Administration,

        /// Mail id, as in `roster mail list`
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Write a page that shows the newest mails as their readers see them, and print its address for a browser
    Open(MailOpen),
    /// Deliver mails now, also if they were delivered before
    Resend {
        #[command(flatten)]
        administration: Administration,

        /// Mail ids, as in `roster mail list`
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
    },
}

#[derive(Args, Debug)]
pub(crate) struct MailList {
    #[command(flatten)]
    pub(crate) administration: Administration,

    /// Instance, by id or alias [default: every instance of the account in the Region]
    #[arg(long, alias = "instance-id", value_name = "ID|ALIAS")]
    pub(crate) instance: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct MailOpen {
    #[command(flatten)]
    pub(crate) list: MailList,

    /// File to write, for its owner only [default: a new one in the folder for temporary files]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retention_is_a_number_of_days() {
        assert_eq!(days("90"), Ok(Duration::from_hours(2160)));
        for nonsense in ["", "0", "-1", "36501", "90d", "1.5"] {
            assert!(days(nonsense).is_err(), "{nonsense}");
        }
    }

    #[test]
    fn a_rate_is_a_sensible_number_of_mails_per_second() {
        assert_eq!(rate("10"), Ok(10.0));
        assert_eq!(rate("0.5"), Ok(0.5));
        for nonsense in ["", "0", "-1", "NaN", "inf", "1001", "10/s"] {
            assert!(rate(nonsense).is_err(), "{nonsense}");
        }
    }
}
