use roster_domain::Language;

use crate::prelude::roster::*;

handler!(DescribeInstanceSettings, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let domains = cx.email_domains(&instance).iter();
    let domains: Vec<_> = domains.map(|domain| domain.to_owned().into()).collect();
    let own = &instance.settings;
    let not_own = [
        (InstanceSetting::MailLanguage, own.mail_language.is_none()),
        (InstanceSetting::EmailDomains, own.email_domains.is_none()),
    ];
    let not_own = not_own.into_iter().filter(|(_, is_not_own)| *is_not_own);
    Ok(Response {
        mail_language: Some(shape(cx.mail_language(&instance))),
        email_domains: Some(domains.into()),
        server_defaults: Some(InstanceSettingList(not_own.map(|(setting, _)| setting).collect())),
    })
});

const fn shape(language: Language) -> MailLanguage {
    match language {
        Language::En => MailLanguage::En,
        Language::De => MailLanguage::De,
        Language::Es => MailLanguage::Es,
        Language::Fr => MailLanguage::Fr,
        Language::Ja => MailLanguage::Ja,
    }
}
