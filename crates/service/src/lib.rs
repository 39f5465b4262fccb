//! What happens: one handler per operation, run inside the one transaction that carries rule,
//! rows and audit record together.
//!
//! Handlers know records and rules. They know nothing of SQL, HTTP or the clock.

pub mod access;
mod access_changes;
mod access_key_secrets;
mod administration;
mod associations;
mod audit_delivery;
mod audit_page;
pub mod audit_signing_keys;
mod authentication;
mod authentication_profiles;
mod belongings;
mod capacity;
mod computed;
mod computing;
mod context;
pub mod demo;
mod disk;
mod dispatch;
mod execution;
mod families;
mod handler;
mod iam;
mod instance_removal;
mod instance_settings;
mod interrupt;
mod invocation;
mod kernel;
mod mail_delivery;
mod mail_retention;
mod master_key;
mod mode;
mod new_ids;
mod notifications;
mod notify;
mod one_time_links;
mod ops;
mod outbox;
mod paging;
mod password_hasher;
mod password_verification;
mod person;
mod planning;
mod predefined_attributes;
mod prelude;
mod proficiencies;
mod read_query;
mod refusal;
mod remarks;
mod removal;
mod request_context;
mod request_record;
pub mod rotation;
mod second_factors;
mod secret_cipher;
mod service;
mod session;
mod session_authentication;
mod sign_in_places;
mod stored_hashes;
mod tags;
mod takeover;
mod trail;

pub use access_changes::AccessMoment;
pub use administration::write_audit_record;
pub use audit_delivery::{AuditDelivery, OpenAudit};
pub use authentication::{ResolvedCredential, SigningSecret};
pub use belongings::BelongingsRemoval;
pub use computing::Computing;
pub use instance_removal::InstanceRemoval;
pub use interrupt::{Interrupt, InterruptOnDrop};
pub use invocation::{Completed, ExceptionOf, ExceptionText, Invocation, Refused};
pub use mail_delivery::{DeliveryLimits, MailDelivery, left_by_discarded_job, left_by_retried_job};
pub use mail_retention::MailRetention;
pub use master_key::{Fingerprint, MasterKey};
pub use outbox::Outbox;
pub use password_hasher::PasswordHasher;
pub use refusal::{
    AssociationRefusal, FederationRefusal, IamRefusal, PlanRefusal, PredefinedAttributeRefusal, Refusal,
    TakeoverRefusal,
};
pub use request_context::Settings;
pub use secret_cipher::SecretCiphers;
pub use service::Service;
pub use session_authentication::SessionUser;
pub use stored_hashes::{HashCost, has_hash_of_cost};
