//! The target of an address.

use crate::address::TargetAddress;
use crate::file::AppendedFile;
use crate::syslog::SyslogReceiver;
use crate::target::{SettingsError, Target, TargetSettings};
use crate::webhook::Webhook;

/// The target of this address. Nothing is sent yet.
///
/// # Errors
///
/// If the settings cannot be used, or are not for such a target.
pub fn open_target(
    address: TargetAddress,
    settings: &TargetSettings,
) -> Result<Box<dyn Target>, SettingsError> {
    let is_webhook = matches!(address, TargetAddress::Webhook(_));
    if !is_webhook && (settings.authorization.is_some() || settings.signing_key.is_some()) {
        let reason = "an authorization and a signing key are for webhooks: https:// or http://";
        return Err(SettingsError(reason.to_owned()));
    }
    Ok(match address {
        TargetAddress::Syslog(place) => Box::new(SyslogReceiver::new(place, settings)?),
        TargetAddress::Webhook(uri) => Box::new(Webhook::new(uri, settings)?),
        TargetAddress::File(path) => Box::new(AppendedFile::new(path)),
    })
}
