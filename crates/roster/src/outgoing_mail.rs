//! The mails of a server: their templates, and the mail server that takes them.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use roster_domain::clock::Clock;
use roster_mail::{SmtpServer, Templates};
use roster_service::{DeliveryLimits, MailDelivery, MailRetention, Outbox, SecretCiphers};
use roster_store::Store;

use crate::arguments::Delivery;

/// The outbox, with the templates of the arguments.
pub(crate) fn outbox(arguments: &Delivery) -> anyhow::Result<Outbox> {
    let templates = match &arguments.mail_templates {
        Some(folder) => Templates::with_overrides(folder)?,
        None => Templates::built_in(),
    };
    Ok(match arguments.smtp {
        Some(_) => Outbox::delivering(templates),
        None => Outbox::capturing(templates),
    })
}

/// What delivers mails to the mail server of the arguments, if there is one.
pub(crate) fn delivery(
    arguments: &Delivery,
    store: &Arc<dyn Store>,
    secret_ciphers: &Arc<SecretCiphers>,
    clock: &Arc<dyn Clock>,
) -> anyhow::Result<Option<MailDelivery>> {
    let (Some(url), Some(sender)) = (&arguments.smtp, &arguments.mail_from) else {
        return Ok(None);
    };
    let password = arguments
        .smtp_password_file
        .as_deref()
        .map(password)
        .transpose()?;
    match (url.user(), &password) {
        (Some(_), None) => {
            bail!("--smtp names a user: give the password in a file, with --smtp-password-file")
        }
        (None, Some(_)) => bail!("--smtp-password-file is of use only with a user in --smtp"),
        (Some(_), Some(_)) | (None, None) => {}
    }
    let authorities = arguments.smtp_ca_file.as_deref().map(read).transpose()?;
    let server = SmtpServer::new(url, password.as_deref(), authorities.as_deref(), sender)
        .context("the certificates of --smtp-ca-file cannot be used")?;
    let limits = DeliveryLimits {
        timeout: arguments.smtp_timeout,
        interval: Duration::from_secs_f64(1.0 / arguments.smtp_rate),
    };
    Ok(Some(MailDelivery::new(
        Arc::clone(store),
        Arc::clone(secret_ciphers),
        Arc::clone(clock),
        sender.clone(),
        Arc::new(server),
        limits,
    )))
}

/// What removes mails that are older than the arguments allow.
pub(crate) fn retention(
    arguments: &Delivery,
    store: &Arc<dyn Store>,
    clock: &Arc<dyn Clock>,
) -> MailRetention {
    MailRetention::new(Arc::clone(store), Arc::clone(clock), arguments.mail_retention)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// The first line of a file.
fn password(path: &Path) -> anyhow::Result<String> {
    let text = String::from_utf8(read(path)?);
    let text = text.with_context(|| format!("{} is not text", path.display()))?;
    match text.lines().next() {
        Some(password) if !password.is_empty() => Ok(password.to_owned()),
        Some(_) | None => bail!("{} has no password in its first line", path.display()),
    }
}
