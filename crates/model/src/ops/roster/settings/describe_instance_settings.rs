//! DescribeInstanceSettings.

use roster_model_derive::{operation, shape};

use crate::patterns;
use crate::shapes::InstanceId;

/// Shows the settings in force for an instance.
#[operation(
    service = Roster,
    http = "GET /_roster/instance/{InstanceId}/settings",
    effect = Read,
    resources = "instance*",
)]
pub struct DescribeInstanceSettings;

/// The input of `DescribeInstanceSettings`.
#[shape]
pub struct DescribeInstanceSettingsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}

/// The output of `DescribeInstanceSettings`.
#[shape]
pub struct DescribeInstanceSettingsResponse {
    /// The language of mails to the users.
    pub mail_language: Option<MailLanguage>,
    /// The domains that e-mail addresses of users may have; any, if the list is empty.
    pub email_domains: Option<EmailDomainList>,
    /// The settings above that are the server's, because the instance has none of its own.
    pub server_defaults: Option<InstanceSettingList>,
}

/// A language of mails, by its code of ISO 639-1.
#[shape(kebab_case)]
pub enum MailLanguage {
    /// English.
    En,
    /// German.
    De,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// Japanese.
    Ja,
}

/// Domains of e-mail addresses.
#[shape(length(_, 100))]
pub struct EmailDomainList(pub Vec<EmailDomain>);

/// A domain of e-mail addresses, in any case.
#[shape(pattern = patterns::EMAIL_DOMAIN)]
pub struct EmailDomain(pub String);

/// Settings that an instance can have of its own.
#[shape(length(_, 10))]
pub struct InstanceSettingList(pub Vec<InstanceSetting>);

/// A setting that an instance can have of its own.
#[shape]
pub enum InstanceSetting {
    /// The language of mails to the users.
    MailLanguage,
    /// The domains that e-mail addresses of users may have.
    EmailDomains,
}
