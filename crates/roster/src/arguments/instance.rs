//! The arguments of `roster instance`.

use clap::{Args, Subcommand};
use roster_domain::Language;
use roster_domain::rules::email_domain::EmailDomains;

use super::Administration;
use super::mail::language;
use super::serve::email_domains;

#[derive(Debug, Subcommand)]
pub(crate) enum Instance {
    /// Show the settings in force for an instance
    Show(InstanceShow),
    /// Change settings of an instance, on every server at once
    Set(InstanceUpdate),
}

#[derive(Args, Debug)]
pub(crate) struct InstanceShow {
    #[command(flatten)]
    pub(crate) administration: Administration,

    /// Instance, by id or alias
    #[arg(value_name = "ID|ALIAS")]
    pub(crate) instance: String,
}

#[derive(Args, Debug)]
#[group(id = "settings", required = true, multiple = true, args = ["mail_language", "email_domains"])]
pub(crate) struct InstanceUpdate {
    #[command(flatten)]
    pub(crate) administration: Administration,

    /// Instance, by id or alias
    #[arg(value_name = "ID|ALIAS")]
    pub(crate) instance: String,

    /// Language of mails: en, de, es, fr or ja, or default for that of the server
    #[arg(long, value_name = "LANGUAGE", value_parser = own_language)]
    pub(crate) mail_language: Option<OwnOrDefault<Language>>,

    /// Domains that e-mail addresses of users may have, such as example.com,example.org; any; or default for those of
    /// the server
    #[arg(long, value_name = "DOMAINS", value_parser = own_email_domains)]
    pub(crate) email_domains: Option<OwnOrDefault<EmailDomains>>,
}

/// A setting of an instance: its own, or the server's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OwnOrDefault<T> {
    Own(T),
    Default,
}

impl<T> OwnOrDefault<T> {
    fn parse<E>(text: &str, own: impl FnOnce(&str) -> Result<T, E>) -> Result<Self, E> {
        match text {
            "default" => Ok(Self::Default),
            text => own(text).map(Self::Own),
        }
    }
}

fn own_language(text: &str) -> Result<OwnOrDefault<Language>, &'static str> {
    let parsed = OwnOrDefault::parse(text, language);
    parsed.map_err(|_| "say en, de, es, fr or ja, or default")
}

fn own_email_domains(text: &str) -> Result<OwnOrDefault<EmailDomains>, &'static str> {
    match text {
        "any" => Ok(OwnOrDefault::Own(EmailDomains::default())),
        text => OwnOrDefault::parse(text, email_domains),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_a_value_or_the_default() {
        assert_eq!(own_language("de"), Ok(OwnOrDefault::Own(Language::De)));
        assert_eq!(own_language("default"), Ok(OwnOrDefault::Default));
        assert!(own_language("DE").is_err());
        let domains = |domains: &[&'static str]| OwnOrDefault::Own(EmailDomains::of(domains.iter().copied()));
        assert_eq!(
            own_email_domains("example.com, example.org"),
            Ok(domains(&["example.com", "example.org"]))
        );
        assert_eq!(own_email_domains("any"), Ok(domains(&[])));
        assert_eq!(own_email_domains("default"), Ok(OwnOrDefault::Default));
        assert!(own_email_domains("example").is_err());
    }
}
