//! UpdateInstanceSettings.

use roster_model_derive::{operation, shape};

use super::{EmailDomainList, InstanceSettingList, MailLanguage};
use crate::shapes::InstanceId;

/// Changes settings of an instance, on every server at once. Settings that the request leaves out stay as they are.
#[operation(
    service = Roster,
    http = "POST /_roster/instance/{InstanceId}/settings",
    effect = Write,
    resources = "instance*",
    no_output,
)]
pub struct UpdateInstanceSettings;

/// The input of `UpdateInstanceSettings`.
#[shape]
pub struct UpdateInstanceSettingsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The language of mails to the users.
    pub mail_language: Option<MailLanguage>,
    /// The domains that e-mail addresses of users may have; any, if the list is empty.
    pub email_domains: Option<EmailDomainList>,
    /// The settings to take back to the server's.
    pub server_defaults: Option<InstanceSettingList>,
}
