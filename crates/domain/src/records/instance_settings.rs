//! The settings of an instance.

use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::rules::email_domain::EmailDomains;

/// What an administrator has chosen for an instance. Where there is nothing, the server's setting holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct InstanceSettings {
    /// The language of mails to the users.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_language: Option<Language>,
    /// The domains that e-mail addresses of users may have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_domains: Option<EmailDomains>,
}

impl InstanceSettings {
    /// Whether the server's settings hold for everything.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
