//! Everything about a request but its input: the caller, the time, the settings, the source of ids.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use roster_audit_delivery::Bucket;
use roster_domain::random::Random;
use roster_domain::records::InstanceResource;
use roster_domain::rules::email_domain::EmailDomains;
use roster_domain::rules::identity_info::OmittedEmail;
use roster_domain::rules::quotas::Quotas;
use roster_domain::rules::second_factor::SecondFactorPolicy;
use roster_domain::rules::takeover::TakeoverGuard;
use roster_domain::{AccountRegion, Accounts, Caller, Id, Language};
use roster_model::shapes::Timestamp;

use crate::outbox::Outbox;
use crate::refusal::Refusal;
use crate::secret_cipher::SecretCiphers;

/// What the administrator has chosen where AWS is silent.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What becomes of a primary address that an update leaves out.
    pub omitted_email: OmittedEmail,
    /// Whether the quotas hold that AWS raises on request.
    pub quotas: Quotas,
    /// What happens when a principal changes the primary address of a user.
    pub takeover_guard: TakeoverGuard,
    /// For how long after a change of the primary address a reset of the password is suspect, or impossible.
    pub cool_off: Duration,
    /// The language of mails, where the instance has none of its own.
    pub mail_language: Language,
    /// The domains that e-mail addresses may have, where the instance has none of its own.
    pub email_domains: Arc<EmailDomains>,
    /// Whether new users get a mail with a link for choosing a password.
    pub welcome_mail: bool,
    /// Whether users get a mail when they sign in from an unknown place.
    pub new_sign_in_mail: bool,
    /// Which users need a second factor.
    pub second_factor: SecondFactorPolicy,
    /// How many changes, reads and lists may each wait for the store; further ones are refused.
    pub max_waiting: usize,
    /// The bucket that the audit is delivered to; none if it is not delivered, so that there is no trail.
    pub audit_bucket: Option<Bucket>,
    /// Where browsers reach this server, without a slash at the end: what links in mails start with.
    pub public_url: Arc<str>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            omitted_email: OmittedEmail::default(),
            quotas: Quotas::default(),
            takeover_guard: TakeoverGuard::default(),
            cool_off: Duration::from_hours(24),
            mail_language: Language::default(),
            email_domains: Arc::default(),
            welcome_mail: false,
            new_sign_in_mail: false,
            second_factor: SecondFactorPolicy::default(),
            max_waiting: 4096,
            audit_bucket: None,
            public_url: "http://127.0.0.1:7420".into(),
        }
    }
}

/// Where a request came from, and what it belongs to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Source {
    /// The address.
    pub(crate) address: String,
    /// What the client called itself.
    pub(crate) user_agent: Option<String>,
    /// The run that the client says it belongs to.
    pub(crate) run: Option<Box<str>>,
}

/// Everything about a request but its input. What is the same for all requests is shared.
pub(crate) struct RequestContext {
    /// Where it came from; empty of an operation that only reads.
    pub(crate) source: Source,
    /// The principal; the request sees its account and Region only.
    pub(crate) caller: Arc<Caller>,
    /// When the request arrived.
    pub(crate) now: Timestamp,
    pub(crate) shared: Arc<Shared>,
}

/// What is the same for all requests.
#[derive(Clone)]
pub(crate) struct Shared {
    /// What the administrator has chosen.
    pub(crate) settings: Settings,
    /// The accounts that exist.
    pub(crate) accounts: Accounts,
    /// For secrets; ids come from the handler's [`Context`](crate::context::Context).
    pub(crate) random: Arc<dyn Random>,
    pub(crate) secret_ciphers: Arc<SecretCiphers>,
    pub(crate) outbox: Arc<Outbox>,
}

impl Deref for RequestContext {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.shared
    }
}

impl RequestContext {
    /// The account and Region of the caller.
    pub(crate) fn account_region(&self) -> &AccountRegion {
        &self.caller.account_region
    }

    /// The id of a record that is no part of a plan; others get theirs from the handler's context.
    pub(crate) fn random_id(&self) -> Id {
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        Id::from_random(bytes)
    }

    /// The ARN of a resource of an instance.
    pub(crate) fn arn_of<R: InstanceResource>(&self, resource: &R) -> String {
        self.account_region()
            .resource(R::TYPE, resource.instance_id(), resource.id())
            .into()
    }

    /// The refusal to delete a resource that something refers to.
    pub(crate) fn in_use<R: InstanceResource>(&self, resource: &R, because: &'static str) -> Refusal {
        Refusal::InUse {
            kind: R::TYPE,
            id: resource.id().clone(),
            arn: self.arn_of(resource),
            because,
        }
    }
}
