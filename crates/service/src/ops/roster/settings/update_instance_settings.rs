use roster_domain::Language;
use roster_domain::records::InstanceSettings;
use roster_domain::rules::email_domain::EmailDomains;
use roster_domain::rules::{Breach, Fault};

use crate::prelude::roster::*;

handler!(UpdateInstanceSettings, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let settings = changed(&instance.settings, request)?;
    if settings != instance.settings {
        let new = Instance {
            settings,
            ..instance.clone()
        };
        cx.replace(&instance, &new).await?;
    }
    Ok(NoOutput)
});

/// Settings after a request.
fn changed(
    old: &InstanceSettings,
    request: &UpdateInstanceSettingsRequest,
) -> Result<InstanceSettings, Vec<Breach>> {
    let mut new = old.clone();
    let mut breaches = Vec::new();
    for setting in request
        .server_defaults
        .iter()
        .flat_map(|settings| settings.iter())
    {
        let (member, is_set_too) = match setting {
            InstanceSetting::MailLanguage => {
                new.mail_language = None;
                ("MailLanguage", request.mail_language.is_some())
            }
            InstanceSetting::EmailDomains => {
                new.email_domains = None;
                ("EmailDomains", request.email_domains.is_some())
            }
        };
        if is_set_too {
            let other = "ServerDefaults";
            let fault = Fault::Twice { other };
            breaches.push(Breach { member, fault });
        }
    }
    if let Some(shape) = request.mail_language {
        new.mail_language = Some(language(shape));
    }
    if let Some(domains) = &request.email_domains {
        let domains = domains.iter().map(|domain| domain.as_str());
        new.email_domains = Some(EmailDomains::of(domains));
    }
    if breaches.is_empty() {
        Ok(new)
    } else {
        Err(breaches)
    }
}

const fn language(shape: MailLanguage) -> Language {
    match shape {
        MailLanguage::En => Language::En,
        MailLanguage::De => Language::De,
        MailLanguage::Es => Language::Es,
        MailLanguage::Fr => Language::Fr,
        MailLanguage::Ja => Language::Ja,
    }
}
