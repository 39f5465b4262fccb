//! The settings in force for an instance: its own, else the server's.

use roster_domain::Language;
use roster_domain::records::Instance;
use roster_domain::rules::email_domain::EmailDomains;

use crate::request_context::RequestContext;

impl RequestContext {
    /// The language of mails to the users of an instance.
    pub(crate) fn mail_language(&self, instance: &Instance) -> Language {
        let own = instance.settings.mail_language;
        own.unwrap_or(self.settings.mail_language)
    }

    /// The domains that e-mail addresses of the users of an instance may have.
    pub(crate) fn email_domains<'a>(&'a self, instance: &'a Instance) -> &'a EmailDomains {
        let own = instance.settings.email_domains.as_ref();
        own.unwrap_or(&self.settings.email_domains)
    }
}
